"""What the school lets people do at present: the site's mode, and the words that go with it."""

from pydantic import BaseModel, ConfigDict, Field

from alp_app.kit.errors import Forbidden
from alp_app.models.account import Organisation
from alp_app.security.actor import Role, SiteMode
from alp_app.unit_of_work import Reader, UnitOfWork


class SiteView(BaseModel):
    model_config = ConfigDict(frozen=True)

    mode: SiteMode
    note: str


class SiteInput(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    mode: SiteMode
    note: str = Field(default="", max_length=300, examples=["We are back at 14:00."])
    """What people read while the mode is another than normal."""


async def get_site(reader: Reader) -> SiteView:
    school = await reader.session.get_one(Organisation, reader.organisation_id)
    return SiteView(mode=school.mode, note=school.mode_note)


async def change_site(work: UnitOfWork, *, site: SiteInput) -> SiteView:
    """For administrators. Other processes know within seconds."""
    if work.actor.role is not Role.ADMIN:
        raise Forbidden("Only administrators can change what the school lets people do.")
    school = await work.session.get_one(Organisation, work.organisation_id, with_for_update=True)
    school.mode, school.mode_note = site.mode, site.note
    work.record("site.mode_changed", school.id, mode=site.mode.value)
    return SiteView(mode=school.mode, note=school.mode_note)
