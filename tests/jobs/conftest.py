"""`workshop`: an organisation, a teacher, and workers that run in the test."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from alp_app.kit.ids import OrganisationId, UserId, new_uuid
from alp_app.models.account import Organisation, User
from alp_app.security.actor import Actor, Role
from tests.jobs.workshop import Workshop
from tests.support.stack import Stack


@pytest.fixture
async def workshop(stack: Stack, sessions: async_sessionmaker[AsyncSession]) -> Workshop:
    school = Organisation(id=OrganisationId(new_uuid()), name="Canal School")
    teacher = User(
        id=UserId(new_uuid()),
        organisation_id=school.id,
        display_name="A teacher",
        role=Role.INSTRUCTOR,
    )
    async with sessions.begin() as session:
        session.add(school)
        await session.flush()
        session.add(teacher)
    actor = Actor(organisation_id=school.id, user_id=teacher.id, role=Role.INSTRUCTOR)
    return Workshop(sessions=sessions, database_url=stack.database_url, actor=actor)
