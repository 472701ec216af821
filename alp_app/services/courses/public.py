"""What anybody may know of published courses, for search engines and link previews."""

from dataclasses import dataclass

from sqlmodel import col, select

from alp_app.models.course import Course, CourseVersion
from alp_app.unit_of_work import Reader

LISTED_MOST = 50_000
"""What one site map may hold."""


@dataclass(frozen=True, slots=True)
class CourseDescription:
    title: str
    summary: str
    language: str


async def find_description(reader: Reader, slug: str) -> CourseDescription | None:
    statement = (
        select(CourseVersion.title, CourseVersion.summary, Course.language)
        .join(Course, col(Course.published_version_id) == col(CourseVersion.id))
        .where(
            col(Course.organisation_id) == reader.organisation_id,
            col(Course.slug) == slug,
            col(Course.archived_at).is_(None),
            col(Course.deleted_at).is_(None),
        )
    )
    found = (await reader.session.execute(statement)).first()
    return None if found is None else CourseDescription(*found)


async def list_slugs(reader: Reader) -> list[str]:
    statement = (
        select(Course.slug)
        .where(
            col(Course.organisation_id) == reader.organisation_id,
            col(Course.published_version_id).is_not(None),
            col(Course.archived_at).is_(None),
            col(Course.deleted_at).is_(None),
        )
        .order_by(col(Course.slug))
        .limit(LISTED_MOST)
    )
    return list((await reader.session.scalars(statement)).all())
