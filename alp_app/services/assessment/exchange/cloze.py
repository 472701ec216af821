"""Gaps as Moodle writes them into a text: `{1:SHORTANSWER:=pump#Right.~fan}` and `[[2]]`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any

from alp_app.models.questions import (
    GAP,
    AnyGap,
    ChoiceGap,
    ClozeQuestion,
    NumberGap,
    TextGap,
)
from alp_app.services.assessment.exchange.hypertext import html_of, words_of
from alp_app.services.assessment.exchange.report import NotReadable
from alp_app.services.assessment.exchange.stars import reads_stars, written_stars

_OPENING = re.compile(r"\{\s*(?P<weight>\d*)\s*:\s*(?P<kind>[A-Z_]+)\s*:")
_TEXT = {"SHORTANSWER", "SA", "MW"}
_EXACT_TEXT = {"SHORTANSWER_C", "SAC", "MWC"}
_CHOICE = re.compile(r"(MULTICHOICE|MC)(_?[VHS]{1,2})?")
_NUMBER = {"NUMERICAL", "NM"}
_ALTERNATIVE = re.compile(r"(?P<right>=)?\s*(?:%(?P<percent>-?[\d.]+)%)?(?P<rest>.*)", re.DOTALL)
_MARKED = re.compile(r"\\\[\\\[(\d+)\\\]\\\]")
_START, _END = "\ue000", "\ue001"
"""Stand where a gap was while the HTML around it is read."""


@dataclass
class Embedded:
    text: str = ""
    """With our marks and gaps."""
    gaps: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    changed: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


def read_embedded(html: str) -> Embedded:
    """Raises NotReadable for a kind of gap that cannot be asked here."""
    found = Embedded()
    pieces: list[str] = []
    place = 0
    while opening := _OPENING.search(html, place):
        end = _closing(html, opening.end())
        pieces.append(html[place : opening.start()])
        number = str(len(found.gaps) + 1)
        kind, weight = opening["kind"], int(opening["weight"] or 1)
        alternatives = [_alternative(text) for text in _split(html[opening.end() : end])]
        gap = _gap(kind, alternatives, found)
        found.gaps.append({"id": number, "weight": min(max(weight, 1), 100), **gap})
        pieces.append(f"{_START}{number}{_END}")
        place = end + 1
    words = words_of("".join(pieces) + html[place:])
    found.text = words.text.replace(_START, "[[").replace(_END, "]]")
    return found


def _closing(html: str, place: int) -> int:
    while place < len(html):
        if html[place] == "\\":
            place += 1
        elif html[place] == "}":
            return place
        place += 1
    raise NotReadable(0, "a gap is not closed")


def _split(text: str) -> Iterator[str]:
    """The alternatives between unescaped tildes."""
    yield from (part for part in re.split(r"(?<!\\)~", text) if part.strip())


def _alternative(text: str) -> dict[str, Any]:
    found = _ALTERNATIVE.fullmatch(text)
    if found is None:
        raise NotReadable(0, text[:40])
    percent = 100.0 if found["right"] else float(found["percent"] or 0)
    said, _, feedback = re.sub(r"(?<!\\)#", "\0", found["rest"], count=1).partition("\0")
    return {"text": _plain(said), "percent": percent, "reason": _words(feedback)}


def _plain(text: str) -> str:
    return re.sub(r"\\([}#~/\"\\])", r"\1", text).strip()


def _words(text: str) -> str:
    return words_of(_plain(text)).text


def _gap(kind: str, alternatives: list[dict[str, Any]], found: Embedded) -> dict[str, Any]:
    if kind in _TEXT | _EXACT_TEXT:
        return _text_gap(alternatives, is_exact=kind in _EXACT_TEXT)
    if kind in _NUMBER:
        return _number_gap(alternatives, found)
    if _CHOICE.fullmatch(kind):
        if "S" in kind.removeprefix("MULTICHOICE").removeprefix("MC"):
            found.changed.append(("gap_order", kind))
        return {
            "kind": "choice",
            "options": [
                {
                    "text": _words(each["text"]),
                    "is_correct": each["percent"] == 100,  # noqa: PLR2004 - percent
                    "reason": each["reason"],
                    "credit": None if each["percent"] in {0, 100} else each["percent"] / 100,
                }
                for each in alternatives
            ],
        }
    raise NotReadable(0, kind)


def _text_gap(alternatives: list[dict[str, Any]], *, is_exact: bool) -> dict[str, Any]:
    accepted = [
        {
            "text": unescape(each["text"]),
            "credit": max(each["percent"], 0) / 100,
            "reason": each["reason"],
        }
        for each in alternatives
    ]
    return {
        "kind": "text",
        "accepted": accepted,
        "rules": {
            "is_case_counted": is_exact,
            "is_accent_counted": True,
            "has_wildcards": reads_stars(accepted),
        },
    }


def _number_gap(alternatives: list[dict[str, Any]], found: Embedded) -> dict[str, Any]:
    right: dict[str, Any] | None = None
    near: list[dict[str, Any]] = []
    for each in alternatives:
        if each["text"] == "*":
            found.changed.append(("feedback", each["reason"]))
            continue
        answer, _, tolerance = each["text"].partition(":")
        try:
            value = {"answer": float(answer), "tolerance": float(tolerance or 0)}
        except ValueError:
            raise NotReadable(0, each["text"][:40]) from None
        if each["percent"] == 100 and right is None:  # noqa: PLR2004 - percent
            right = {**value, "reason": each["reason"]}
        else:
            credit = max(each["percent"], 0) / 100
            near.append({**value, "credit": credit, "reason": each["reason"]})
    if right is None:
        raise NotReadable(0, "no_key")
    return {"kind": "number", **right, "near_misses": near}


def read_marked_gaps(
    text: str, choices: Sequence[tuple[str, str]]
) -> tuple[str, list[dict[str, Any]]]:
    """Gaps `[[2]]` that are filled by the second of some choices; its group is offered."""
    gaps: list[dict[str, Any]] = []

    def gap(found: re.Match[str]) -> str:
        right = int(found[1]) - 1
        if not 0 <= right < len(choices):
            raise NotReadable(0, found[0].replace("\\", ""))
        number = str(len(gaps) + 1)
        offered = [
            {"text": words, "is_correct": place == right, "reason": ""}
            for place, (words, group) in enumerate(choices)
            if group == choices[right][1]
        ]
        gaps.append({"kind": "choice", "id": number, "options": offered})
        return GAP.format(number)

    return _MARKED.sub(gap, text), gaps


def write_embedded(question: ClozeQuestion) -> str:
    """The text as Moodle's HTML with its gaps in place."""
    html = html_of(question.text)
    for gap in question.gaps:
        html = html.replace(GAP.format(gap.id), _written(gap))
    return html


def _written(gap: AnyGap) -> str:
    match gap:
        case TextGap():
            kind = "SHORTANSWER_C" if gap.rules.is_case_counted else "SHORTANSWER"
            parts = [
                _part(written_stars(form.text, gap.rules), form.credit * 100, form.reason)
                for form in gap.accepted
            ]
        case NumberGap():
            kind = "NUMERICAL"
            parts = [_part(f"{gap.answer!r}:{gap.tolerance!r}", 100, gap.reason)]
            parts += [
                _part(f"{miss.answer!r}:{miss.tolerance!r}", miss.credit * 100, miss.reason)
                for miss in gap.near_misses
            ]
        case ChoiceGap():
            kind = "MULTICHOICE"
            parts = [
                _part(
                    html_of(option.text),
                    100 if option.is_correct else (option.credit or 0) * 100,
                    option.reason,
                    is_html=True,
                )
                for option in gap.options
            ]
    return f"{{{gap.weight}:{kind}:{'~'.join(parts)}}}"


def _part(text: str, percent: Any, reason: str, *, is_html: bool = False) -> str:
    """One alternative; the signs of the syntax inside it are escaped."""
    said = text if is_html else escape(text, quote=False)
    mark = "=" if percent == 100 else f"%{float(percent):g}%" if percent else ""  # noqa: PLR2004 - percent
    feedback = f"#{_escaped(html_of(reason))}" if reason else ""
    return mark + _escaped(said) + feedback


def _escaped(text: str) -> str:
    return re.sub(r"([}#~\\])", r"\\\1", text)
