"""A class with an assignment, and a worker that prepares downloads, erases accounts and keeps the clock."""

import pytest

from alp_app.jobspecs.privacy import EraseAccount, KeepRetention, PrepareExport
from alp_app.security.actor import Actor
from jobs.privacy import erase_account, keep_retention, prepare_export
from providers.fakes.objects import MemoryObjects
from tests.jobs.workshop import Workshop
from tests.services.assignments.conftest import Desk, desk
from tests.services.classes.conftest import room

__all__ = ["desk", "room"]


@pytest.fixture
def workshop(product, school, stack) -> Workshop:
    return workshop_of(product, stack, school.teacher, MemoryObjects())


@pytest.fixture
def desk_workshop(desk: Desk, stack) -> Workshop:
    return workshop_of(desk.room.product, stack, desk.room.teacher, desk.objects)


def workshop_of(product, stack, actor: Actor, objects: MemoryObjects) -> Workshop:
    return Workshop(
        sessions=product.sessions,
        database_url=stack.database_url,
        actor=actor,
        objects=objects,
        handlers={
            PrepareExport: prepare_export,
            EraseAccount: erase_account,
            KeepRetention: keep_retention,
        },
    )
