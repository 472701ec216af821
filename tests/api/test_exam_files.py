"""Files that answer a question of a test, over REST: taken once, and sent only to those they are for."""

from dataclasses import replace
from typing import Any, cast

import pytest

from alp_app import runtime
from alp_app.models.classroom import ClassRole
from alp_app.security.actor import Role
from alp_app.services.classes.inputs import PersonToAdd
from alp_app.services.classes.members import add_person
from alp_app.services.exams.sitting import start_exam
from providers.fakes.objects import MemoryObjects
from tests.services.assessment.questions import question
from tests.services.classes.conftest import room
from tests.services.exams.conftest import set_exam
from tests.services.learning.conftest import school
from tests.support.people import make_person
from tests.support.rest import signed_in
from tests.support.sending import upload
from tests.support.world import act

__all__ = ["room", "school"]

PDF = b"%PDF-1.7\nnot much of one"


@pytest.fixture
async def product(product):
    made = replace(product, objects=cast("Any", MemoryObjects()))
    runtime.install(made)
    return made


async def test_a_file_is_taken_once_named_and_handed_in(product, room):
    hall = await set_exam(room, question("file", extensions=["pdf"]))
    learner = await make_person(product, room.visitor)
    joining = PersonToAdd(email=learner.email, role=ClassRole.LEARNER)
    await act(product, room.teacher, add_person, room.id, person=joining)
    attempt = await act(product, learner.actor, start_exam, hall.id)
    place = f"/api/v1/exam-attempts/{attempt}"
    async with await signed_in(learner) as program:
        params = {"upload_id": await upload(program, "report.pdf", PDF)}
        taking = {"url": f"{place}/slots/0/files", "params": params}
        key = {"Idempotency-Key": "one"}
        first = await program.post(**taking, headers=key)
        assert first.status_code == 201, first.text
        again = await program.post(**taking, headers=key)
        assert (again.json(), again.headers["Idempotency-Replayed"]) == (first.json(), "true")
        without = await program.post(**taking)
        assert (without.status_code, without.json()["code"]) == (404, "upload.not_found")
        file = first.json()
        write = {"slot": 0, "sequence": 1, "writer": "one", "answer": {"file_ids": [file["id"]]}}
        saved = await program.post(f"{place}/answers", json={"writes": [write]})
        assert saved.json()["files"] == [file]
        assert (await program.post(f"{place}/submit", json={})).status_code == 200
        served = await program.get(file["href"])
        assert (served.content, served.headers["content-type"]) == (PDF, "application/pdf")
    stranger = await make_person(product, room.visitor, Role.INSTRUCTOR)
    async with await signed_in(stranger) as program:
        assert (await program.get(file["href"])).status_code == 404
