"""What a filled-in form asks for, as a question. Pure; the form is described in `sheets`."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import orjson

from alp_app.kit.forms import FormIncomplete, read_form
from alp_app.models.questions import (
    AnyGap,
    AnyQuestion,
    Label,
    NumberGap,
    Picture,
    TextGap,
    ToleranceKind,
)
from alp_app.services.assessment.sheets import Row

Form = Mapping[str, str]
Fields = dict[str, Any]

_ROW = re.compile(r"(?P<name>[a-z]+)\.(?P<key>[\w-]+)\.(?P<column>[a-z]+)")
_RANGE = re.compile(
    r"(?P<low>-?[\d.]+)\s*(?:to|\.\.)\s*(?P<high>-?[\d.]+)(?:\s+step\s+(?P<step>[\d.]+))?"
)
_SCORED = {"multiple", "cloze", "matching", "ordering", "hotspot", "diagram"}


def question_of(
    form: Form, before: AnyQuestion | None = None, picture: Picture | None = None
) -> AnyQuestion:
    """The question that a form describes. Parts keep their ids, and what no form shows keeps the
    value of the question `before`. Raises FormIncomplete."""
    kind = form.get("type", "")
    if kind in _KEEPERS:
        own = _KEEPERS[kind](form, before)
    elif kind in _READERS:
        own = _READERS[kind](form)
    else:
        raise FormIncomplete("choose a kind of question")
    fields = {
        "type": kind,
        "stem": form.get("stem", "").strip(),
        "explanation": form.get("explanation", "").strip(),
        "points": _decimal(form, "points", "1"),
        "penalty": _share(form.get("penalty", "") or "0"),
        "citations": before.citations if before else [],
        "objective_ids": before.objective_ids if before else [],
        "pictures": before.pictures if before else [],
        **own,
    }
    if kind in _SCORED and form.get("scoring"):
        fields["scoring"] = form["scoring"]
    if kind in {"hotspot", "diagram"}:
        if picture is None:
            raise FormIncomplete("choose a picture")
        fields["picture"] = picture
    return read_form(AnyQuestion, fields)


def _choice(form: Form) -> Fields:
    return {"options": _options(form), "is_shuffled": bool(form.get("is_shuffled"))}


def _options(form: Form) -> list[Fields]:
    return [
        {
            "id": _id(row),
            "text": row["text"],
            "is_correct": bool(row.get("right")),
            "reason": row.get("reason", ""),
            "credit": _share(row["credit"]) if row.get("credit") else None,
        }
        for row in _rows(form, "options", "text")
    ]


def _numeric(form: Form) -> Fields:
    misses = [
        {
            "answer": _float(row["answer"]),
            "tolerance": _float(row.get("tolerance") or "0"),
            "credit": _share(row.get("credit") or "0"),
            "reason": row.get("reason", ""),
        }
        for row in _rows(form, "misses", "answer")
    ]
    answer = _float(form.get("answer", ""))
    return {"answer": answer, "near_misses": misses, **_number_fields(form)}


def _number_fields(form: Form) -> Fields:
    tolerance = _float(form.get("tolerance") or "0")
    kind = form.get("tolerance_kind") or ToleranceKind.ABSOLUTE
    return {
        "tolerance": tolerance / 100 if kind == ToleranceKind.RELATIVE else tolerance,
        "tolerance_kind": kind,
        "unit": form.get("unit", "").strip(),
        "is_unit_required": bool(form.get("is_unit_required")),
    }


def _short_text(form: Form) -> Fields:
    accepted = [
        {
            "text": row["text"],
            "credit": _share(row.get("credit") or "100"),
            "reason": row.get("reason", ""),
        }
        for row in _rows(form, "accepted", "text")
    ]
    return {"accepted": accepted, "rules": _rules(form)}


def _rules(form: Form) -> Fields:
    names = ("is_case_counted", "is_accent_counted", "has_wildcards")
    return {name: bool(form.get(name)) for name in names}


def _cloze(form: Form, before: AnyQuestion | None) -> Fields:
    known = {gap.id: gap for gap in getattr(before, "gaps", [])}
    rules = _rules(form)
    gaps = [_gap(row, rules, known.get(row["key"])) for row in _rows(form, "gaps", "fits")]
    return {"text": form.get("text", "").strip(), "gaps": gaps}


def _gap(row: Row, rules: Fields, before: AnyGap | None) -> Fields:
    kind = row.get("kind") or "text"
    gap: Fields = {"kind": kind, "id": row["key"], "weight": row.get("weight") or 1}
    if kind == "number":
        return {
            **gap,
            "answer": _float(row["fits"]),
            "tolerance": _float(row.get("tolerance") or "0"),
            "unit": row.get("unit", ""),
            "reason": row.get("reason", ""),
            "near_misses": before.near_misses if isinstance(before, NumberGap) else [],
        }
    lines = [line.partition("|") for line in _lines(row["fits"])]
    if kind == "text":
        forms = before.accepted if isinstance(before, TextGap) else []
        earned = {form.text: form.credit for form in forms}
        accepted = [
            {
                "text": text.strip(),
                "credit": earned.get(text.strip(), Decimal(1)),
                "reason": why.strip(),
            }
            for text, _, why in lines
        ]
        return {**gap, "accepted": accepted, "rules": rules}
    return {
        **gap,
        "options": [
            {
                "text": text.strip().removeprefix("*").strip(),
                "is_correct": text.startswith("*"),
                "reason": why.strip(),
            }
            for text, _, why in lines
        ],
    }


def _matching(form: Form, before: AnyQuestion | None) -> Fields:
    rows = _rows(form, "prompts", "prompt")
    labels = _labels((row.get("match", "") for row in rows), form, getattr(before, "matches", []))
    prompts = [
        {
            "id": _id(row),
            "text": row["prompt"],
            "match_id": labels[_wanted(row, "match")].id,
            "reason": row.get("reason", ""),
        }
        for row in rows
    ]
    return {"prompts": prompts, "matches": list(labels.values())}


def _ordering(form: Form, before: AnyQuestion | None) -> Fields:
    known = {item.text: item.id for item in getattr(before, "items", [])}
    items = [
        {"id": known.pop(text, None) or uuid4(), "text": text}
        for text in _lines(form.get("order", ""))
    ]
    return {"items": items}


def _hotspot(form: Form) -> Fields:
    regions = [
        {
            "id": _id(row),
            "shape": _shape(row),
            "is_correct": bool(row.get("right")),
            "reason": row.get("reason", ""),
        }
        for row in _rows(form, "regions", "shape")
    ]
    return {"regions": regions}


def _diagram(form: Form, before: AnyQuestion | None) -> Fields:
    rows = _rows(form, "zones", "shape")
    labels = _labels((row.get("label", "") for row in rows), form, getattr(before, "labels", []))
    zones = [
        {
            "id": _id(row),
            "shape": _shape(row),
            "label_id": labels[_wanted(row, "label")].id,
            "reason": row.get("reason", ""),
        }
        for row in rows
    ]
    return {"zones": zones, "labels": list(labels.values())}


def _labels(texts: Iterable[str], form: Form, before: list[Label]) -> dict[str, Label]:
    """Each text once, with the id that it had."""
    known = {label.text: label for label in before}
    wanted = [*texts, *_lines(form.get("extra", ""))]
    return {text: known.get(text) or Label(text=text) for text in wanted if text}


def _wanted(row: Row, column: str) -> str:
    text = row.get(column, "")
    if not text:
        raise FormIncomplete("each row needs both its sides")
    return text


def _essay(form: Form) -> Fields:
    return {
        "least_words": form.get("least_words") or 0,
        "most_words": form.get("most_words") or None,
        "marking_notes": form.get("marking_notes", ""),
    }


def _file(form: Form) -> Fields:
    endings = re.split(r"[,\s]+", form.get("extensions", ""))
    return {
        "most_files": form.get("most_files") or 1,
        "most_megabytes": form.get("most_megabytes") or 20,
        "extensions": [ending.removeprefix(".").lower() for ending in endings if ending],
        "marking_notes": form.get("marking_notes", ""),
    }


def _formula(form: Form) -> Fields:
    names = re.split(r"[,\s]+", form.get("variables", ""))
    return {"answer": form.get("answer", ""), "variables": [name for name in names if name]}


def _code_output(form: Form) -> Fields:
    return {name: form.get(name, "") for name in ("language", "code", "output")}


def _parametrised(form: Form) -> Fields:
    asks: Fields = {"kind": form.get("asks") or "number"}
    if asks["kind"] == "options":
        asks["options"] = _options(form)
    else:
        asks["answer"] = form.get("answer", "")
        asks["near_misses"] = [
            {
                "answer": row["answer"],
                "credit": _share(row.get("credit") or "0"),
                "reason": row.get("reason", ""),
            }
            for row in _rows(form, "misses", "answer")
        ]
        asks.update(_number_fields(form))
    return {
        "variables": [_variable(line) for line in _lines(form.get("variables", ""))],
        "constraints": _lines(form.get("constraints", "")),
        "asks": asks,
    }


def _variable(line: str) -> Fields:
    """`a = 2 to 10`, `a = 0.5 to 2 step 0.5`, `b = 1, 2, 5`."""
    name, _, values = (part.strip() for part in line.partition("="))
    span = _RANGE.fullmatch(values)
    if span is None:
        if not values:
            raise FormIncomplete(f"“{line}” needs values, such as {name} = 2 to 10")
        return {"kind": "choices", "name": name, "values": re.split(r"[,;\s]+", values)}
    step = span["step"] or "1"
    is_whole = all("." not in part for part in (span["low"], span["high"], step))
    kind = "integer" if is_whole else "decimal"
    return {"kind": kind, "name": name, "low": span["low"], "high": span["high"], "step": step}


_READERS: Mapping[str, Callable[[Form], Fields]] = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _choice,
    "numeric": _numeric,
    "short_text": _short_text,
    "hotspot": _hotspot,
    "essay": _essay,
    "file": _file,
    "formula": _formula,
    "code_output": _code_output,
    "parametrised": _parametrised,
}
_KEEPERS: Mapping[str, Callable[[Form, AnyQuestion | None], Fields]] = {
    "cloze": _cloze,
    "matching": _matching,
    "ordering": _ordering,
    "diagram": _diagram,
}
"""Of the kinds whose parts are told apart by their words."""


def _rows(form: Form, wanted: str, needed: str) -> list[Row]:
    """The rows of a list in their order; those without the column `needed` are empty."""
    rows: dict[str, Row] = {}
    for name, value in form.items():
        place = _ROW.fullmatch(name)
        if place and place["name"] == wanted:
            row = rows.setdefault(place["key"], {"key": place["key"]})
            row[place["column"]] = value.strip()
    return [row for row in rows.values() if row.get(needed)]


def _id(row: Row) -> UUID:
    try:
        return UUID(row["key"])
    except ValueError:
        return uuid4()


def _shape(row: Row) -> Fields:
    try:
        return orjson.loads(row["shape"])
    except orjson.JSONDecodeError:
        raise FormIncomplete("draw the region again") from None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _decimal(form: Form, name: str, otherwise: str) -> str:
    return (form.get(name, "") or otherwise).replace(",", ".").strip()


def _share(percent: str) -> str:
    return f"{_float(percent.removesuffix('%')) / 100:.7g}"


def _float(text: str) -> float:
    try:
        return float(text.replace(",", ".").replace("−", "-").strip())
    except ValueError:
        raise FormIncomplete(f"“{text}” is not a number") from None
