"""Pages of the web as sources."""

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, ConfigDict, Field

from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import CourseId
from alp_app.models.source import Source
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.sources.commands import keep
from alp_app.services.sources.errors import AddressRefused
from alp_app.services.sources.kinds import ENDINGS, SourceKind
from alp_app.services.sources.views import SourceView
from alp_app.unit_of_work import UnitOfWork


class AddressInput(BaseModel):
    model_config = ConfigDict(extra="forbid")

    url: str = Field(min_length=4, max_length=2000)
    """Of one page; `https://` may be left out."""
    course_id: CourseId | None = None


async def add_address(work: UnitOfWork, *, inputs: AddressInput) -> SourceView:
    """Have one page of the web fetched and read. Raises AddressRefused for what is no address of one;
    what the address leads to is found out later."""
    if not work.actor.is_staff:
        raise Forbidden("Only instructors and administrators can add source files.")
    if inputs.course_id is not None:
        await course_for(work.session, work.actor, inputs.course_id, Purpose.EDIT)
    url = _whole(inputs.url.strip())
    source = Source(
        organisation_id=work.organisation_id,
        uploaded_by=work.user_id,
        course_id=inputs.course_id,
        filename=name_of(url),
        url=url,
        media_type=SourceKind.HTML.value,
        size=0,
        sha256="",
    )
    await keep(work, source)
    return SourceView.of(source)


def name_of(url: str, media_type: str = SourceKind.HTML.value) -> str:
    """What a page is called until its title is known, with the ending of its kind."""
    parts = urlsplit(url)
    last = PurePosixPath(unquote(parts.path)).stem
    ending = next(end for end, kind in ENDINGS.items() if kind.value == media_type)
    name = f"{parts.hostname or ''} {last}".strip().replace("/", " ")
    return f"{name[:200]}{ending}"


def _whole(url: str) -> str:
    url = url if "://" in url else f"https://{url}"
    try:
        parts = urlsplit(url)
        is_page = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_page = False
    if not is_page or any(character.isspace() for character in url):
        raise AddressRefused(url[:200])
    return url
