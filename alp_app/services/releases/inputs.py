"""What may be said with a list of changes."""

from pydantic import BaseModel, ConfigDict, Field


class NewReleaseNote(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    note: str = Field(default="", max_length=2000)
    """Plain words, shown above the list."""
