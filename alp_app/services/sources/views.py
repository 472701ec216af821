"""What the rest of the product may see of a teacher's file."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from alp_app.kit.ids import CourseId, SourceId
from alp_app.models.job import JobError
from alp_app.models.source import PassageKind, Source, SourcePassage, SourceState
from alp_app.services.sources.rules import PATH


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class SourceView(View):
    id: SourceId
    course_id: CourseId | None
    filename: str
    url: str
    """Of a web page; empty for a file."""
    media_type: str
    size: int
    """Bytes."""
    edition: int
    """Counts from 1."""
    is_current: bool
    """No later edition is in use."""
    state: SourceState
    pages: int | None
    scanned_pages: tuple[int, ...]
    """Pages that are pictures of text which nothing has read."""
    recognised_pages: tuple[int, ...]
    """Pages whose text was recognised in their picture by `recogniser`."""
    recogniser: str
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
            url=source.url,
            media_type=source.media_type,
            size=source.size,
            edition=source.edition,
            is_current=source.superseded_at is None,
            state=SourceState.FAILED if given_up else source.state,
            pages=source.pages,
            scanned_pages=tuple(source.scanned_pages),
            recognised_pages=tuple(source.recognised_pages),
            recogniser=source.recogniser,
            failure_code=failure.get("code", ""),
            failure_message=failure.get("message", ""),
            failure_hint=failure.get("hint", ""),
            created_at=source.created_at,
        )


class SourceToRead(View):
    """What the reading of a source needs to know."""

    id: SourceId
    filename: str
    url: str
    media_type: str
    sha256: str
    state: SourceState
    text_search: str
    """As its passages are indexed."""
    course_text_search: str
    """As its course wants them; empty while it belongs to none."""

    @property
    def is_parsed(self) -> bool:
        return self.state in {SourceState.INDEXING, SourceState.READY} and bool(self.text_search)


class PassageView(View):
    id: UUID
    """The same in every edition that has these words."""
    source_id: SourceId
    filename: str
    page: int | None
    """Counts from 1; slides are pages."""
    headings: tuple[str, ...]
    """The outermost first."""
    kind: PassageKind
    text: str
    cells: tuple[tuple[str, ...], ...] = ()
    """The rows of a table, whose `text` says the same in lines."""
    position: int
    sha256: str

    @property
    def heading(self) -> str:
        """The innermost; empty where there is none."""
        return self.headings[-1] if self.headings else ""

    @property
    def path(self) -> str:
        """All headings it stands under, in one line."""
        return PATH.join(self.headings)

    @classmethod
    def of(cls, passage: SourcePassage, filename: str) -> "PassageView":
        return cls(
            id=passage.id,
            source_id=passage.source_id,
            filename=filename,
            page=passage.page,
            headings=tuple(passage.headings),
            kind=passage.kind,
            text=passage.text,
            cells=tuple(map(tuple, passage.cells or ())),
            position=passage.position,
            sha256=passage.sha256,
        )


class MovedPassage(View):
    """The same words, or words that took their place, in two editions."""

    before: PassageView
    after: PassageView


class ChangesView(View):
    """What a new edition did to the passages of an old one."""

    added: tuple[PassageView, ...]
    removed: tuple[PassageView, ...]
    changed: tuple[MovedPassage, ...]
    moved: tuple[MovedPassage, ...]
    """On another page, or under other headings, with the same words."""
    unchanged: int
