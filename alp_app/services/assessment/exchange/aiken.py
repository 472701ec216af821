"""Reads and writes Aiken: a stem, lettered options, `ANSWER: B`."""

import re
from collections.abc import Iterable
from string import ascii_uppercase

from pydantic import ValidationError

from alp_app.models.questions import MOST_OPTIONS, ChoiceQuestion, Option
from alp_app.services.assessment.checks import problems_of
from alp_app.services.assessment.exchange.hypertext import words_of_plain
from alp_app.services.assessment.exchange.report import (
    Exported,
    Findings,
    Imported,
    Item,
    NotReadable,
)
from alp_app.services.courses.markup import plain

_OPTION = re.compile(r"([A-Z])[.)]\s+(.*)")
_ANSWER = re.compile(r"ANSWER:\s*([A-Z])\s*", re.IGNORECASE)


def read_aiken(text: str) -> Imported:
    """Raises NotReadable when there is no question in it."""
    findings = Findings()
    items: list[Item] = []
    stem: list[str] = []
    options: list[tuple[str, str]] = []
    start = 1
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        written = line.strip()
        option, answer = _OPTION.fullmatch(written), _ANSWER.fullmatch(written)
        if answer:
            findings.about(" ".join(stem), start)
            item = _item(stem, options, answer[1].upper(), findings)
            items += [item] if item else []
            stem, options = [], []
        elif option and stem and option[1] == ascii_uppercase[len(options)]:
            options.append((option[1], option[2]))
        elif written:
            if options:
                findings.about(" ".join(stem), start)
                findings.dropped("question_problem", "no_key")
                stem, options = [], []
            start = start if stem else number
            stem.append(written)
    if stem:
        findings.about(" ".join(stem), start)
        findings.dropped("question_problem", "no_key")
    if not items and not findings.all:
        raise NotReadable(1, "no question")
    return Imported(items=tuple(items), findings=tuple(findings.all))


def _item(
    stem: list[str], options: list[tuple[str, str]], right: str, findings: Findings
) -> Item | None:
    try:
        content = ChoiceQuestion(
            stem=words_of_plain("\n".join(stem)),
            options=[
                Option(text=words_of_plain(text), is_correct=letter == right, reason="")
                for letter, text in options
            ],
        )
    except ValidationError as refusal:
        findings.dropped("question_problem", refusal.errors()[0]["msg"])
        return None
    problem = next((found.key for found in problems_of(content)), "")
    if problem:
        findings.dropped("question_problem", problem)
        return None
    findings.kept("question", "single")
    return Item(content=content, line=findings.line)


def write_aiken(items: Iterable[Item]) -> Exported:
    """Only questions with one right option; their texts without marks, on one line."""
    findings = Findings()
    blocks: list[str] = []
    for item in items:
        content = item.content
        findings.about(item.name or content.stem)
        if not isinstance(content, ChoiceQuestion) or content.type == "multiple":
            findings.dropped("question_kind", content.type)
            continue
        blocks.append(_written(content))
        findings.kept("question", content.type)
        for part, value in (
            ("explanation", content.explanation),
            ("category", item.category),
            ("tag", ", ".join(item.tags)),
            ("feedback", " ".join(filter(None, (option.reason for option in content.options)))),
            ("image", ", ".join(picture.alt for picture in content.pictures)),
            ("points", "" if content.points == 1 else f"{content.points:f}"),
        ):
            if value:
                findings.dropped(part, value)
    return Exported(text="\n\n".join([*blocks, ""]), findings=tuple(findings.all))


def _written(content: ChoiceQuestion) -> str:
    letters = ascii_uppercase[:MOST_OPTIONS]
    lines = [_line(content.stem)]
    lines += [
        f"{letter}. {_line(option.text)}"
        for letter, option in zip(letters, content.options, strict=False)
    ]
    right = next(
        letter
        for letter, option in zip(letters, content.options, strict=False)
        if option.is_correct
    )
    return "\n".join([*lines, f"ANSWER: {right}"])


def _line(text: str) -> str:
    return " ".join(plain(text).split())
