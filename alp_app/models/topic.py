"""What a teacher's files speak of, part by part: the map from which a course is planned."""

from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from alp_app.kit.ids import CourseId, ManifestId, OrganisationId, SourceId
from alp_app.models.columns import Table, belongs_to, json_column, organisation, primary_key


class SourceTopic(Table, table=True):
    """A stretch of a source, named and summed up by a text engine."""

    __table_args__ = (UniqueConstraint("course_id", "source_id", "position"),)

    id: UUID = primary_key()
    organisation_id: OrganisationId = organisation()
    course_id: CourseId = belongs_to("course.id")
    source_id: SourceId = belongs_to("source.id")
    position: int
    """Counts from 0 in its source, in reading order."""
    title: str = Field(max_length=200)
    points: list[str] = json_column(list[str], default_factory=list)
    passage_ids: list[UUID] = json_column(list[UUID], default_factory=list)
    manifest_id: ManifestId | None = belongs_to("manifest.id", nullable=True, cascade=False)
