"""What to study next, as pages show it."""

from dataclasses import dataclass

from alp_app.services.learning.views import AdviceView, CourseAdvice
from state.learning.lock_words import words_of


@dataclass(frozen=True)
class AdviceShown:
    kind: str
    href: str
    due: int = 0
    lesson: str = ""
    """Its number and title."""
    objective: str = ""
    mastery: str = ""
    percent: int = 0
    low: int = 0
    high: int = 0
    answers: int = 0
    opens_at: str = ""
    missing: str = ""


def advice_shown(found: CourseAdvice) -> list[AdviceShown]:
    return [_one(found, each) for each in found.advice]


def _one(course: CourseAdvice, advice: AdviceView) -> AdviceShown:
    lesson, objective = advice.lesson, advice.objective
    lock = words_of(advice.lock)
    practice = f"/practice?course={course.course_id}"
    return AdviceShown(
        kind=advice.kind,
        href=f"/learn/{course.slug}/{lesson.id}" if lesson else practice,
        due=advice.due,
        lesson=f"{lesson.number} {lesson.title}" if lesson else "",
        objective=objective.text.rstrip(".") if objective else "",
        mastery=objective.mastery if objective else "",
        percent=objective.percent if objective else 0,
        low=objective.low if objective else 0,
        high=objective.high if objective else 0,
        answers=objective.answers if objective else 0,
        opens_at=lock["opens_at"],
        missing=lock["missing"],
    )
