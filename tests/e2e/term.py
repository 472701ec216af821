"""The term of a class of thirty: its course, how each comes in, and what each does."""

from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from time import monotonic, sleep
from typing import Any, TypeVar

import httpx

from alp_app.kit import clock
from tests.e2e.campus import Campus, Person
from tests.e2e.visitor import Visitor

T = TypeVar("T")

COURSE, ROOM = "Engines for beginners", "Engines E1"
INJECTORS, COOLING, TEST, TAKING_PART = (
    "Injector report",
    "Cooling report",
    "Engines",
    "Taking part",
)
PATIENCE_SECONDS = 180

CODE, INVITED, LISTED = range(12), range(12, 20), range(20, 30)
"""By their numbers, which are also how strong they are: who comes in by the code, by a link, by a list."""
LATE = (5, 6)
EXTENDED = 7
"""Hands in after the others' time, and not after their own."""
MISSING = (3, 4)
"""Hand in one report only."""
EXCUSED = (8,)
OVERRIDDEN = {9: "15.25"}
LEVELS = ("0", "1.5", "3", "4.5")
NAMES = (
    "Amara", "Bela", "Chidi", "Dora", "Emil", "Farah", "Goran", "Hana", "Ilya", "Jun", "Kofi", "Lena",
    "", "Mio", "Nour", "Odin", "Pia", "Quinn", "Rosa", "Sami",
    "Tara", "Uma", "Vito", "Wanda", "Xenia", "Yara", "Zeno", "Ada", "Bruno", "",
)  # fmt: skip
"""The two without a name here have accounts already."""


@dataclass(frozen=True, slots=True)
class Choice:
    stem: str
    options: tuple[str, str, str]
    """The first one is true."""
    wrong_key: str = ""
    """What the teacher has marked right by mistake."""

    def key(self, *, is_mended: bool) -> str:
        return self.options[0] if is_mended else self.wrong_key or self.options[0]

    def content(self) -> dict[str, Any]:
        key = self.key(is_mended=False)
        options = [
            {"text": text, "is_correct": text == key, "reason": "The drawing shows it."}
            for text in self.options
        ]
        return {"type": "single", "stem": self.stem, "is_shuffled": False, "options": options}


SUSPECT = Choice("What cools the block?", ("Coolant", "Fuel", "Gear oil"), wrong_key="Fuel")
CHOICES = (
    Choice("What pushes the piston down?", ("Burnt gas", "The starter", "Vacuum")),
    Choice("What does the pump feed?", ("The rail", "The fan", "The horn")),
    Choice("What opens a valve?", ("The cam", "The clutch", "The belt")),
    Choice("What seals a piston?", ("Rings", "Paint", "Grease")),
    Choice("What lights diesel fuel?", ("Hot air", "A spark", "A flame")),
    Choice("What turns strokes into turning?", ("The crankshaft", "The sump", "The filter")),
    Choice("What does a turbo press?", ("Air", "Oil", "Coolant water")),
    SUSPECT,
)
ESSAY = "Tell what happens in the four strokes."


def pick(number: int, asked: Choice) -> str:
    """Who is strong knows more, and is right where the key is wrong."""
    true, other, third = asked.options
    if asked is SUSPECT:
        return true if number >= 12 else third if number == 5 else other
    return true if number > 3 * CHOICES.index(asked) + 2 else other


def found_by(person: Person) -> str:
    """What somebody writes into their reports."""
    return f"What I found, by {person.name}. The fault moved with the injector."


def essay_points(number: int) -> Decimal:
    return Decimal(number % 9) / 2


def levels_of(number: int) -> tuple[int, int]:
    """Of the two criteria of the first report."""
    return number % 4, number // 4 % 4


def cooling_points(number: int) -> Decimal:
    return Decimal(number * 7 % 29) / 4


def took_part(number: int) -> Decimal:
    return Decimal(number * 3 % 41) / 4


@dataclass(frozen=True, slots=True)
class Course:
    id: str
    slug: str
    lessons: tuple[str, ...]
    modules: tuple[str, ...]


@dataclass(slots=True)
class Place:
    """Where the term happens, and who is there."""

    campus: Campus
    head: Person
    """The teacher."""
    course: Course
    room: str
    people: list[Person]
    phone: Visitor
    """Of learner 0, who came with a code."""
    laptop: Visitor
    """Of learner 12, who came with a link and an account."""
    tablet: Visitor
    """Of learner 20, who came back with a code from the list."""


def make_course(campus: Campus, teacher: Person) -> Course:
    """Two modules of required lessons and one that is optional; who completes it gets a certificate."""
    plan = {"Fuel": ("Tank", "Pump"), "Air": ("Turbo",), "Beyond": ("Hydrogen",)}
    lessons: list[str] = []
    modules: list[str] = []
    with campus.api(teacher) as client:
        details = {"title": COURSE, "summary": "What makes an engine turn."}
        course = client.post("/drafts", json=details).json()
        for module, titles in plan.items():
            made = client.post(f"/drafts/{course['id']}/modules", json={"title": module}).json()
            modules.append(made["subject_id"])
            for title in titles:
                path = f"/drafts/modules/{modules[-1]}/lessons"
                lessons.append(client.post(path, json={"title": title}).json()["subject_id"])
                block = {"type": "text", "text": f"About the part that is called {title}."}
                client.post(f"/drafts/lessons/{lessons[-1]}/blocks", json={"block": block})
        client.put(f"/drafts/lessons/{lessons[-1]}/requirement", json={"is_required": False})
        client.put(f"/drafts/{course['id']}/certificate", json={"is_on": True})
        client.post(f"/drafts/{course['id']}/publish")
    return Course(course["id"], course["slug"], tuple(lessons), tuple(modules))


def join(campus: Campus, names: Sequence[str], **way: str) -> list[Person]:
    """New pupils, all at the same time, by a code or the token of a link."""
    path = "/join/invites" if "token" in way else "/join"

    def one(name: str) -> Person:
        answer = httpx.post(
            f"{campus.address}/api/v1{path}", json={**way, "name": name}, timeout=PATIENCE_SECONDS
        )
        assert answer.status_code == 201, answer.text
        return Person(name=name, return_code=answer.json()["return_code"])

    return at_once(one, names)


def at_once(act: Callable[[Any], T], people: Iterable[Any]) -> list[T]:
    """What each gets, in their order."""
    each = list(people)
    with ThreadPoolExecutor(len(each)) as threads:
        return list(threads.map(act, each))


@contextmanager
def programs(campus: Campus, people: Sequence[Person]) -> Generator[dict[int, httpx.Client]]:
    """Everybody signed in by a program of their own, by number."""
    with ExitStack() as open_clients:
        yield {
            number: open_clients.enter_context(campus.api(person))
            for number, person in enumerate(people)
        }


def hand_in(client: httpx.Client, assignment: str, text: str) -> None:
    client.post(f"/assignments/{assignment}/draft", json={"attempt": 1, "text": text})
    client.post(f"/assignments/{assignment}/submit", json={"attempt": 1})


def give_report(
    teacher: httpx.Client, room: str, category: str, title: str, **marking: Any
) -> dict[str, Any]:
    """An assignment that is due in a week, as it is sent; with its id."""
    now = clock.now()
    task = {
        "title": title,
        "instructions": "Say what you **found**, and how.",
        "category_id": category,
        "due_at": (now + timedelta(days=7)).isoformat(),
        "closes_at": (now + timedelta(days=14)).isoformat(),
        "late": {"percent_a_day": "10", "most_percent": "30"},
        **marking,
    }
    made = teacher.post(f"/classes/{room}/assignments", json=task).json()
    teacher.post(f"/assignments/{made['id']}/publish")
    return {**task, "id": made["id"]}


def end_time(teacher: httpx.Client, task: dict[str, Any]) -> None:
    """Whatever is handed in from now on is late."""
    now = clock.now().isoformat()
    sent = {name: value for name, value in task.items() if name != "id"}
    teacher.put(f"/assignments/{task['id']}", json={**sent, "due_at": now})


def give_test(teacher: httpx.Client, course: Course, room: str, category: str) -> str:
    """Eight choices, one with a wrong key, and an essay; the id."""
    essay = {"type": "essay", "stem": ESSAY, "marking_notes": "A point for each stroke."}
    parts = [
        {
            "kind": "question",
            "question_id": teacher.post(
                f"/courses/{course.id}/bank", json={"content": content}
            ).json()["subject_id"],
            "points": points,
        }
        for content, points in (
            *((each.content(), "2") for each in CHOICES),
            (essay, "4"),
        )
    ]
    given = {
        "title": TEST,
        "category_id": category,
        "sections": [{"title": "", "parts": parts}],
        "minutes": 30,
        "is_shuffled": False,
        "feedback_when": "released",
    }
    made = teacher.post(f"/classes/{room}/exams", json=given).json()
    teacher.post(f"/exams/{made['id']}/publish")
    return made["id"]


def take_test(client: httpx.Client, exam: str, number: int) -> None:
    """Answer one after another, as a player sends it, and hand in."""
    sitting = client.post(f"/exams/{exam}/attempts").json()
    for place, slot in enumerate(sitting["slots"]):
        write = {"slot": slot["slot"], "sequence": place + 1, "writer": f"w{number}", "seconds": 9}
        if place == len(CHOICES):
            write["answer"] = {"text": f"Suck, squeeze, bang, blow, says {number}."}
        else:
            wanted = pick(number, CHOICES[place])
            [option] = [each["id"] for each in slot["question"]["picks"] if wanted in each["html"]]
            write["answer"] = {"option_ids": [option]}
        client.post(f"/exam-attempts/{sitting['id']}/answers", json={"writes": [write]})
    client.post(f"/exam-attempts/{sitting['id']}/submit", json={})


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    until = monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert monotonic() < until, what
        sleep(0.5)
