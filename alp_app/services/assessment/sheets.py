"""A question as the form that edits it: plain fields, and lists of rows. Pure.

A field of a row is named `<list>.<key of the row>.<column>`, so that a filled-in form says by itself
which rows it has. Lists of words are one a line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import uuid4

from alp_app.models.questions import (
    AcceptedText,
    AnyGap,
    AnyQuestion,
    ChoiceGap,
    ChoiceQuestion,
    Choices,
    ClozeQuestion,
    CodeOutputQuestion,
    ComputedOptions,
    DiagramQuestion,
    EssayQuestion,
    FileQuestion,
    FormulaQuestion,
    HotspotQuestion,
    Label,
    MatchingQuestion,
    Measure,
    NumberGap,
    NumericQuestion,
    Option,
    OrderingQuestion,
    ParametrisedQuestion,
    Picture,
    Shape,
    ShortTextQuestion,
    TextRules,
    ToleranceKind,
    Variable,
)

Row = dict[str, str]
ON = "on"
"""What a browser sends of a box that is ticked."""

NEW_ROWS: Mapping[str, Mapping[str, int]] = {
    "single": {"options": 4},
    "multiple": {"options": 4},
    "true_false": {"options": 2},
    "numeric": {"misses": 0},
    "short_text": {"accepted": 2},
    "cloze": {"gaps": 2},
    "matching": {"prompts": 4},
    "ordering": {},
    "hotspot": {"regions": 0},
    "diagram": {"zones": 0},
    "formula": {},
    "code_output": {},
    "parametrised": {"misses": 0, "options": 0},
    "essay": {},
    "file": {},
}
"""The kinds in the order in which they are offered, and the empty rows that a new form begins with."""


@dataclass(frozen=True)
class QuestionSheet:
    kind: str
    fields: dict[str, str] = field(default_factory=dict[str, str])
    rows: dict[str, list[Row]] = field(default_factory=dict[str, list[Row]])
    """Each row has its `key`."""

    def flat(self) -> dict[str, str]:
        """As the browser will send it."""
        rows = {
            f"{name}.{row['key']}.{column}": value
            for name, rows in self.rows.items()
            for row in rows
            for column, value in row.items()
            if column != "key"
        }
        return {"type": self.kind, **self.fields, **rows}


def new_row(name: str, rows: Iterable[Row]) -> Row:
    """An empty one. Gaps are counted, so that their marks in the text are short."""
    if name != "gaps":
        return {"key": str(uuid4())}
    taken = {row["key"] for row in rows}
    return {"key": next(str(n) for n in range(1, len(taken) + 2) if str(n) not in taken)}


def new_sheet(kind: str) -> QuestionSheet:
    rows: dict[str, list[Row]] = {}
    for name, count in NEW_ROWS[kind].items():
        rows[name] = []
        for _ in range(count):
            rows[name].append(new_row(name, rows[name]))
    fields = {"points": "1", "penalty": "0", "is_shuffled": ON, "asks": "number"}
    return QuestionSheet(kind, fields, rows)


def sheet_of(question: AnyQuestion) -> QuestionSheet:
    fields, rows = _own(question)
    shared = {
        "stem": question.stem,
        "explanation": question.explanation,
        "points": _number(question.points),
        "penalty": _percent(question.penalty),
        "scoring": str(getattr(question, "scoring", "")),
    }
    return QuestionSheet(question.type, {**shared, **fields}, rows)


def _own(  # noqa: C901, PLR0911, PLR0912 - one branch for each type
    question: AnyQuestion,
) -> tuple[dict[str, str], dict[str, list[Row]]]:
    match question:
        case ChoiceQuestion():
            return {"is_shuffled": _flag(question.is_shuffled)}, {
                "options": _options(question.options)
            }
        case NumericQuestion():
            misses = [
                {
                    "key": str(uuid4()),
                    "answer": _float(miss.answer),
                    "tolerance": _float(miss.tolerance),
                    "credit": _percent(miss.credit),
                    "reason": miss.reason,
                }
                for miss in question.near_misses
            ]
            return {"answer": _float(question.answer), **_number_fields(question)}, {
                "misses": misses
            }
        case ShortTextQuestion():
            return _rules(question.rules), {"accepted": _accepted(question.accepted)}
        case ClozeQuestion():
            rules = next((gap.rules for gap in question.gaps if gap.kind == "text"), TextRules())
            gaps = [_gap(gap) for gap in question.gaps]
            return {"text": question.text, **_rules(rules)}, {"gaps": gaps}
        case MatchingQuestion():
            texts = {label.id: label.text for label in question.matches}
            prompts = [
                {
                    "key": str(prompt.id),
                    "prompt": prompt.text,
                    "match": texts[prompt.match_id],
                    "reason": prompt.reason,
                }
                for prompt in question.prompts
            ]
            used = {prompt.match_id for prompt in question.prompts}
            return {"extra": _spare(question.matches, used)}, {"prompts": prompts}
        case OrderingQuestion():
            return {"order": _lines(item.text for item in question.items)}, {}
        case HotspotQuestion():
            regions = [
                {
                    "key": str(region.id),
                    "shape": _shape(region.shape),
                    "right": _flag(region.is_correct),
                    "reason": region.reason,
                }
                for region in question.regions
            ]
            return _picture(question.picture), {"regions": regions}
        case DiagramQuestion():
            texts = {label.id: label.text for label in question.labels}
            zones = [
                {
                    "key": str(zone.id),
                    "shape": _shape(zone.shape),
                    "label": texts[zone.label_id],
                    "reason": zone.reason,
                }
                for zone in question.zones
            ]
            used = {zone.label_id for zone in question.zones}
            extra = _spare(question.labels, used)
            return {"extra": extra, **_picture(question.picture)}, {"zones": zones}
        case EssayQuestion():
            return {
                "least_words": str(question.least_words or ""),
                "most_words": str(question.most_words or ""),
                "marking_notes": question.marking_notes,
            }, {}
        case FileQuestion():
            return {
                "most_files": str(question.most_files),
                "extensions": ", ".join(question.extensions),
                "most_megabytes": str(question.most_megabytes),
                "marking_notes": question.marking_notes,
            }, {}
        case FormulaQuestion():
            return {"answer": question.answer, "variables": ", ".join(question.variables)}, {}
        case CodeOutputQuestion():
            return {
                "language": question.language,
                "code": question.code,
                "output": question.output,
            }, {}
        case ParametrisedQuestion():
            return _parametrised(question)


def _parametrised(question: ParametrisedQuestion) -> tuple[dict[str, str], dict[str, list[Row]]]:
    fields = {
        "variables": _lines(_variable(each) for each in question.variables),
        "constraints": _lines(question.constraints),
    }
    asks = question.asks
    if isinstance(asks, ComputedOptions):
        return {**fields, "asks": "options"}, {"options": _options(asks.options), "misses": []}
    misses = [
        {
            "key": str(uuid4()),
            "answer": miss.answer,
            "credit": _percent(miss.credit),
            "reason": miss.reason,
        }
        for miss in asks.near_misses
    ]
    number = {"asks": "number", "answer": asks.answer, **_number_fields(asks)}
    return {**fields, **number}, {"options": [], "misses": misses}


def _number_fields(number: Measure) -> dict[str, str]:
    is_relative = number.tolerance_kind is ToleranceKind.RELATIVE
    return {
        "tolerance": _float(number.tolerance * 100 if is_relative else number.tolerance),
        "tolerance_kind": str(number.tolerance_kind),
        "unit": number.unit,
        "is_unit_required": _flag(number.is_unit_required),
    }


def _options(options: list[Option]) -> list[Row]:
    return [
        {
            "key": str(option.id),
            "text": option.text,
            "right": _flag(option.is_correct),
            "reason": option.reason,
            "credit": "" if option.credit is None else _percent(option.credit),
        }
        for option in options
    ]


def _accepted(forms: list[AcceptedText]) -> list[Row]:
    return [
        {
            "key": str(uuid4()),
            "text": form.text,
            "credit": _percent(form.credit),
            "reason": form.reason,
        }
        for form in forms
    ]


def _gap(gap: AnyGap) -> Row:
    """What fits, one a line: `form | reason`; the right options begin with a star."""
    row = {"key": gap.id, "kind": gap.kind, "weight": str(gap.weight)}
    if isinstance(gap, NumberGap):
        return {
            **row,
            "fits": _float(gap.answer),
            "tolerance": _float(gap.tolerance),
            "unit": gap.unit,
            "reason": gap.reason,
        }
    if isinstance(gap, ChoiceGap):
        lines = (_line(("*" if o.is_correct else "") + o.text, o.reason) for o in gap.options)
        return {**row, "fits": _lines(lines)}
    return {**row, "fits": _lines(_line(form.text, form.reason) for form in gap.accepted)}


def _line(text: str, reason: str) -> str:
    return f"{text} | {reason}" if reason else text


def _rules(rules: TextRules) -> dict[str, str]:
    return {name: _flag(value) for name, value in rules.model_dump().items()}


def _picture(picture: Picture) -> dict[str, str]:
    return {"asset_id": str(picture.asset_id or ""), "alt": picture.alt}


def _shape(shape: Shape) -> str:
    return shape.model_dump_json()


def _spare(labels: list[Label], used: set[Any]) -> str:
    return _lines(label.text for label in labels if label.id not in used)


def _variable(variable: Variable) -> str:
    if isinstance(variable, Choices):
        return f"{variable.name} = {', '.join(_number(value) for value in variable.values)}"
    line = f"{variable.name} = {_number(variable.low)} to {_number(variable.high)}"
    return line if variable.step == 1 else f"{line} step {_number(variable.step)}"


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)


def _flag(value: bool) -> str:
    return ON if value else ""


def _percent(share: Decimal) -> str:
    return _number(share * 100)


def _number(number: Decimal | int) -> str:
    return f"{Decimal(number).normalize():f}"


def _float(number: float) -> str:
    return f"{number:.15g}"
