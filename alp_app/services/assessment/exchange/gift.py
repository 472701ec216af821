"""Reads and writes GIFT, Moodle's format for typing questions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError

from alp_app.models.questions import AnyQuestion
from alp_app.services.assessment.checks import problems_of
from alp_app.services.assessment.exchange.hypertext import words_of, words_of_plain
from alp_app.services.assessment.exchange.report import Findings, Imported, Item, NotReadable
from alp_app.services.assessment.exchange.stars import reads_stars

ANY: TypeAdapter[Any] = TypeAdapter(AnyQuestion)
MISSING_WORD = "_____"
SIGNS = "~=#{}:"
ALL = 100

_TITLE = re.compile(r"::(?P<title>(?:\\.|[^:\\]|:(?!:))*)::\s*", re.DOTALL)
_FORMAT = re.compile(r"\[(?P<format>html|moodle|plain|markdown)\]\s*", re.IGNORECASE)
_TAG = re.compile(r"\[tag:([^\]]+)\]", re.IGNORECASE)
_SHARE = re.compile(r"\s*%(?P<percent>-?\d+(?:\.\d+)?)%")
_NUMBER = r"-?\d*\.?\d+(?:[eE][+-]?\d+)?"
_RANGE = re.compile(rf"\s*(?P<low>{_NUMBER})\s*\.\.\s*(?P<high>{_NUMBER})\s*")
_AROUND = re.compile(rf"\s*(?P<answer>{_NUMBER})\s*(?::\s*(?P<reach>{_NUMBER}))?\s*")
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


@dataclass
class _Alternative:
    sign: str
    """`=` or `~`."""
    percent: float | None
    text: str
    """As it was written, escapes and all."""
    reason: str


def read_gift(text: str) -> Imported:
    """Raises NotReadable when there is no question in it."""
    reader = _Reader()
    items = [item for line, block in _blocks(text) for item in reader.items(line, block)]
    if not items and not reader.findings.all:
        raise NotReadable(1, "no question")
    return Imported(items=tuple(items), findings=tuple(reader.findings.all))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines between empty lines, with the number of the first."""
    block: list[str] = []
    start = 1
    for number, line in enumerate([*text.removeprefix("\ufeff").splitlines(), ""], start=1):
        if line.strip():
            start = start if block else number
            block.append(line)
        elif block:
            yield start, block
            block = []


class _Reader:
    def __init__(self) -> None:
        self.findings = Findings()
        self._category = ""

    def items(self, line: int, block: list[str]) -> Iterator[Item]:
        tags: list[str] = []
        lines: list[str] = []
        for number, written in enumerate(block, start=line):
            stripped = written.strip()
            if stripped.startswith("//"):
                tags += _TAG.findall(stripped)
            elif stripped.startswith("$CATEGORY:"):
                self._enter_category(number, stripped)
            else:
                lines.append(written)
        if lines:
            item = self._item(line, "\n".join(lines), tuple(dict.fromkeys(tags)))
            if item is not None:
                yield item

    def _enter_category(self, line: int, written: str) -> None:
        path = [part.strip() for part in written.removeprefix("$CATEGORY:").split("/")]
        dropped = {"$course$", "$system$", "$module$", "$cat1$", "top", ""}
        self._category = "/".join(part for part in path if part not in dropped)[:200]
        self.findings.about("", line)
        self.findings.kept("category", self._category)

    def _item(self, line: int, text: str, tags: tuple[str, ...]) -> Item | None:
        text = text.strip()
        title = _TITLE.match(text)
        name = _plain(title["title"]) if title else ""
        text = text[title.end() :] if title else text
        written = _FORMAT.match(text)
        text = text[written.end() :] if written else text
        is_html = written is not None and written["format"].lower() == "html"
        self.findings.about(name or text, line)
        try:
            fields = self._fields(text, is_html=is_html)
            content: AnyQuestion = ANY.validate_python(fields)
            problem = next((found.key for found in problems_of(content)), "")
        except ValidationError as refusal:
            problem = refusal.errors()[0]["msg"]
        except NotReadable as refusal:
            problem = refusal.problem
        else:
            if not problem:
                self.findings.kept("question", content.type)
                for tag in tags:
                    self.findings.kept("tag", tag)
                return Item(
                    content=content, name=name[:200], category=self._category, tags=tags, line=line
                )
        self.findings.dropped("question_problem", problem)
        return None

    def _fields(self, text: str, *, is_html: bool) -> dict[str, Any]:
        start = _find(text, "{")
        if start < 0:
            raise NotReadable(0, "description")
        end = _find(text, "}", start)
        if end < 0:
            raise NotReadable(0, "}")
        before, inside, after = text[:start], text[start + 1 : end], text[end + 1 :].strip()
        stem = before.strip() + (f" {MISSING_WORD} {after}" if after else "")
        inside, _, explanation = _cut(inside, "####")
        shared = {
            "stem": self._words(stem, is_html=is_html),
            "explanation": self._words(explanation, is_html=is_html),
        }
        return {**shared, **self._asked(inside.strip(), is_html=is_html)}

    def _words(self, text: str, *, is_html: bool = False) -> str:
        plain = _plain(text)
        if not is_html:
            return words_of_plain(plain)
        words = words_of(plain)
        for tag in sorted(words.changed):
            self.findings.changed("html", tag)
        for tag in sorted(words.dropped):
            self.findings.dropped("html", tag)
        for name, _ in words.images:
            self.findings.dropped("image", name)
        return words.text

    def _asked(self, inside: str, *, is_html: bool) -> dict[str, Any]:
        if not inside:
            return {"type": "essay"}
        if inside.startswith("#"):
            return self._numeric(inside[1:], is_html=is_html)
        said, *reasons = _parts(inside, "#")
        truth = _TRUTH.get(said.strip().upper())
        if truth is not None:
            return self._true_false(truth, [self._words(each, is_html=is_html) for each in reasons])
        alternatives = list(_alternatives(inside))
        if not alternatives:
            raise NotReadable(0, inside[:40])
        if all(_find(each.text, "->") >= 0 for each in alternatives):
            return self._matching(alternatives, is_html=is_html)
        if all(each.sign == "=" for each in alternatives):
            return self._short_text(alternatives, is_html=is_html)
        return self._choice(alternatives, is_html=is_html)

    def _true_false(self, truth: bool, reasons: list[str]) -> dict[str, Any]:
        """The first feedback is for the wrong answer, the second for the right one."""
        wrong, right = (*reasons, "", "")[:2]
        return {
            "type": "true_false",
            "options": [
                {
                    "text": text,
                    "is_correct": value is truth,
                    "reason": right if value is truth else wrong,
                }
                for text, value in (("True", True), ("False", False))
            ],
        }

    def _choice(self, alternatives: list[_Alternative], *, is_html: bool) -> dict[str, Any]:
        is_single = any(each.sign == "=" for each in alternatives)
        shares = [_share(each) for each in alternatives]
        usual = Decimal(1) / max(sum(share > 0 for share in shares), 1)
        options: list[dict[str, Any]] = []
        for each, share in zip(alternatives, shares, strict=True):
            expected = (1, 0) if is_single else (usual, -usual)
            is_usual = min(abs(share - one) for one in expected) < Decimal("0.0001")
            options.append(
                {
                    "text": self._words(each.text, is_html=is_html),
                    "is_correct": share == 1 if is_single else share > 0,
                    "reason": self._words(each.reason, is_html=is_html),
                    "credit": None if is_usual else share,
                }
            )
        return {"type": "single" if is_single else "multiple", "options": options}

    def _short_text(self, alternatives: list[_Alternative], *, is_html: bool) -> dict[str, Any]:
        accepted: list[dict[str, Any]] = [
            {
                "text": _plain(each.text),
                "credit": max(_share(each), Decimal(0)),
                "reason": self._words(each.reason, is_html=is_html),
            }
            for each in alternatives
        ]
        return {
            "type": "short_text",
            "accepted": accepted,
            "rules": {
                "is_accent_counted": True,
                "has_wildcards": reads_stars(accepted),
            },
        }

    def _matching(self, alternatives: list[_Alternative], *, is_html: bool) -> dict[str, Any]:
        matches: dict[str, dict[str, Any]] = {}
        prompts: list[dict[str, Any]] = []
        for each in alternatives:
            left, _, right = _cut(each.text, "->")
            text = words_of_plain(_plain(right))
            match = matches.setdefault(text, {"id": uuid4(), "text": text})
            if left.strip():
                prompt = self._words(left, is_html=is_html)
                prompts.append({"text": prompt, "match_id": match["id"]})
        return {"type": "matching", "prompts": prompts, "matches": list(matches.values())}

    def _numeric(self, inside: str, *, is_html: bool) -> dict[str, Any]:
        several = list(_alternatives(inside))
        if not several:
            said, _, reason = _cut(inside, "#")
            several = [_Alternative("=", None, said, reason)]
        right: dict[str, Any] = {}
        near: list[dict[str, Any]] = []
        for each in several:
            reason = self._words(each.reason, is_html=is_html)
            if each.sign == "~":
                self.findings.dropped("feedback", reason)
                continue
            value = _around(_plain(each.text))
            if _share(each) == 1 and not right:
                right = value
                if reason:
                    self.findings.dropped("feedback", reason)
            else:
                near.append({**value, "credit": max(_share(each), Decimal(0)), "reason": reason})
        if not right:
            raise NotReadable(0, "no_key")
        return {"type": "numeric", **right, "near_misses": near}


def _share(each: _Alternative) -> Decimal:
    if each.percent is None:
        return Decimal(int(each.sign == "="))
    return (Decimal(repr(each.percent)) / ALL).quantize(Decimal("0.0000001"))


def _around(text: str) -> dict[str, float]:
    between = _RANGE.fullmatch(text)
    if between:
        low, high = float(between["low"]), float(between["high"])
        return {"answer": (low + high) / 2, "tolerance": abs(high - low) / 2}
    around = _AROUND.fullmatch(text)
    if around is None:
        raise NotReadable(0, text[:40])
    return {"answer": float(around["answer"]), "tolerance": abs(float(around["reach"] or 0))}


def _alternatives(inside: str) -> Iterator[_Alternative]:
    places = [place for place in _unescaped(inside) if inside[place] in "=~"]
    if places and inside[: places[0]].strip():
        raise NotReadable(0, inside[:40])
    for place, end in pairwise([*places, len(inside)]):
        text = inside[place + 1 : end]
        share = _SHARE.match(text)
        said, _, reason = _cut(text[share.end() :] if share else text, "#")
        yield _Alternative(inside[place], float(share["percent"]) if share else None, said, reason)


def _unescaped(text: str) -> Iterator[int]:
    """Places of the characters that no backslash stands before."""
    place = 0
    while place < len(text):
        if text[place] == "\\":
            place += 2
            continue
        yield place
        place += 1


def _find(text: str, sign: str, start: int = 0) -> int:
    """The first unescaped place of `sign`, or -1."""
    return next((at for at in _unescaped(text) if at >= start and text.startswith(sign, at)), -1)


def _cut(text: str, sign: str) -> tuple[str, str, str]:
    place = _find(text, sign)
    return (text, "", "") if place < 0 else (text[:place], sign, text[place + len(sign) :])


def _parts(text: str, sign: str) -> Iterator[str]:
    found = sign
    while found:
        said, found, text = _cut(text, sign)
        yield said


def _plain(text: str) -> str:
    r"""The text without its escapes; `\n` is a new line."""
    return re.sub(
        r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text.strip(), flags=re.DOTALL
    ).strip()


def escaped(text: str) -> str:
    """As text inside a GIFT question."""
    text = text.replace("\\", "\\\\")
    return re.sub(rf"([{re.escape(SIGNS)}])", r"\\\1", text).replace("\n", "\\n")
