"""Classes over REST: a program joins with a name, works, and comes back with its return code."""

import pytest

from alp_app.runtime import Runtime
from alp_app.security.actor import Role
from alp_app.security.cookies import SESSION_COOKIE
from tests.support.people import Person, make_person, make_school, sign_in_browser
from tests.support.rest import client, signed_in
from tests.support.world import MadeCourse, PlannedLesson, make_course

V1 = "/api/v1"


@pytest.fixture
async def teacher(product: Runtime) -> Person:
    return await make_person(product, await make_school(product), Role.INSTRUCTOR)


@pytest.fixture
async def course(product: Runtime, teacher: Person) -> MadeCourse:
    lessons = [PlannedLesson(title="Moon"), PlannedLesson(title="Sun")]
    return await make_course(product, teacher.actor, *lessons)


async def make_class(teacher: Person, course: MadeCourse) -> dict[str, str]:
    async with await signed_in(teacher) as program:
        made = await program.post(
            f"{V1}/classes",
            json={"name": "D2", "course_id": str(course.id), "time_zone": "Europe/Berlin"},
        )
    assert made.status_code == 201, made.text
    return made.json()


async def test_a_program_joins_reads_and_comes_back(teacher: Person, course: MadeCourse) -> None:
    room = await make_class(teacher, course)
    async with client() as visitor:
        door = (await visitor.get(f"{V1}/join/{room['code'].lower()}")).json()
        assert (door["name"], door["course_title"]) == ("D2", "Tides")
        joined = await visitor.post(f"{V1}/join", json={"code": room["code"], "name": "Amara"})
        assert joined.status_code == 201, joined.text
        tokens, code = joined.json()["tokens"], joined.json()["return_code"]
    async with client(Authorization=f"Bearer {tokens['access_token']}") as pupil:
        lesson = f"{V1}/courses/{course.slug}/lessons/{course.lesson_ids[0]}"
        assert (await pupil.get(lesson)).status_code == 200
        assert [row["name"] for row in (await pupil.get(f"{V1}/me/classes")).json()] == ["D2"]
        assert (await pupil.get(f"{V1}/classes")).status_code == 403
    async with client() as visitor:
        back = await visitor.post(f"{V1}/tokens/return", json={"code": code})
        assert back.status_code == 201
        assert (await visitor.post(f"{V1}/tokens/return", json={"code": "x"})).status_code == 401
    async with client(Authorization=f"Bearer {back.json()['access_token']}") as pupil:
        assert (await pupil.get(f"{V1}/me")).json()["id"] == joined.json()["user_id"]


async def test_a_locked_lesson_is_forbidden_with_the_way_to_open_it(
    teacher: Person, course: MadeCourse
) -> None:
    room = await make_class(teacher, course)
    first, second = map(str, course.lesson_ids)
    async with await signed_in(teacher) as program:
        plan = await program.post(
            f"{V1}/classes/{room['id']}/plan/openings",
            json={"lesson_id": second, "opens_at": "2999-01-12T08:00", "after_lesson_id": first},
        )
        assert plan.json()["modules"][0]["lessons"][1]["opens_at"] == "2999-01-12T07:00:00Z"
    async with client() as visitor:
        joined = await visitor.post(f"{V1}/join", json={"code": room["code"], "name": "Amara"})
    token = joined.json()["tokens"]["access_token"]
    async with client(Authorization=f"Bearer {token}") as pupil:
        refused = await pupil.get(f"{V1}/courses/{course.slug}/lessons/{second}")
        opened = await pupil.post(f"{V1}/learning/lessons/{second}/open")
    assert (refused.status_code, opened.status_code) == (403, 403)
    assert refused.json()["code"] == "learning.lesson_locked"
    assert refused.json()["facts"] == {
        "opens_at": "2999-01-12T07:00:00+00:00",
        "missing": "1 Moon",
    }


async def test_a_name_that_is_taken_comes_with_another(teacher: Person, course: MadeCourse) -> None:
    room = await make_class(teacher, course)
    body = {"code": room["code"], "name": "Amara"}
    async with client() as visitor:
        await visitor.post(f"{V1}/join", json=body)
        refused = await visitor.post(f"{V1}/join", json=body)
    assert refused.status_code == 409
    assert refused.json()["facts"] == {"suggestion": "Amara 2"}


async def test_the_sheet_of_a_class_is_a_download(teacher: Person, course: MadeCourse) -> None:
    room = await make_class(teacher, course)
    async with await signed_in(teacher) as program:
        await program.post(f"{V1}/classes/{room['id']}/roster", json={"text": "=1+1\nBen"})
        sheet = await program.get(f"{V1}/classes/{room['id']}/roster.csv")
    assert sheet.headers["content-type"].startswith("text/csv")
    assert "attachment" in sheet.headers["content-disposition"]
    assert "'=1+1" in sheet.text


async def test_a_browser_that_views_a_class_can_change_nothing_anywhere(
    product: Runtime, teacher: Person, course: MadeCourse
) -> None:
    room = await make_class(teacher, course)
    cookie = (await sign_in_browser(product, teacher)).cookie
    same_site = {"Cookie": cookie, "Origin": "http://localhost:8080"}
    async with client(**same_site) as browser:
        viewed = await browser.post(f"{V1}/classes/{room['id']}/view")
        assert viewed.json() == {"course_slug": course.slug}
        product.actors.forget(cookie)
        lesson = f"{V1}/courses/{course.slug}/lessons/{course.lesson_ids[0]}"
        assert (await browser.get(lesson)).status_code == 200
        for method, path, body in (
            ("POST", "/learning/enrolments", {"course_id": str(course.id)}),
            ("PUT", "/me/profile", {"display_name": "X", "locale": "en"}),
            ("POST", f"/classes/{room['id']}/archive", None),
        ):
            refused = await browser.request(method, f"{V1}{path}", json=body)
            assert refused.status_code == 403, path
        assert (await browser.get(f"{V1}/classes")).status_code == 403
        ended = await browser.delete(f"{V1}/me/view")
        assert ended.status_code == 204
        product.actors.forget(cookie)
        assert (await browser.get(f"{V1}/classes")).status_code == 200


async def test_a_pupil_signs_in_to_nothing_else(teacher: Person, course: MadeCourse) -> None:
    room = await make_class(teacher, course)
    async with client() as visitor:
        joined = await visitor.post(f"{V1}/join", json={"code": room["code"], "name": "Amara"})
    token = joined.json()["tokens"]["access_token"]
    assert SESSION_COOKIE not in joined.headers.get("set-cookie", "")
    async with client(Authorization=f"Bearer {token}") as pupil:
        for path in (f"/classes/{room['id']}", "/drafts", "/people"):
            assert (await pupil.get(f"{V1}{path}")).status_code == 403, path
