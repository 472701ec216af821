"""What a learner has shown of the objectives of a course, as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass

from alp_app.services.mastery.views import ObjectiveStanding


@dataclass(frozen=True)
class MasteryShown:
    id: str
    text: str
    bloom: str
    mastery: str
    """Empty for who is not enrolled."""
    low: int = 0
    high: int = 0
    answers: int = 0


def mastery_shown(standings: Iterable[ObjectiveStanding]) -> list[MasteryShown]:
    return [
        MasteryShown(
            id=str(each.id),
            text=each.text,
            bloom=each.bloom.value,
            mastery=each.mastery.value,
            low=each.low,
            high=each.high,
            answers=each.answers,
        )
        for each in standings
    ]
