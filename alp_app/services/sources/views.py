"""What the rest of the product may see of a teacher's file."""

import hashlib
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from alp_app.kit.ids import CourseId, SourceId
from alp_app.models.job import JobError
from alp_app.models.source import Source, SourceState


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class SourceView(View):
    id: SourceId
    course_id: CourseId | None
    filename: str
    media_type: str
    size: int
    """Bytes."""
    state: SourceState
    pages: int | None
    failure_code: str
    """A code of the catalogue under `error.`; empty unless the state is failed."""
    failure_message: str
    failure_hint: str
    created_at: datetime

    @classmethod
    def of(cls, source: Source, given_up: JobError | None = None) -> "SourceView":
        """`given_up`: why the job that was to read it never will."""
        failure = given_up.model_dump() if given_up else source.failure or {}
        return cls(
            id=source.id,
            course_id=source.course_id,
            filename=source.filename,
            media_type=source.media_type,
            size=source.size,
            state=SourceState.FAILED if given_up else source.state,
            pages=source.pages,
            failure_code=failure.get("code", ""),
            failure_message=failure.get("message", ""),
            failure_hint=failure.get("hint", ""),
            created_at=source.created_at,
        )


class PassageView(View):
    id: UUID
    source_id: SourceId
    filename: str
    page: int | None
    heading: str
    text: str

    @property
    def sha256(self) -> str:
        """Of its text: tells whether a new edition changed it."""
        return hashlib.sha256(self.text.encode()).hexdigest()
