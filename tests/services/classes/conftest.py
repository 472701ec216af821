"""A school with a class: a course of two modules, its teacher, a colleague."""

from dataclasses import dataclass

import pytest

from alp_app.kit.ids import ClassroomId
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor, Role
from alp_app.services.accounts.inputs import Client
from alp_app.services.classes.commands import create_class
from alp_app.services.classes.inputs import JoinByCode, NewClass
from alp_app.services.classes.joining import join_by_code
from alp_app.services.classes.queries import get_class
from alp_app.services.classes.views import ClassView, Joined
from tests.support.people import Person, make_person
from tests.support.world import MadeCourse, PlannedLesson, act, ask, choice, make_course

CLIENT = Client(address="198.51.100.4", user_agent="Tests")


@dataclass(frozen=True, kw_only=True)
class Room:
    """A class and how to get at it."""

    product: Runtime
    id: ClassroomId
    course: MadeCourse
    teacher: Actor
    colleague: Person
    visitor: Actor

    async def view(self) -> ClassView:
        return await ask(self.product, self.teacher, get_class, self.id)

    async def join(self, name: str = "Amara", *, code: str = "", **more: object) -> Joined:
        inputs = {"code": code or (await self.view()).code, "name": name, **more}
        return await act(
            self.product,
            self.visitor,
            join_by_code,
            inputs=JoinByCode.model_validate(inputs),
            client=CLIENT,
            guard=self.product.guard,
        )

    async def pupil(self, name: str = "Amara") -> Actor:
        """Somebody who has joined by code."""
        joined = await self.join(name)
        return Actor(
            organisation_id=self.teacher.organisation_id,
            user_id=joined.user_id,
            role=Role.LEARNER,
        )


@pytest.fixture
async def room(product, school) -> Room:
    course = await make_course(
        product,
        school.teacher,
        PlannedLesson(title="Moon"),
        PlannedLesson(title="Sun", questions=[choice()]),
        PlannedLesson(title="Wind"),
        PlannedLesson(title="Ice"),
        module_sizes=(2, 2),
    )
    details = NewClass(name="D2", term="Spring", course_id=course.id, time_zone="Europe/Berlin")
    classroom_id = await act(product, school.teacher, create_class, details=details)
    return Room(
        product=product,
        id=classroom_id,
        course=course,
        teacher=school.teacher,
        colleague=await make_person(product, school.visitor, Role.INSTRUCTOR),
        visitor=school.visitor,
    )
