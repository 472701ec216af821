"""A school with a teacher, a colleague and a course."""

from dataclasses import dataclass, replace
from typing import Any, cast

import pytest

from alp_app import runtime
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor, Role
from providers.fakes.objects import MemoryObjects
from tests.support.people import make_person, make_school
from tests.support.world import MadeCourse, PlannedLesson, choice, make_course, numeric


@dataclass(frozen=True, kw_only=True)
class School:
    teacher: Actor
    colleague: Actor
    learners: tuple[Actor, ...]
    course: MadeCourse


@pytest.fixture
def product(product: Runtime) -> Runtime:
    """With a place for pictures."""
    made = replace(product, objects=cast("Any", MemoryObjects()))
    runtime.install(made)
    return made


@pytest.fixture
async def school(product: Runtime) -> School:
    visitor = await make_school(product)
    teacher = (await make_person(product, visitor, Role.INSTRUCTOR)).actor
    return School(
        teacher=teacher,
        colleague=(await make_person(product, visitor, Role.INSTRUCTOR)).actor,
        learners=tuple([(await make_person(product, visitor)).actor for _ in range(3)]),
        course=await make_course(
            product, teacher, PlannedLesson(questions=[choice("What pulls the sea?"), numeric()])
        ),
    )
