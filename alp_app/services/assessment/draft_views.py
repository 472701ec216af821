"""What the writer of a question sees of it while it is written. Keys included: never for learners."""

from typing import Any

from alp_app.services.courses.views import View


class KeyLine(View):
    """One option, or one thing that is right."""

    text: str
    is_right: bool
    reason: str = ""


class ProblemView(View):
    key: str
    """Of the catalogue, under `question_problem.`."""
    detail: str = ""
    """The expression, name or option it is about."""
    variants: int = 0
    """How many of the sampled variants show it; 0 where a question has none."""


class SampleView(View):
    """One variant of a question that varies."""

    values: str
    stem_html: str
    answer: str


class Trial(View):
    question: dict[str, Any] | None = None
    """An `AskedView`; None while there is nothing to see."""
    missing: str = ""
    """What the form still lacks, in the words of a refusal."""
    problems: tuple[ProblemView, ...] = ()
    samples: tuple[SampleView, ...] = ()
    sampled: int = 0
    """How many variants were tried; 0 where a question has none."""
