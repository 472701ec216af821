"""What a school holds before anybody has done anything: itself, and the sample course."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select

from alp_app.kit.ids import OrganisationId
from alp_app.models.account import Organisation
from alp_app.security.actor import Actor, Role
from alp_app.services.operations.sample_course import add_sample_course
from alp_app.unit_of_work import UnitOfWork
from providers.contracts.objects import ObjectStore

SEEDING_LOCK = 7_301_002
FIRST_NAME = "Our school"

OpenWork = Callable[[Actor], AbstractAsyncContextManager[UnitOfWork]]


async def seed(open_work: OpenWork, objects: ObjectStore) -> OrganisationId:
    """Make the organisation and the sample course unless they are there. Safe to run at every start,
    from several processes at once."""
    nobody = Actor(organisation_id=OrganisationId(UUID(int=0)))
    async with open_work(nobody) as work:
        await work.session.execute(
            text("SELECT pg_advisory_xact_lock(:key)"), {"key": SEEDING_LOCK}
        )
        found = await work.session.scalar(select(col(Organisation.id)).limit(1))
        if found is None:
            organisation = Organisation(name=FIRST_NAME)
            work.session.add(organisation)
            found = organisation.id
    product = Actor(organisation_id=found, role=Role.ADMIN)
    async with open_work(product) as work:
        await work.session.execute(
            text("SELECT pg_advisory_xact_lock(:key)"), {"key": SEEDING_LOCK}
        )
        await add_sample_course(work, objects)
    return found
