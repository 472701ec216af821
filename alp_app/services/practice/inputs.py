"""What may come in from somebody who practises."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from alp_app.models.practice import Rating
from alp_app.services.assessment.inputs import Answer
from alp_app.services.practice.rules import MOST_NEW_PER_DAY


class Input(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CardAnswer(Input):
    number: int = Field(ge=1)
    """Of the review, as the card says it: the same one sent again counts once."""
    answer: Answer


class EaseInput(Input):
    rating: Literal[Rating.HARD, Rating.GOOD, Rating.EASY]


class SettingsInput(Input):
    new_per_day: int = Field(ge=0, le=MOST_NEW_PER_DAY)


class PutAwayInput(Input):
    is_put_away: bool
