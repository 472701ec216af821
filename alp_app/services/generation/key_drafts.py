"""What a text engine must send back when it solves a question without its key."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, create_model

from alp_app.services.generation.drafts import Draft

NONE = "none"
"""What it says when the material does not tell."""
LETTERS = "ABCDEFGH"

Quote = Annotated[str, StringConstraints(max_length=500)]
Expression = Annotated[str, StringConstraints(max_length=120)]


class BlindText(Draft):
    quote: Quote
    answer: Annotated[str, StringConstraints(min_length=1, max_length=160)]


class BlindChoice(Draft):
    quote: Quote
    answer: str


class BlindChoices(Draft):
    quote: Quote
    answers: list[str]


class WorkedOut(Draft):
    expression: Expression
    unit: Annotated[str, StringConstraints(max_length=40)]


def blind_choice(options: int) -> type[BlindChoice]:
    """With exactly the letters that are shown."""
    return create_model("BlindChoice", __base__=BlindChoice, answer=(_letters(options, NONE), ...))


def blind_choices(options: int) -> type[BlindChoices]:
    answers: Any = Field(max_length=options)
    several: Any = (list[_letters(options)], answers)  # pyright: ignore[reportInvalidTypeForm] - as many as there are options
    return create_model("BlindChoices", __base__=BlindChoices, answers=several)


def _letters(options: int, *more: str) -> Any:
    return Literal[(*LETTERS[:options], *more)]  # pyright: ignore[reportInvalidTypeForm] - as many as there are options
