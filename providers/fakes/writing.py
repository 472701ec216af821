"""Writes teaching text without a model: made of the prompt's own words, and true to any schema.

It is for tests and demonstrations. The same messages and seed give the same text; without a seed
each text differs. A question is a sentence of the prompt with one word left out, so its key is right.
"""

import math
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, cycle
from typing import Any, cast

import orjson

from providers.contracts.text import Message
from providers.fakes import phrases
from providers.fakes.matter import FALLBACK_TERMS, matter_of
from providers.fakes.wording import reworded

COMFORTABLE_LENGTH = 240
LONGEST_BY_DEFAULT = 240
PLAIN_TEXT_LENGTH = 400
FORMATS = {
    "date": "2026-03-02",
    "date-time": "2026-03-02T09:00:00Z",
    "time": "09:00:00Z",
    "email": "learner@example.org",
    "uri": "https://example.org/",
    "uuid": "018f3c2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f",
}


def write_text(messages: Sequence[Message], seed: int | None) -> str:
    """A short answer in prose."""
    return _Writer(messages, seed).prose(80, PLAIN_TEXT_LENGTH)


def write_json(messages: Sequence[Message], schema: Mapping[str, Any], seed: int | None) -> str:
    """JSON that is valid against `schema`, which holds no references."""
    value = reworded(messages, schema) or _Writer(messages, seed).value(schema, ())
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()


@dataclass(frozen=True, slots=True)
class _Puzzle:
    """A fact with one of its words left out."""

    fact: str
    gap: str
    word: str
    wrong_words: Iterator[str]


class _Writer:
    def __init__(self, messages: Sequence[Message], seed: int | None) -> None:
        told = "\n".join(message.content for message in messages)
        self._dice = random.Random(None if seed is None else f"{seed} {told}")  # noqa: S311 - no secret
        self._matter = matter_of(messages)
        self._turn = count(self._dice.randrange(1000))
        self._facts = self._endless_facts()
        self._puzzle = self._new_puzzle()
        self._is_right_option: bool | None = None

    def value(self, schema: Mapping[str, Any], path: tuple[str, ...]) -> Any:
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._dice.choice(cast("list[Any]", schema["enum"]))
        if "anyOf" in schema:
            branches = cast("list[dict[str, Any]]", schema["anyOf"])
            telling = [branch for branch in branches if branch.get("type") != "null"]
            return self.value(self._dice.choice(telling or branches), path)
        makers = {
            "object": self._object,
            "array": self._array,
            "string": self._string,
            "integer": self._integer,
            "number": self._number,
            "boolean": self._boolean,
        }
        make = makers.get(schema.get("type", ""))
        return make(schema, path) if make else None

    def prose(self, least: int, most: int) -> str:
        """Sentences of at least and at most so many characters."""
        aim = min(most, max(least, COMFORTABLE_LENGTH))
        text = _capital(next(self._facts))
        while len(text) < aim:
            longer = f"{text} {_capital(next(self._facts))}"
            if len(longer) > most and len(text) >= least:
                break
            text = longer
        return _shortened(text, least, most)

    def _object(self, schema: Mapping[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
        properties = cast("dict[str, dict[str, Any]]", schema.get("properties", {}))
        if any(_means(name, "question", "stem") for name in properties):
            self._puzzle = self._new_puzzle()
        return {name: self.value(item, (*path, name)) for name, item in properties.items()}

    def _array(self, schema: Mapping[str, Any], path: tuple[str, ...]) -> list[Any]:
        item = cast("dict[str, Any]", schema.get("items", {"type": "string"}))
        least = int(schema.get("minItems", 1))
        most = int(schema.get("maxItems", max(least, 3)))
        size = self._dice.randint(least, min(most, least + 2))
        has_key = any(
            part.get("type") == "boolean" and _means(name, "correct", "right")
            for name, part in item.get("properties", {}).items()
        )
        right = self._dice.randrange(size) if has_key and size else None
        values: list[Any] = []
        for place in range(size):
            self._is_right_option = None if right is None else place == right
            values.append(self.value(item, path))
        self._is_right_option = None
        return values

    def _string(self, schema: Mapping[str, Any], path: tuple[str, ...]) -> str:
        if example := FORMATS.get(schema.get("format", "")):
            return example
        least = int(schema.get("minLength", 0))
        most = int(schema.get("maxLength", max(least, LONGEST_BY_DEFAULT)))
        text = self._words(path) or self.prose(least, most)
        while len(text) < least:
            text = f"{text} {self._filled(phrases.STATEMENTS)}"
        return _shortened(text, least, most)

    def _words(self, path: tuple[str, ...]) -> str:
        """What a text of this name usually holds; empty for any prose."""
        puzzle, name = self._puzzle, path[-1] if path else ""
        if self._is_right_option is not None and _means(name, "text", "option", "answer"):
            return puzzle.word if self._is_right_option else next(puzzle.wrong_words)
        fitting: tuple[tuple[str, Callable[[], str]], ...] = (
            ("why explanation reason rationale feedback", lambda: f"The text says: {puzzle.fact}"),
            ("mixed misconception", lambda: f"It stands elsewhere, not in: {puzzle.gap}"),
            ("question stem", lambda: f"Which word is missing here? {puzzle.gap}"),
            ("quote evidence", lambda: next(self._facts)),
            ("subject", lambda: self._matter.subject),
        )
        for words, make in fitting:
            if _means(name, *words.split()):
                return make()
        if any(_means(part, "wrong", "distractor") for part in path):
            return next(puzzle.wrong_words)
        if _means(name, "answer"):
            return puzzle.word
        for word, templates in phrases.BY_MEANING.items():
            if any(_means(part, word) for part in path[-2:]):
                return self._filled(templates)
        return ""

    def _integer(self, schema: Mapping[str, Any], _: tuple[str, ...]) -> int:
        low, high = _bounds(schema, step=1)
        return self._dice.randint(math.ceil(low), max(math.ceil(low), math.floor(high)))

    def _number(self, schema: Mapping[str, Any], _: tuple[str, ...]) -> float:
        low, high = _bounds(schema, step=1e-3)
        whole = float(math.ceil(low))
        return whole if whole <= high else low

    def _boolean(self, _: Mapping[str, Any], path: tuple[str, ...]) -> bool:
        if self._is_right_option is not None and _means(
            path[-1] if path else "", "correct", "right"
        ):
            return self._is_right_option
        return self._dice.random() < 1 / 2

    def _filled(self, templates: Sequence[str]) -> str:
        """The next template with the next terms; the same one again only after all pairs."""
        turn = next(self._turn)
        terms = self._matter.terms
        term, other = terms[turn % len(terms)], terms[(turn + 1) % len(terms)]
        template = templates[(turn + turn // len(terms)) % len(templates)]
        return template.format(term=term, other=other)

    def _endless_facts(self) -> Iterator[str]:
        yield from self._matter.facts
        while True:
            yield self._filled(phrases.STATEMENTS)

    def _new_puzzle(self) -> _Puzzle:
        facts = self._matter.facts
        fact = facts[next(self._turn) % len(facts)] if facts else self._filled(phrases.STATEMENTS)
        used = [
            word for word in re.findall(r"[a-z][a-z-]+[a-z]", fact) if word in self._matter.terms
        ]
        word = self._dice.choice(used) if used else max(fact.split(), key=len).strip(".,")
        others = [term for term in self._matter.terms if term not in fact and term != word]
        self._dice.shuffle(others)
        gap = re.sub(rf"\b{re.escape(word)}\b", "_____", fact)
        return _Puzzle(fact, gap, word, cycle([*others, *FALLBACK_TERMS]))


def _means(name: str, *words: str) -> bool:
    """Whether a property's name has one of the words in it: `wrong_answers` means `wrong`."""
    parts = re.split(r"[^a-z]+", re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower())
    return any(part in words or part.removesuffix("s") in words for part in parts)


def _bounds(schema: Mapping[str, Any], step: float) -> tuple[float, float]:
    low = schema.get("minimum", schema.get("exclusiveMinimum", 1 - step) + step)
    high = schema.get("maximum", schema.get("exclusiveMaximum", low + 19 + step) - step)
    return low, high


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _shortened(text: str, least: int, most: int) -> str:
    """At most so many characters: cut between words, or within one when it must be that long."""
    if len(text) <= most:
        return text
    words = text[:most].rpartition(" ")[0].rstrip(" ,;:")
    return words if words and len(words) >= least else text[:most]
