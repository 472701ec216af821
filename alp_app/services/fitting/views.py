"""What is told of preferences and variants. Immutable, safe to send to a browser."""

from datetime import datetime
from typing import Literal

from alp_app.kit.ids import CourseId
from alp_app.models.fitting import Detail, Examples, Refusal, WordingLevel
from alp_app.services.courses.reading_views import ReadingDocument
from alp_app.services.courses.views import View


class PreferencesView(View):
    level: WordingLevel = WordingLevel.AS_WRITTEN
    detail: Detail = Detail.AS_WRITTEN
    examples: Examples = Examples.AS_WRITTEN
    language: str = ""
    has_short_sentences: bool = False
    has_wide_spacing: bool = False
    reads_base: bool = False
    course_id: CourseId | None = None
    """None: they hold for every course without its own."""


class FitView(View):
    """How a lesson stands for one learner's preferences."""

    preferences: PreferencesView
    languages: tuple[str, ...]
    """That can be asked for."""
    state: Literal["as_written", "none", "waiting", "ready", "refused", "failed"]
    """`as_written`: nothing other was asked for, or the lesson cannot be checked in its language."""
    ahead: int = 0
    """Jobs before the one that writes it."""
    model: str = ""
    made_at: datetime | None = None
    kept: int = 0
    """Parts that stay as they were written, because the gate let no other words through."""
    refusals: tuple[Refusal, ...] = ()
    reading: ReadingDocument | None = None
    """The lesson in these words, when it is ready. Its sources are those of the base."""
