"""A school with an instructor and two learners."""

from dataclasses import dataclass

import pytest

from alp_app.runtime import Runtime
from alp_app.security.actor import Actor, Role
from tests.support.people import make_person, make_school


@dataclass(frozen=True, kw_only=True)
class School:
    visitor: Actor
    teacher: Actor
    ana: Actor
    ben: Actor


@pytest.fixture
async def school(product: Runtime) -> School:
    visitor = await make_school(product)
    return School(
        visitor=visitor,
        teacher=(await make_person(product, visitor, Role.INSTRUCTOR)).actor,
        ana=(await make_person(product, visitor)).actor,
        ben=(await make_person(product, visitor)).actor,
    )
