"""Jumping to a course, a lesson or a draft by a few words."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, allow
from alp_app.security.policies import Policy
from alp_app.services.learning.search import Hit, find_places

router = APIRouter(tags=["Courses"], route_class=ActorRoute)


class SearchItem(BaseModel):
    model_config = ConfigDict(frozen=True)

    title: str
    href: str
    """The page that shows it."""
    kind: str
    about: str
    """Of a lesson: its course."""


class Found(BaseModel):
    items: list[SearchItem]


@router.get("/search", responses=documented(422))
@allow(Policy.EVERYONE)
async def search(
    reader: Read, q: Annotated[str, Query(max_length=100, description="Words of a title.")] = ""
) -> Found:
    """Your courses and lessons, your drafts, then published courses. Without words: your latest."""
    return Found(items=[_item(hit) for hit in await find_places(reader, q)])


def _item(hit: Hit) -> SearchItem:
    addresses = {
        "draft": f"/studio/{hit.course_id}",
        "lesson": f"/learn/{hit.slug}/{hit.lesson_id}",
    }
    return SearchItem(
        title=hit.title,
        href=addresses.get(hit.kind, f"/courses/{hit.slug}"),
        kind=hit.kind,
        about=hit.course_title,
    )
