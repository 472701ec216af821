"""Questions are kept in shapes that cannot contradict themselves, and old ones stay readable."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter, ValidationError

from alp_app.models.questions import AnyQuestion, QuestionContent

ANY: TypeAdapter[AnyQuestion] = TypeAdapter(AnyQuestion)
IN_LESSONS: TypeAdapter[QuestionContent] = TypeAdapter(QuestionContent)

ORIGIN = {"writer": "human", "model": "", "prompt": "", "at": None, "edited_by": None}
OPTIONS = [
    {"id": str(uuid4()), "text": "Pump", "is_correct": True, "reason": "It feeds the rail."},
    {"id": str(uuid4()), "text": "Fan", "is_correct": False, "reason": "It cools."},
]
KEPT_BEFORE = [
    {
        "type": kind,
        "stem": "What raises the pressure?",
        "options": OPTIONS,
        "explanation": "The pump does.",
        "citations": [],
        "origin": ORIGIN,
    }
    for kind in ("single", "multiple", "true_false")
] + [
    {
        "type": "numeric",
        "stem": "How much?",
        "answer": 160.0,
        "tolerance": 5.0,
        "unit": "MPa",
        "explanation": "As in the data sheet.",
        "citations": [],
        "origin": ORIGIN,
    }
]
PICTURE = {"alt": "An engine", "width": 800, "height": 600}
ROUND = {"kind": "circle", "centre": {"x": 5, "y": 5}, "radius": 3}


@pytest.mark.parametrize("stored", KEPT_BEFORE, ids=lambda stored: stored["type"])
def test_a_question_kept_by_an_earlier_version_says_the_same_today(stored: dict[str, Any]):
    read = IN_LESSONS.validate_python(stored)
    kept = IN_LESSONS.dump_python(read, mode="json")
    assert stored["origin"].items() <= kept["origin"].items()
    same = {"origin": stored["origin"], "options": stored.get("options", kept.get("options"))}
    assert stored.items() <= {**kept, **same}.items()
    assert ANY.validate_python(kept) == read
    assert (read.points, read.penalty) == (1, 0)


def broken(**fields: Any) -> dict[str, Any]:
    return {"stem": "What is it?", **fields}


def matching(prompt_match: str, *matches: str) -> dict[str, Any]:
    return broken(
        type="matching",
        prompts=[{"text": f"P{n}", "match_id": prompt_match} for n in range(2)],
        matches=[{"id": each, "text": each} for each in matches],
    )


ONE, TWO = str(uuid4()), str(uuid4())
GAP = {"kind": "text", "id": "1", "accepted": [{"text": "pump"}]}


@pytest.mark.parametrize(
    "question",
    [
        broken(type="cloze", text="The [[2]] feeds.", gaps=[GAP]),
        broken(type="cloze", text="The [[1]] feeds [[1]].", gaps=[GAP]),
        broken(type="cloze", text="The [[1]] feeds.", gaps=[GAP, GAP]),
        matching(str(uuid4()), ONE, TWO),
        matching(ONE, ONE, ONE),
        broken(type="ordering", items=[{"id": ONE, "text": "a"}, {"id": ONE, "text": "b"}]),
        broken(
            type="hotspot", picture=PICTURE, regions=[{"shape": ROUND, "is_correct": False}]
        ),
        broken(
            type="diagram",
            picture=PICTURE,
            zones=[{"shape": ROUND, "label_id": str(uuid4())}],
            labels=[{"id": ONE, "text": "a"}, {"id": TWO, "text": "b"}],
        ),
        broken(
            type="parametrised",
            variables=[{"kind": "integer", "name": "a", "low": 5, "high": 1}],
            asks={"kind": "number", "answer": "a"},
        ),
        broken(
            type="parametrised",
            variables=[{"kind": "choices", "name": "a", "values": [1]}] * 2,
            asks={"kind": "number", "answer": "a"},
        ),
        broken(type="numeric", answer=1, points=0),
        broken(type="numeric", answer=1, penalty=1.5),
    ],
)  # fmt: skip
def test_a_question_that_contradicts_itself_is_refused(question: dict[str, Any]):
    with pytest.raises(ValidationError):
        ANY.validate_python(question)


def test_parts_get_ids_that_tell_nothing_about_their_order():
    """Ids that grow with time would give away the order of an ordering question."""
    items = [{"text": str(number)} for number in range(20)]
    ids = [
        item["id"]
        for item in ANY.dump_python(
            ANY.validate_python(broken(type="ordering", items=items)), mode="json"
        )["items"]
    ]
    assert ids != sorted(ids)
