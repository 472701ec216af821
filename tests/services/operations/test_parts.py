"""Large files that engines need: which are missed, which are on their way, and what is fetched."""

from collections.abc import Sequence
from typing import Any, cast

import pytest
from sqlalchemy import update

from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import JobId
from alp_app.models.job import Job
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor, Role
from alp_app.services.operations import engines
from alp_app.services.operations.errors import UnknownPart
from providers.contracts.engines import Providers
from providers.contracts.errors import ProviderMisconfigured
from providers.contracts.status import ProviderStatus, Readiness
from tests.services.learning.conftest import School
from tests.support.people import make_person
from tests.support.world import ask

BROKEN = ProviderMisconfigured("builtin", "the file is not a model")


class Part:
    licence = "Apache-2.0"
    size = 1000

    def __init__(self, name: str = "writer", *, present: bool | Exception = False) -> None:
        self.name = name
        self.title = f"The {name}"
        self._present = present

    async def is_present(self) -> bool:
        if isinstance(self._present, Exception):
            raise self._present
        return self._present

    async def fetch(self, on_bytes: Any) -> None:
        raise AssertionError("nobody fetches here")


class Texts:
    """All text engines together."""

    def __init__(self, readiness: Readiness) -> None:
        self._readiness = readiness

    async def status(self) -> ProviderStatus:
        return ProviderStatus(provider="text", readiness=self._readiness)


def providers(*parts: Part, writing: Readiness = Readiness.MISCONFIGURED) -> Providers:
    unused = cast("Any", None)
    return Providers(
        text=cast("Any", Texts(writing)),
        embeddings=unused,
        images=unused,
        scenes=unused,
        scanner=None,
        engines=(),
        parts=cast("Any", parts),
    )


@pytest.fixture
async def admin(product: Runtime, school: School) -> Actor:
    return (await make_person(product, school.visitor, Role.ADMIN)).actor


async def fetch(product: Runtime, admin: Actor, *parts: Part, **more: Any) -> Sequence[JobId]:
    async with product.unit_of_work(admin) as work:
        return await engines.fetch_what_is_missing(work, providers(*parts, **more))


async def test_a_part_that_cannot_be_used_says_why(product: Runtime, school: School):
    known = providers(Part(), Part(present=True), Part(present=BROKEN))
    absent, present, wrong = await ask(product, school.teacher, engines.list_parts, known)
    assert (absent.is_present, absent.problem) == (False, "")
    assert (present.is_present, present.problem) == (True, "")
    assert (wrong.is_present, wrong.problem) == (False, "the file is not a model")


async def test_teachers_see_how_much_of_a_part_has_arrived(
    product: Runtime, school: School, admin: Actor
):
    [job_id] = await fetch(product, admin, Part("blender"))
    async with product.sessions.begin() as session:
        await session.execute(update(Job).values(state="running", progress=0.37))
    known = providers(Part("blender"), Part("writer"))
    coming, missing = await ask(product, school.teacher, engines.list_awaited_parts, known)
    assert (coming.name, coming.is_coming, coming.percent) == ("blender", True, 37)
    assert (missing.name, missing.is_coming, missing.percent) == ("writer", False, 0)
    assert await fetch(product, admin, Part("blender")) == [job_id]


async def test_everything_that_is_missing_is_fetched(product: Runtime, admin: Actor):
    asked = await fetch(product, admin, Part(), Part("blender"), Part("other", present=True))
    assert len(asked) == 2


async def test_the_built_in_writers_model_is_not_missed_while_another_engine_writes(
    product: Runtime, school: School, admin: Actor
):
    assert await fetch(product, admin, Part(), writing=Readiness.READY) == []
    known = providers(Part(), writing=Readiness.READY)
    assert await ask(product, school.teacher, engines.list_awaited_parts, known) == []


async def test_only_parts_that_an_engine_needs_are_fetched(product: Runtime, admin: Actor):
    async with product.unit_of_work(admin) as work:
        with pytest.raises(UnknownPart):
            await engines.fetch_part(work, providers(Part()), "other")


async def test_only_administrators_fetch(product: Runtime, school: School):
    async with product.unit_of_work(school.teacher) as work:
        with pytest.raises(Forbidden):
            await engines.fetch_part(work, providers(Part()), "writer")
    with pytest.raises(Forbidden):
        await ask(product, school.ana, engines.list_parts, providers(Part()))
