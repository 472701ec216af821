"""The question bank over REST."""

from pathlib import Path

import httpx
import pytest

from alp_app.api.v1.assessment import LARGEST_IMPORT
from alp_app.runtime import Runtime
from alp_app.security.actor import Role
from tests.support.people import make_person, make_school
from tests.support.rest import signed_in
from tests.support.world import make_course

GIFT = (Path(__file__).parents[1] / "services/assessment/files/tides.gift").read_bytes()


@pytest.fixture
async def teacher(product: Runtime) -> httpx.AsyncClient:
    person = await make_person(product, await make_school(product), Role.INSTRUCTOR)
    course = await make_course(product, person.actor)
    client = await signed_in(person)
    client.base_url = client.base_url.join(f"/api/v1/courses/{course.id}/bank/")
    return client


async def test_a_file_is_tried_then_imported_found_and_exported(teacher: httpx.AsyncClient):
    tried = await teacher.post("import", params={"format": "gift"}, content=GIFT)
    assert tried.status_code == 200
    report = tried.json()
    assert (report["is_dry_run"], report["change"], len(report["questions"])) == (True, None, 11)
    assert {finding["outcome"] for finding in report["findings"]} == {"kept", "dropped"}
    assert (await teacher.get("shelf")).json()["categories"] == {}

    made = await teacher.post("import", params={"format": "gift", "dry_run": False}, content=GIFT)
    assert made.json()["change"]["name"] == "question.imported"
    assert (await teacher.get("shelf")).json()["categories"] == {"Sea": 11}
    exported = (await teacher.get("export", params={"format": "gift", "tag": "tides"})).json()
    assert "What pulls the sea?" in exported["text"]
    drawn = (await teacher.get("draw", params={"count": 3})).json()["question_ids"]
    assert len(drawn) == 3
    assert (await teacher.get(drawn[0])).json()["versions"][0]["number"] == 1


async def test_a_file_that_is_not_of_the_format_or_too_large_is_refused(
    teacher: httpx.AsyncClient,
):
    wrong = await teacher.post("import", params={"format": "moodle"}, content=GIFT)
    assert (wrong.status_code, wrong.json()["facts"]["line"]) == (422, 1)
    large = await teacher.post(
        "import", params={"format": "gift"}, content=b" " * (LARGEST_IMPORT + 1)
    )
    assert large.status_code == 413
