"""What may be known of a question beside what is asked: how an answer was marked, how a formula is read."""

from typing import Any

from alp_app.kit.ids import QuestionVersionId
from alp_app.models.questions import Shape
from alp_app.services.courses.reading_views import CitationMark
from alp_app.services.courses.views import View


class PartView(View):
    """One option that was picked or is right, one gap, one prompt, one zone, one region, one item."""

    id: str
    is_right: bool
    was_given: bool
    reason_html: str = ""
    shape: Shape | None = None
    """Of a region to point at."""


class MarkedView(View):
    """What is told of an answer once it is marked. It holds the key."""

    answer: dict[str, Any]
    """As it was given: an `Answer` in the one field that it uses."""
    is_right: bool
    is_open: bool = False
    """A person has still to mark it."""
    score: float
    """0 to 1."""
    points: str
    """What it earns; less than nothing where wrong answers cost something."""
    parts: tuple[PartView, ...] = ()
    right: dict[str, Any] | None = None
    """An answer that is right; None while the question is open."""
    reason_html: str = ""
    """About the answer as a whole, such as what a near miss has mixed up."""
    explanation_html: str = ""


class Verdict(MarkedView):
    """What is told of an answer in place, with the sources of the question."""

    question_version_id: QuestionVersionId
    citations: tuple[CitationMark, ...] = ()
    """Numbered from 1 within this verdict."""


class FormulaReading(View):
    """How the marking reads a formula, or why it cannot."""

    mathml: str = ""
    problem: str = ""
    """A key of the catalogue under `formula_problem.`, or empty."""
    detail: str = ""
    """The name or the piece that the problem is about."""
