"""What may come in about how somebody likes to read."""

from pydantic import BaseModel, ConfigDict, Field

from alp_app.models.fitting import Detail, Examples, WordingLevel


class PreferencesInput(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    level: WordingLevel = WordingLevel.AS_WRITTEN
    detail: Detail = Detail.AS_WRITTEN
    examples: Examples = Examples.AS_WRITTEN
    language: str = Field(default="", max_length=10)
    """Empty: as the course is written."""
    has_short_sentences: bool = False
    has_wide_spacing: bool = False
    reads_base: bool = False
    """Show the text as it was written, although there is a variant."""
