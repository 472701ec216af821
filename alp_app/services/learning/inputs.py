"""What may come in from a reader's page."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from alp_app.kit.ids import BlockId, LessonId


class Input(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PlaceReport(Input):
    """Where a reader is, said by the reader's own browser. Each report is complete in itself."""

    client_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
    """Made by the browser: the same report sent again counts once."""
    lesson_id: LessonId
    block_id: BlockId
    """The block at the top of the page."""
    video_seconds: float | None = Field(default=None, ge=0, le=172_800, allow_inf_nan=False)
    """How far a video in that block has played."""
    at: AwareDatetime
    """By the clock of whoever asks. The future is taken for now."""
