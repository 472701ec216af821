"""Courses: the draft that teachers edit, and the versions that learners read.

The draft is rows (modules, lessons, blocks). Publishing copies it into a CourseVersion with one
LessonVersion per lesson; neither changes again.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from pydantic import Field as PydanticField
from sqlalchemy import Computed, Index, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlmodel import Column, Field

from alp_app.kit.ids import (
    AssetId,
    BlockId,
    ChangeId,
    CourseId,
    CourseVersionId,
    LessonId,
    ModuleId,
    OrganisationId,
    SourceId,
    UserId,
    new_uuid,
)
from alp_app.models.columns import (
    Table,
    belongs_to,
    created,
    enum_column,
    json_column,
    moment,
    organisation,
    primary_key,
)
from alp_app.models.content import BlockContent, Citation, Origin


class Level(StrEnum):
    INTRODUCTORY = "introductory"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Bloom(StrEnum):
    """Bloom's revised taxonomy (Anderson and Krathwohl, 2001)."""

    REMEMBER = "remember"
    UNDERSTAND = "understand"
    APPLY = "apply"
    ANALYSE = "analyse"
    EVALUATE = "evaluate"
    CREATE = "create"


class Objective(BaseModel):
    """What a learner can do afterwards: a measurable verb and its object."""

    model_config = ConfigDict(extra="forbid")

    id: UUID = PydanticField(default_factory=new_uuid)
    text: str
    bloom: Bloom
    origin: Origin = PydanticField(default_factory=Origin)
    citations: list[Citation] = PydanticField(default_factory=list[Citation])
    """Where the sources speak of it."""


class Brief(BaseModel):
    """What the teacher asked for."""

    model_config = ConfigDict(extra="forbid")

    topic: str
    audience: str
    level: Level
    lesson_count: int
    language: str
    source_ids: list[SourceId] = PydanticField(default_factory=list[SourceId])


class Reference(BaseModel):
    """A published work that a course cites."""

    model_config = ConfigDict(extra="forbid")

    key: str
    citation: str


class Course(Table, table=True):
    __table_args__ = (
        UniqueConstraint("organisation_id", "slug"),
        Index("course_search_idx", "search", postgresql_using="gin"),
    )

    id: CourseId = primary_key()
    organisation_id: OrganisationId = organisation()
    owner_id: UserId | None = belongs_to("user_account.id", nullable=True, cascade=False)
    """None: part of the product (the sample course); admins may edit it."""
    slug: str = Field(max_length=120)
    title: str = Field(max_length=200)
    summary: str = ""
    subject: str = Field(default="", max_length=80)
    audience: str = Field(default="", max_length=200)
    level: Level = enum_column(Level, default=Level.INTRODUCTORY)
    language: str = Field(default="en", max_length=10)
    objectives: list[Objective] = json_column(list[Objective], default_factory=list)
    references: list[Reference] = json_column(list[Reference], default_factory=list)
    brief: Brief | None = json_column(Brief, nullable=True)
    """None when a person wrote the course from nothing."""
    cover_asset_id: AssetId | None = Field(default=None, sa_type=Uuid, nullable=True)
    quiz_percent: int = 0
    """What each quiz of a required lesson needs for the course to be completed; 0: passing is enough."""
    shows_sources: bool = True
    """Learners may open the pages that the published lessons cite."""
    published_version_id: CourseVersionId | None = Field(default=None, sa_type=Uuid, nullable=True)
    manifest_count: int = 0
    manifest_hash: str = ""
    """Of the last link of its chain: without them, nobody would miss links that were cut off the end."""
    archived_at: datetime | None = moment()
    deleted_at: datetime | None = moment()
    created_at: datetime = created()
    updated_at: datetime = created()
    search: Any = Field(
        default=None,
        sa_column=Column(
            TSVECTOR,
            Computed(
                "setweight(to_tsvector('simple', title), 'A')"
                " || setweight(to_tsvector('simple', subject), 'B')"
                " || setweight(to_tsvector('simple', summary || ' ' || audience), 'C')",
                persisted=True,
            ),
        ),
    )


class Module(Table, table=True):
    id: ModuleId = primary_key()
    organisation_id: OrganisationId = organisation()
    course_id: CourseId = belongs_to("course.id")
    position: int
    title: str = Field(max_length=200)
    summary: str = ""
    deleted_at: datetime | None = moment()


class Lesson(Table, table=True):
    id: LessonId = primary_key()
    organisation_id: OrganisationId = organisation()
    course_id: CourseId = belongs_to("course.id")
    module_id: ModuleId = belongs_to("module.id")
    position: int
    title: str = Field(max_length=200)
    summary: str = ""
    minutes: int = 0
    """How long it takes to study, estimated from its words and questions."""
    is_required: bool = True
    """The course is not completed without it."""
    objective_ids: list[UUID] = json_column(list[UUID], default_factory=list)
    origin: Origin = json_column(Origin, default_factory=Origin)
    reviewed_by: UserId | None = Field(default=None, sa_type=Uuid, nullable=True)
    reviewed_at: datetime | None = moment()
    """Cleared by any later edit that is not a person's."""
    edited_at: datetime | None = moment()
    deleted_at: datetime | None = moment()


class Block(Table, table=True):
    id: BlockId = primary_key()
    organisation_id: OrganisationId = organisation()
    lesson_id: LessonId = belongs_to("lesson.id")
    position: int
    content: BlockContent = json_column(BlockContent)
    revision: int = 1
    """Raised by each edit; an edit that names an older one is refused."""
    deleted_at: datetime | None = moment()


class DraftChange(Table, table=True):
    """One edit of a draft and how to take it back."""

    __table_args__ = (Index("draft_change_course_at_idx", "course_id", "at"),)

    id: ChangeId = primary_key()
    organisation_id: OrganisationId = organisation()
    course_id: CourseId = belongs_to("course.id")
    actor_id: UserId | None = Field(default=None, sa_type=Uuid, nullable=True)
    name: str
    """As in the audit log: `lesson.deleted`."""
    before: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    """Rows to put back: `{table, id, values}`."""
    undone_at: datetime | None = moment()
    at: datetime = created()


class CourseVersion(Table, table=True):
    """What learners see from one publishing to the next. Never changed."""

    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: CourseVersionId = primary_key()
    organisation_id: OrganisationId = organisation()
    course_id: CourseId = belongs_to("course.id")
    number: int
    title: str
    summary: str
    minutes: int
    lesson_count: int
    quiz_percent: int = 0
    is_reviewed: bool
    """Every lesson was reviewed by a person when this was published."""
    outline: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """Course fields, objectives and modules with their lessons, ready for a page."""
    published_by: UserId | None = Field(default=None, sa_type=Uuid, nullable=True)
    published_at: datetime = created()
    """When it was last opened to learners; until then, when it was frozen."""
    frozen_at: datetime = created()
    """When the draft was copied into it: at approval, or when it was published."""
    follows_id: CourseVersionId | None = Field(
        default=None,
        sa_type=Uuid,
        foreign_key="course_version.id",
        ondelete="SET NULL",
        nullable=True,
        index=True,
    )
    """What learners read before it was opened to them; None for the first."""


class LessonVersion(Table, table=True):
    """One lesson of one version. Never changed."""

    version_id: CourseVersionId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="course_version.id", ondelete="CASCADE"
    )
    lesson_id: LessonId = Field(sa_type=Uuid, primary_key=True)
    organisation_id: OrganisationId = organisation()
    module_id: ModuleId = Field(sa_type=Uuid)
    position: int
    title: str
    is_required: bool = True
    content: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    """The blocks as they were: `{id, content}`."""
    reading: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """The lesson prepared for a page: sanitised HTML, addresses, questions without their keys."""
