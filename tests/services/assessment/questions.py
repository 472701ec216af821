"""One question of each kind, with words in its key that occur nowhere else."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter

from alp_app.models.questions import AnyQuestion

ANY: TypeAdapter[Any] = TypeAdapter(AnyQuestion)
TELLTALE = "sesame"
"""Stands in every text that belongs to a key."""


def question(kind: str, **fields: Any) -> Any:
    return ANY.validate_python({"type": kind, "stem": "What is it?", **fields})


def options(*texts: str, right: int = 1) -> list[dict[str, Any]]:
    """The first are right."""
    return [
        {"id": uuid4(), "text": text, "is_correct": number < right, "reason": f"{TELLTALE} {text}"}
        for number, text in enumerate(texts)
    ]


def labels(*texts: str) -> list[dict[str, Any]]:
    return [{"id": uuid4(), "text": text} for text in texts]


def circle(x: float, y: float, radius: float = 10) -> dict[str, Any]:
    return {"kind": "circle", "centre": {"x": x, "y": y}, "radius": radius}


def picture() -> dict[str, Any]:
    return {"alt": "An engine", "width": 800, "height": 600}


def matching(**more: Any) -> Any:
    matches = labels("Feeds", "Cools", "Filters", "Lights")
    prompts = [
        {"id": uuid4(), "text": text, "match_id": match["id"], "reason": f"{TELLTALE} {text}"}
        for text, match in zip(("Pump", "Fan", "Sieve"), matches, strict=False)
    ]
    return question("matching", prompts=prompts, matches=matches, **more)


def diagram(**more: Any) -> Any:
    names = labels("Piston", "Valve", "Spring")
    zones = [
        {"shape": circle(100 * n, 50), "label_id": name["id"], "reason": TELLTALE}
        for n, name in enumerate(names[:2], start=1)
    ]
    return question("diagram", picture=picture(), zones=zones, labels=names, **more)


def cloze(**more: Any) -> Any:
    return question(
        "cloze",
        text="The [[1]] feeds the rail at [[2]], made of [[3]].",
        gaps=[
            {
                "kind": "text",
                "id": "1",
                "weight": 2,
                "accepted": [
                    {"text": f"pump {TELLTALE}", "reason": TELLTALE},
                    {"text": "feeder", "credit": "0.5"},
                ],
            },
            {
                "kind": "number",
                "id": "2",
                "answer": 160.125,
                "tolerance": 5.125,
                "unit": "MPa",
                "near_misses": [{"answer": 1601.25, "reason": TELLTALE}],
            },
            {"kind": "choice", "id": "3", "options": options("steel", "wood")},
        ],
        **more,
    )


def every_kind() -> Mapping[str, Any]:
    return {
        "single": question("single", options=options("Pump", "Fan", "Sieve"), explanation=TELLTALE),
        "multiple": question("multiple", options=options("a", "b", "c", "d", right=2)),
        "true_false": question("true_false", options=options("True", "False")),
        "numeric": question(
            "numeric",
            answer=160.125,
            tolerance=5.125,
            unit="MPa",
            explanation=TELLTALE,
            near_misses=[{"answer": 1601.25, "reason": TELLTALE}],
        ),
        "short_text": question("short_text", accepted=[{"text": TELLTALE, "reason": TELLTALE}]),
        "cloze": cloze(explanation=TELLTALE),
        "matching": matching(),
        "ordering": question("ordering", items=labels("Intake", "Squeeze", "Bang", "Blow")),
        "hotspot": question(
            "hotspot",
            picture=picture(),
            regions=[
                {"shape": circle(123, 45), "reason": TELLTALE},
                {"shape": circle(321, 54), "is_correct": False, "reason": TELLTALE},
            ],
        ),
        "diagram": diagram(),
        "essay": question("essay", marking_notes=TELLTALE, least_words=50),
        "file": question("file", marking_notes=TELLTALE, extensions=["pdf"]),
        "formula": question("formula", answer="x**2 + 13", variables=["x"], explanation=TELLTALE),
        "code_output": question(
            "code_output", language="python", code="print(6 * 7)", output=f"42 {TELLTALE}"
        ),
    }
