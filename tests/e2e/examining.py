"""A test of a class: made by its teacher over REST, taken at a browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.campus import OWNER, Campus, Person

SAMPLE = "SELECT id FROM course WHERE title = 'Diesel engine fundamentals'"
QUESTIONS = ("What pushes the piston down?", "What does the pump feed?", "What cools the block?")


@dataclass(frozen=True, slots=True)
class Room:
    id: str
    exam_id: str


def set_exam(
    campus: Campus,
    learners: Sequence[Person],
    contents: Sequence[dict[str, Any]] = (),
    **changes: Any,
) -> Room:
    """A class that takes a test: where nothing is given, of three choices and one number."""
    [sample] = campus.records(SAMPLE)
    with campus.api() as owner:
        details = {"name": "Diesel D3", "course_id": str(sample["id"])}
        room = owner.post("/classes", json=details).json()
        for learner in learners:
            owner.post(
                f"/classes/{room['id']}/members", json={"email": learner.email, "role": "learner"}
            )
        ids = [_bank(owner, str(sample["id"]), content) for content in contents or _contents()]
        parts = [{"kind": "question", "question_id": each, "points": "2"} for each in ids]
        given = {
            "title": "Engines",
            "sections": [{"title": "Basics", "parts": parts}],
            "minutes": 30,
            "is_shuffled": False,
            **changes,
        }
        exam = owner.post(f"/classes/{room['id']}/exams", json=given).json()
        owner.post(f"/exams/{exam['id']}/publish")
    return Room(room["id"], exam["id"])


def take(campus: Campus, room: Room, learner: Person) -> tuple[str, str]:
    """Over REST: one attempt that is handed in, and one that goes on. Their ids."""
    with campus.api(learner) as client:
        made = [client.post(f"/exams/{room.exam_id}/attempts").json()["id"]]
        client.post(f"/exam-attempts/{made[0]}/submit", json={})
        made.append(client.post(f"/exams/{room.exam_id}/attempts").json()["id"])
    return made[0], made[1]


def begin(page: Page, room: Room) -> None:
    page.goto(f"/tests/{room.exam_id}")
    page.get_by_role("button", name="Begin the test").click()
    expect(page.get_by_role("heading", name="Engines", level=1)).to_be_visible()
    expect(question(page, 1)).to_be_visible()


def question(page: Page, number: int) -> Locator:
    return page.get_by_role("region", name=f"Question {number}", exact=True)


def pick(page: Page, number: int, option: str) -> None:
    question(page, number).get_by_text(option, exact=True).click()


def hand_in(page: Page) -> None:
    page.get_by_role("button", name="Hand in", exact=True).first.click()
    page.get_by_role("dialog").get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_role("heading", name="Handed in")).to_be_visible()


def takers(campus: Campus, room: Room) -> dict[str, Any]:
    """What the teacher sees of each learner, by name."""
    with campus.api(OWNER) as owner:
        found = owner.get(f"/exams/{room.exam_id}/results").json()
    return {each["name"]: each for each in found["takers"]}


def give_more_time(campus: Campus, room: Room, learner: Person, *, percent: int) -> None:
    path = f"/classes/{room.id}/accommodations"
    with campus.api() as owner:
        [user_id] = [
            each["user_id"] for each in owner.get(path).json() if each["name"] == learner.name
        ]
        owner.put(f"{path}/{user_id}", json={"extra_percent": percent})


def _bank(owner: Any, course_id: str, content: dict[str, Any]) -> str:
    answer = owner.post(f"/courses/{course_id}/bank", json={"content": content})
    return str(answer.json()["subject_id"])


def _contents() -> list[dict[str, Any]]:
    choices = [
        {
            "type": "single",
            "stem": stem,
            "is_shuffled": False,
            "options": [
                {"text": f"Right {number}", "is_correct": True, "reason": "So it is."},
                {"text": f"Wrong {number}", "is_correct": False, "reason": "That is the fan."},
            ],
        }
        for number, stem in enumerate(QUESTIONS, start=1)
    ]
    return [*choices, {"type": "numeric", "stem": "How many strokes?", "answer": 4}]
