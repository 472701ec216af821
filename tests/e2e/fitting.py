"""A learner who has answered questions, and one who reads in other words: what pages about it show."""

from collections.abc import Sequence
from time import monotonic, sleep
from typing import Any

import httpx

from tests.e2e.campus import Campus, Person

WORDING_SECONDS = 240
PLAINER = {"level": "plainer"}

_QUIZZES = """
    SELECT lesson.lesson_id, block.value ->> 'id' AS block_id, block.value -> 'questions' AS questions
    FROM course
    JOIN lesson_version AS lesson ON lesson.version_id = course.published_version_id
    CROSS JOIN LATERAL jsonb_array_elements(lesson.reading -> 'blocks') AS block
    WHERE course.id = %s AND block.value ->> 'type' = 'quiz' ORDER BY lesson.position LIMIT %s
    """


def lessons_with_quiz(campus: Campus, course_id: object, number: int) -> list[str]:
    """Ids of the first lessons that ask something."""
    return [str(row["lesson_id"]) for row in campus.records(_QUIZZES, course_id, number)]


def answer_quizzes(campus: Campus, learner: Person, course_id: object, *, quizzes: int = 1) -> None:
    """Enrol, and pick the first option of every question that has some: those that were wrong are due
    for practice now, those that were right later."""
    with campus.api(learner) as client:
        client.post("/learning/enrolments", json={"course_id": str(course_id)})
        for quiz in campus.records(_QUIZZES, course_id, quizzes):
            begun = f"/learning/lessons/{quiz['lesson_id']}/quizzes/{quiz['block_id']}/attempts"
            attempt = client.post(begun).json()
            _answer(client, attempt["id"], quiz["questions"])


def _answer(client: httpx.Client, attempt: str, questions: Sequence[dict[str, Any]]) -> None:
    for question in questions:
        if question["answer"] == "option_ids":
            given = {"option_ids": [question["picks"][0]["id"]]}
            version = question["question_version_id"]
            client.post(f"/learning/attempts/{attempt}/answers/{version}", json=given)


def read_plainer(campus: Campus, learner: Person, lesson_id: object) -> None:
    """Ask for plainer words and wait for those of one lesson."""
    address = f"/learning/lessons/{lesson_id}/variant"
    with campus.api(learner) as client:
        client.put("/learning/preferences", json=PLAINER)
        found = client.post(address).json()
        give_up = monotonic() + WORDING_SECONDS
        while found["state"] == "waiting":
            assert monotonic() < give_up
            sleep(1)
            found = client.get(address).json()
    assert found["state"] == "ready", found
