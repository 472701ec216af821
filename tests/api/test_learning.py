"""Studying through REST, as the reader's page and other programs do it."""

import asyncio
from dataclasses import dataclass

import httpx
import pytest

from alp_app.kit import clock
from alp_app.kit.ids import new_uuid
from alp_app.runtime import Runtime
from alp_app.security.actor import Role
from tests.support.people import Person, make_person, make_school
from tests.support.rest import client, signed_in
from tests.support.world import MadeCourse, PlannedLesson, choice, make_course, numeric

API = "/api/v1"


@dataclass(frozen=True, kw_only=True)
class World:
    course: MadeCourse
    teacher: Person
    ana: Person
    ben: Person


@pytest.fixture
async def world(product: Runtime) -> World:
    visitor = await make_school(product)
    teacher = await make_person(product, visitor, Role.INSTRUCTOR)
    lessons = [PlannedLesson(questions=[choice(), numeric()]), PlannedLesson(title="Low water")]
    return World(
        course=await make_course(product, teacher.actor, *lessons, level="introductory"),
        teacher=teacher,
        ana=await make_person(product, visitor),
        ben=await make_person(product, visitor),
    )


async def enrol(program: httpx.AsyncClient, course: MadeCourse) -> httpx.Response:
    return await program.post(f"{API}/learning/enrolments", json={"course_id": str(course.id)})


async def test_a_visitor_browses_the_catalogue_and_one_course(world: World) -> None:
    async with client() as visitor:
        found = await visitor.get(f"{API}/courses", params={"text": "tid", "level": "introductory"})
        none = await visitor.get(f"{API}/courses", params={"text": "zebra"})
        facets = await visitor.get(f"{API}/course-facets")
        page = await visitor.get(f"{API}/courses/{world.course.slug}")
    assert [item["slug"] for item in found.json()["items"]] == [world.course.slug]
    assert none.json() == {"items": [], "next_cursor": None}
    assert facets.json()["total"] == 1
    assert page.json()["outline"]["lesson_count"] == 2


@pytest.mark.usefixtures("world")
async def test_choices_that_are_not_known_are_refused() -> None:
    async with client() as visitor:
        answer = await visitor.get(f"{API}/courses", params={"level": "impossible"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_a_visitor_cannot_study(world: World) -> None:
    lesson = world.course.lessons[0]
    async with client() as visitor:
        answers = [
            await enrol(visitor, world.course),
            await visitor.get(f"{API}/learning/home"),
            await visitor.get(f"{API}/learning/courses"),
            await visitor.get(f"{API}/courses/{world.course.slug}/lessons/{lesson.id}"),
            await visitor.post(f"{API}/learning/lessons/{lesson.id}/complete"),
        ]
    assert {answer.status_code for answer in answers} == {401}


async def test_enrolling_answers_201_once_and_200_afterwards(world: World) -> None:
    async with await signed_in(world.ana) as program:
        answers = await asyncio.gather(*(enrol(program, world.course) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_a_learner_reads_answers_and_finishes(world: World) -> None:
    lesson, second = world.course.lessons
    async with await signed_in(world.ana) as program:
        await enrol(program, world.course)
        assert (await program.post(f"{API}/learning/lessons/{lesson.id}/open")).status_code == 200
        page = (await program.get(f"{API}/courses/{world.course.slug}/lessons/{lesson.id}")).json()
        assert page["reading"]["question_count"] == 2
        early = await program.post(f"{API}/learning/lessons/{lesson.id}/complete")
        assert (early.status_code, early.json()["code"]) == (409, "learning.quiz_not_passed")

        quiz = f"{API}/learning/lessons/{lesson.id}/quizzes/{lesson.quiz_id}"
        attempt = (await program.post(f"{quiz}/attempts", json={})).json()
        answers = f"{API}/learning/attempts/{attempt['id']}/answers"
        right = [str(each.id) for each in lesson.questions[0].options if each.is_correct]
        picked = {"option_ids": right, "number": ""}
        first = await program.post(f"{answers}/{lesson.version_ids[0]}", json=picked)
        assert first.json()["verdict"]["is_right"]
        typed = {"option_ids": [], "number": "12,5"}
        last = (await program.post(f"{answers}/{lesson.version_ids[1]}", json=typed)).json()
        assert (last["attempt"]["is_passed"], last["is_lesson_completed"]) == (True, True)
        again = (await program.get(f"{API}/learning/attempts/{attempt['id']}")).json()
        assert again == last["attempt"]

        done = await program.post(f"{API}/learning/lessons/{second.id}/complete")
        assert done.json()["is_course_completed"]
        progress = await program.get(f"{API}/learning/courses/{world.course.id}/progress")
        assert progress.json()["enrolment"]["lessons_done"] == 2
        mine = (await program.get(f"{API}/learning/courses")).json()
        assert mine["items"][0]["next_lesson_id"] is None
        home = (await program.get(f"{API}/learning/home", params={"zone": "Asia/Tokyo"})).json()
        assert home["continue_with"] is None


async def test_places_are_saved_in_batches_and_come_back(world: World) -> None:
    lesson = world.course.lessons[0]
    report = {
        "client_id": str(new_uuid()),
        "lesson_id": str(lesson.id),
        "block_id": str(lesson.block_ids[1]),
        "video_seconds": None,
        "at": clock.now().isoformat(),
    }
    foreign = {**report, "client_id": str(new_uuid()), "lesson_id": str(new_uuid())}
    async with await signed_in(world.ana) as program:
        await enrol(program, world.course)
        answer = await program.post(f"{API}/learning/places", json=[report, foreign, report])
        page = await program.get(f"{API}/courses/{world.course.slug}/lessons/{lesson.id}")
    assert answer.json()["saved"] == [report["client_id"]] * 2
    assert answer.json()["refused"] == [foreign["client_id"]]
    assert page.json()["place"]["block_id"] == report["block_id"]


@pytest.mark.parametrize(
    "change",
    [
        {"at": "2025-11-19T12:00:00"},
        {"at": "yesterday"},
        {"client_id": "short"},
        {"client_id": "x" * 65},
        {"video_seconds": -1},
        {"video_seconds": "Infinity"},
        {"block_id": "first"},
        {"extra": 1},
    ],
)
async def test_a_report_that_makes_no_sense_is_refused(world: World, change: dict) -> None:
    lesson = world.course.lessons[0]
    report = {
        "client_id": str(new_uuid()),
        "lesson_id": str(lesson.id),
        "block_id": str(lesson.block_ids[0]),
        "at": clock.now().isoformat(),
    }
    async with await signed_in(world.ana) as program:
        good = await program.post(f"{API}/learning/places", json=[report])
        bad = await program.post(f"{API}/learning/places", json=[{**report, **change}])
    assert (good.status_code, bad.status_code) == (200, 422)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"option_ids": [], "number": ""},
        {"option_ids": ["x"]},
        {"number": "1", "option_ids": [str(new_uuid())]},
        {"option_ids": [str(new_uuid())]},
        {"number": "twelve"},
        {"number": "1" * 41},
        {"is_correct": True},
    ],
)
async def test_an_answer_that_makes_no_sense_is_refused_and_not_counted(
    world: World, answer: dict
) -> None:
    lesson = world.course.lessons[0]
    async with await signed_in(world.ana) as program:
        await enrol(program, world.course)
        quiz = f"{API}/learning/lessons/{lesson.id}/quizzes/{lesson.quiz_id}"
        attempt = (await program.post(f"{quiz}/attempts")).json()
        address = f"{API}/learning/attempts/{attempt['id']}/answers/{lesson.version_ids[1]}"
        assert (await program.post(address, json=answer)).status_code == 422
        kept = (await program.get(f"{API}/learning/attempts/{attempt['id']}")).json()
    assert kept["verdicts"] == []


async def test_one_learner_sees_nothing_of_another(world: World) -> None:
    lesson = world.course.lessons[0]
    async with await signed_in(world.ana) as ana, await signed_in(world.ben) as ben:
        await enrol(ana, world.course)
        quiz = f"{API}/learning/lessons/{lesson.id}/quizzes/{lesson.quiz_id}"
        attempt = (await ana.post(f"{quiz}/attempts")).json()
        hidden = await ben.get(f"{API}/learning/attempts/{attempt['id']}")
        closed = await ben.get(f"{API}/courses/{world.course.slug}/lessons/{lesson.id}")
        begun = await ben.post(f"{quiz}/attempts")
        empty = await ben.get(f"{API}/learning/courses")
    assert (hidden.status_code, hidden.json()["code"]) == (404, "learning.attempt_not_found")
    assert (closed.status_code, closed.json()["code"]) == (403, "learning.not_enrolled")
    assert begun.status_code == 403
    assert empty.json()["items"] == []
