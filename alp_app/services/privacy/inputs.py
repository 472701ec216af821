"""What may come in."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from alp_app.models.privacy import RetentionKind

__all__ = ["Confirmation", "RetentionInput", "RetentionKind"]

LONGEST_DAYS = 36_500


class Confirmation(BaseModel):
    """That it is really the person who asks: by the password, or without one by the name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    password: SecretStr = Field(default=SecretStr(""), max_length=200)
    name: str = Field(default="", max_length=120, examples=["Amara"])
    """As it is shown; asked of people without a password."""


class RetentionInput(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    days: int | None = Field(ge=1, le=LONGEST_DAYS, examples=[90])
    """None: until somebody deletes it."""
