"""A plain read is answered on the short way as the framework would answer it."""

import httpx
import pytest
from fastapi import FastAPI

from alp_app.security.actor import Role
from tests.support.people import make_person, make_school
from tests.support.rest import ADDRESS, API, client, signed_in
from tests.support.world import PlannedLesson, choice, make_course


async def by_framework(scope, receive, send):
    await FastAPI.__call__(API, scope, receive, send)


@pytest.fixture
async def program(product):
    visitor = await make_school(product)
    teacher = await make_person(product, visitor, Role.ADMIN)
    await make_course(product, teacher.actor, PlannedLesson(questions=[choice()]), title="Tides")
    async with await signed_in(teacher) as program:
        yield program


async def both(program: httpx.AsyncClient, path: str) -> tuple[httpx.Response, httpx.Response]:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(by_framework), base_url=ADDRESS, headers=program.headers
    ) as other:
        return await program.get(path), await other.get(path)


@pytest.mark.parametrize(
    "path",
    [
        "/courses",
        "/courses?limit=1&text=tides&level=beginner&level=advanced&reviewed=false",
        "/courses?limit=0&reviewed=perhaps",
        "/courses?cursor=nonsense",
        "/courses/no-such-course",
        "/course-facets?subject=Oceans&subject=Rivers",
        "/jobs?limit=5&state=failed",
        "/jobs?state=nonsense&limit=1000",
        "/jobs/not-an-id",
        "/me/notifications?unread=true",
        "/me/calendar?start=2026-01-01T00:00:00Z",
        "/me/calendar?start=yesterday",
        "/learning/home?zone=Nowhere/Never",
        "/search?q=tides",
        "/search?q=&q=tides",
        "/search",
    ],
)
async def test_both_ways_answer_the_same(program, path):
    short, long = await both(program, f"/api/v1{path}")
    assert short.status_code == long.status_code
    assert short.headers["content-type"] == long.headers["content-type"]
    assert without_request(short.json()) == without_request(long.json())


async def test_a_course_and_a_lesson_are_the_same_both_ways(program):
    [course] = (await program.get("/api/v1/courses")).json()["items"]
    page = f"/api/v1/courses/{course['slug']}"
    short, long = await both(program, page)
    assert short.json() == long.json()
    lesson = short.json()["outline"]["modules"][0]["lessons"][0]
    short, long = await both(program, f"{page}/lessons/{lesson['id']}")
    assert short.json() == long.json()
    assert short.json()["reading"]["lesson_id"] == lesson["id"]


async def test_nobody_gets_past_the_door_on_the_short_way(product):
    await make_school(product)
    async with client() as visitor:
        answer = await visitor.get("/api/v1/me/notifications")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_signed_in"


def without_request(body):
    return {**body, "request_id": ""} if isinstance(body, dict) else body
