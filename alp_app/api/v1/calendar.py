"""What happens when, for programs and for other calendars."""

from datetime import datetime, timedelta

from fastapi import APIRouter, Response
from pydantic import AwareDatetime, BaseModel

from alp_app import runtime
from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.kit import clock
from alp_app.kit.ids import ClassroomId
from alp_app.security.policies import Policy
from alp_app.services.calendar import commands, queries
from alp_app.services.calendar.views import Entry, FeedView

router = APIRouter(tags=["Calendar"], route_class=ActorRoute)

ICS = "text/calendar"
AHEAD = timedelta(days=60)


class MadeFeed(BaseModel):
    url: str
    """Whoever has it reads your calendar. It is not shown again."""


@router.get("/me/calendar", responses=documented(422))
@allow(Policy.SIGNED_IN)
async def list_calendar(
    reader: Read, start: AwareDatetime | None = None, end: AwareDatetime | None = None
) -> list[Entry]:
    """Your dates, from now on for two months if you do not say otherwise."""
    first = start or clock.now()
    return await queries.list_entries(reader, first, end or _later(first))


@router.get("/me/calendar/feed")
@allow(Policy.SIGNED_IN)
async def get_calendar_feed(reader: Read) -> FeedView:
    """Whether another program can read your calendar."""
    return await queries.get_feed(reader)


@router.post("/me/calendar/feed", status_code=201)
@allow(Policy.SIGNED_IN)
async def make_calendar_feed(work: Work) -> MadeFeed:
    """A secret address of your calendar, for other programs; the one before ends."""
    made = await commands.make_feed(work)
    public_url = runtime.current().settings.public_url
    return MadeFeed(url=f"{public_url}/api/v1/calendars/{made.token}.ics")


@router.delete("/me/calendar/feed", status_code=204)
@allow(Policy.SIGNED_IN)
async def revoke_calendar_feed(work: Work) -> None:
    """From now on the address opens nothing."""
    await commands.revoke_feed(work)


@router.get(
    "/calendars/{token}.ics",
    response_class=Response,
    responses={200: {"content": {ICS: {}}}, **documented(404)},
)
@allow(Policy.EVERYONE)
async def read_calendar_feed(token: str, reader: Read) -> Response:
    """A calendar as iCalendar, for whoever has its address."""
    public_url = runtime.current().settings.public_url
    return _file(await queries.write_feed(reader, token, public_url=public_url), "calendar.ics")


@router.get(
    "/classes/{classroom_id}/calendar.ics",
    response_class=Response,
    responses={200: {"content": {ICS: {}}}, **documented(404)},
)
@allow(Policy.SIGNED_IN)
async def write_class_calendar(classroom_id: ClassroomId, reader: Read) -> Response:
    """The dates of one class as iCalendar."""
    public_url = runtime.current().settings.public_url
    written = await queries.write_class_calendar(reader, classroom_id, public_url=public_url)
    return _file(written, "class.ics")


def _later(start: datetime) -> datetime:
    try:
        return start + AHEAD
    except OverflowError:
        return start


def _file(content: bytes, name: str) -> Response:
    return Response(
        content,
        media_type=ICS,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
