"""Published courses: what there is to learn."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Paging, Read, allow
from alp_app.kit.ids import LessonId
from alp_app.kit.pages import Page
from alp_app.models.course import Level
from alp_app.security.policies import Policy
from alp_app.services.courses import catalogue
from alp_app.services.courses.catalogue_views import (
    CatalogueEntry,
    CatalogueFacets,
    CatalogueFilter,
    CoursePage,
    Length,
    Words,
)
from alp_app.services.learning import queries
from alp_app.services.learning.views import LessonPage

router = APIRouter(tags=["Courses"], route_class=ActorRoute)


async def _wanted(
    *,
    text: Annotated[
        Words, Query(description="Words; `-word` leaves out, quotes keep together.")
    ] = "",
    subject: Annotated[list[Words], Query(max_length=50)] = [],  # noqa: B006 - FastAPI copies it
    level: Annotated[list[Level], Query(max_length=3)] = [],  # noqa: B006 - as above
    language: Annotated[list[Words], Query(max_length=50)] = [],  # noqa: B006 - as above
    length: Annotated[list[Length], Query(max_length=3)] = [],  # noqa: B006 - as above
    reviewed: Annotated[bool | None, Query()] = None,
) -> CatalogueFilter:
    return CatalogueFilter(
        text=text,
        subjects=tuple(subject),
        levels=tuple(level),
        languages=tuple(language),
        lengths=tuple(length),
        is_reviewed=reviewed,
    )


Wanted = Annotated[CatalogueFilter, Depends(_wanted)]


@router.get("/courses", responses=documented(422))
@allow(Policy.EVERYONE)
async def list_courses(wanted: Wanted, asked: Paging, reader: Read) -> Page[CatalogueEntry]:
    """The catalogue, the best match or else the latest first."""
    return await catalogue.list_catalogue(reader, wanted, asked)


@router.get("/course-facets", responses=documented(422))
@allow(Policy.EVERYONE)
async def count_facets(wanted: Wanted, reader: Read) -> CatalogueFacets:
    """How many courses each further choice would show."""
    return await catalogue.count_facets(reader, wanted)


@router.get("/courses/{slug}", responses=documented(404))
@allow(Policy.EVERYONE)
async def get_course(slug: str, reader: Read) -> CoursePage:
    """One course: what it is about, its lessons, and where you are in it."""
    return await catalogue.get_course_page(reader, slug)


@router.get("/courses/{slug}/lessons/{lesson_id}", responses=documented(403, 404))
@allow(Policy.SIGNED_IN)
async def get_lesson(slug: str, lesson_id: LessonId, reader: Read) -> LessonPage:
    """A lesson with your place in it. Its questions come without their keys."""
    return await queries.get_lesson(reader, slug, lesson_id)
