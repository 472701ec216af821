"""What may come in when manifests are listed."""

from pydantic import BaseModel, ConfigDict, Field

from alp_app.models.manifest import Subject

PAGE = 50


class ManifestFilter(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: Subject | None = None
    engine: str = Field(default="", max_length=200)
    prompt: str = Field(default="", max_length=200)
    search: str = Field(default="", max_length=200)
    """In the title of what was made, and in the model's name."""
    before: int | None = Field(default=None, ge=1)
    """Only links with a lower number."""
    limit: int = Field(default=PAGE, ge=1, le=500)
