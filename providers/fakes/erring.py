"""A text engine that knows a text and errs: it writes wrong keys, and slips when it solves questions.

It writes questions from the sentences of its prompt, in other words than those. Of its wrong keys it keeps a
list for whoever measures; nothing in its answers gives them away.
"""

import random
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import orjson

from providers.contracts.status import Capability, ProviderStatus, Readiness
from providers.contracts.text import FinishReason, TextChunk, TextRequest, TextResult
from providers.drafts import Draft, whole

MODEL = "erring"
OTHER_WORDS = {
    "about": "roughly", "always": "in every case", "because": "since", "before": "ahead of",
    "begins": "starts", "big": "large", "called": "named",
    "carries": "transports", "check": "inspect", "close": "shut", "closed": "shut", "comes": "arrives",
    "drives": "propels", "every": "each", "fast": "quick", "full": "complete", "gives": "provides",
    "goes": "travels", "grows": "increases", "has": "possesses", "hold": "keep", "keeps": "retains",
    "large": "big", "makes": "produces", "moves": "travels", "must": "has to", "need": "require",
    "needs": "requires", "only": "solely", "part": "portion", "press": "push",
    "quickly": "fast", "rises": "climbs", "show": "indicate", "shows": "indicates", "small": "little",
    "starts": "begins", "stops": "halts", "takes": "requires", "tells": "reveals", "turns": "rotates",
    "used": "employed", "when": "once", "works": "functions",
}  # fmt: skip
LITTLE_WORDS = (
    "the a an of to in on at by for with and or is are be it its that this as so there without neither "
    "instead where which while these those their whole another itself between through against because"
)
LITTLE = frozenset(LITTLE_WORDS.split())
LEFT_OUT = 0.3
"""Share of the little words that a question does without."""
SHORTEST_TERM = 6
SHORTEST_SENTENCE, LONGEST_SENTENCE = 9, 32
NEVER_TOLD = 0.3
"""Share of its slips in which it says that the material does not tell."""
LIKE_ENOUGH = 0.35
"""Share of a question's words that a sentence of the material has to hold, for it to answer by that."""

_QUANTITY = re.compile(
    r"(?<![\w(.,-])\d+(?:[.,]\d+)?(?![\w)-])(?:\s?(?:%|°C|mm|bar|ms|rpm|kW|litres|degrees|seconds|minutes))?"
)
_OPTION = re.compile(r"^([A-H])\. (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Slips:
    """How often it errs, as shares."""

    wrong_key: float = 0.15
    when_solving: float = 0.08
    """Another time for another seed or order."""
    misread: float = 0.01
    """Of the questions: those that it gets wrong in the same way each time."""


class ErringText:
    """`providers.contracts.text.TextModel`."""

    def __init__(self, seed: int, slips: Slips | None = None, name: str = "erring") -> None:
        self.name = name
        self.planted: set[str] = set()
        """The questions to which it gave a wrong key."""
        self._seed = seed
        self._slips = slips or Slips()

    async def status(self) -> ProviderStatus:
        return ProviderStatus(
            provider=self.name,
            readiness=Readiness.READY,
            reason="knows a text and errs, for measuring checks",
            capabilities=frozenset({Capability.TEXT, Capability.JSON_SCHEMA}),
        )

    async def complete(self, request: TextRequest) -> TextResult:
        return await whole(self.stream(request))

    async def stream(self, request: TextRequest) -> AsyncGenerator[TextChunk]:
        draft = Draft(self.name, {"model": MODEL, "seed": request.seed})
        yield draft.add(orjson.dumps(self._answer(request)).decode())
        yield draft.finish(
            FinishReason.STOP,
            model=MODEL,
            prompt_tokens=None,
            output_tokens=None,
            is_placeholder=True,
        )

    def _answer(self, request: TextRequest) -> dict[str, object]:
        properties = (request.schema or {}).get("properties", {})
        prompt = request.messages[1].content
        dice = random.Random(f"{self._seed} {request.seed} {prompt}")  # noqa: S311 - no secret
        if "expression" in properties:
            return {"expression": "", "unit": ""}
        if "quote" in properties:
            return self._solve(prompt, is_choice="enum" in properties["answer"], dice=dice)
        text = _between(prompt, "lesson")
        if "right_answer" in properties:
            return self._choice(text, dice)
        if "number" in properties:
            return self._numeric(text, dice)
        return self._statement(text, "that is true" in prompt, dice)

    def _choice(self, text: str, dice: random.Random) -> dict[str, object]:
        fact = _fact(text, dice)
        wrong = _rivals(fact, text, dice)
        stem = f"Which one completes this? {fact.reworded(dice)}"
        right = fact.answer
        if dice.random() < self._slips.wrong_key:
            right, wrong[0] = wrong[0], right
            self.planted.add(stem)
        return {
            "question": stem,
            "right_answer": right,
            "why_right": "The lesson states it in these words.",
            "wrong_answers": [
                {"text": each, "mixed_up": "It belongs to something else."} for each in wrong
            ],
        }

    def _numeric(self, text: str, dice: random.Random) -> dict[str, object]:
        fact = _fact(text, dice, wants_number=True)
        number, _, unit = fact.answer.replace(",", "").partition(" ")
        stem = f"How much is left out here? {fact.reworded(dice)}"
        value = float(re.sub(r"[^\d.]", "", number) or 0)
        if dice.random() < self._slips.wrong_key:
            value = dice.choice([value * 2, value + 5, value / 10])
            self.planted.add(stem)
        unit = unit or re.sub(r"[\d.,]", "", number)
        return {"question": stem, "number": value, "unit": unit, "why": "The lesson states it."}

    def _statement(self, text: str, is_true: bool, dice: random.Random) -> dict[str, object]:
        fact = _fact(text, dice)
        is_wrong = dice.random() < self._slips.wrong_key
        said = fact.answer if is_true is not is_wrong else _rivals(fact, text, dice)[0]
        stem = fact.reworded(dice).replace("____", said)
        if is_wrong:
            self.planted.add(stem)
        return {"statement": stem, "why": "The lesson states it in other words."}

    def _solve(self, prompt: str, *, is_choice: bool, dice: random.Random) -> dict[str, object]:
        material, question = _between(prompt, "material"), _question(prompt)
        options = dict(_OPTION.findall(prompt)) if is_choice else {}
        sentence = _nearest(question, material)
        read = _read(question, sentence, options) if sentence else "none"
        steady = random.Random(f"{self._seed} {question}")  # noqa: S311 - no secret
        choices = [each for each in (*options, "none") if each != read]
        if is_choice and steady.random() < self._slips.misread:
            by_text = {text: letter for letter, text in options.items()}
            others = sorted(text for text, letter in by_text.items() if letter != read)
            read = by_text[steady.choice(others)]
        elif dice.random() < self._slips.when_solving:
            is_untold = not is_choice or dice.random() < NEVER_TOLD
            read = "none" if is_untold else dice.choice(choices)
        return {"quote": sentence, "answer": read}


@dataclass(frozen=True, slots=True)
class _Fact:
    before: str
    answer: str
    after: str

    def reworded(self, dice: random.Random) -> str:
        """The sentence in other words, with a gap."""
        return f"{_reworded(self.before, dice)} ____ {_reworded(self.after, dice)}".strip()


def _reworded(text: str, dice: random.Random) -> str:
    words: list[str] = []
    for word in text.split():
        follows_number = bool(words) and words[-1][-1].isdigit()
        if word.casefold() in LITTLE and not follows_number and dice.random() < LEFT_OUT:
            continue
        words.append(OTHER_WORDS.get(word.casefold(), word))
    return " ".join(words)


def _sentences(text: str) -> list[str]:
    return [each.strip() for each in re.split(r"(?<=[.!?])\s+", text) if each.strip()]


def _fact(text: str, dice: random.Random, *, wants_number: bool = False) -> _Fact:
    """A sentence of the text and something in it to be asked for: a quantity, or its longest word."""
    telling = [each for each in _sentences(text) if not wants_number or _QUANTITY.search(each)]
    fit = [each for each in telling if SHORTEST_SENTENCE <= len(each.split()) <= LONGEST_SENTENCE]
    sentence = dice.choice(fit or telling or _sentences(text))
    found = _QUANTITY.search(sentence)
    if not found:
        telling = [word for word in re.findall(r"[\w-]+", sentence) if _known_words(word)]
        longest = max(_terms(sentence) or telling or sentence.split(), key=len)
        found = re.search(re.escape(longest), sentence)
    if found is None:
        raise ValueError(sentence)
    return _Fact(sentence[: found.start()].strip(), found[0], sentence[found.end() :].strip())


def _rivals(fact: _Fact, text: str, dice: random.Random) -> list[str]:
    """Three wrong answers of the same kind, from the same text where it has them."""
    if fact.answer[0].isdigit():
        number, unit = re.match(r"[\d.,]+", fact.answer), re.sub(r"^[\d.,]+", "", fact.answer)
        value = float((number[0] if number else "1").replace(",", ""))
        changed = [value * 2, value + 5, value * 10, value / 2, value + 1, value * 4]
        told = f"{fact.before} {fact.after}"
        spelt = [f"{each:g}{unit}" for each in changed if f"{each:g}" not in told]
        return dice.sample(spelt, 3)
    others = {term for term in _terms(text) if term.casefold() != fact.answer.casefold()}
    found = sorted(others - set(_terms(f"{fact.before} {fact.after}")))
    padded = [*found, "accumulator", "differential", "transmission"]
    return dice.sample(padded, 3)


def _terms(text: str) -> list[str]:
    found = re.findall(rf"\b[A-Za-z][a-z-]{{{SHORTEST_TERM - 1},}}\b", text)
    return [term for term in found if _known_words(term)]


def _between(prompt: str, tag: str) -> str:
    inner = prompt.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
    return re.sub(r"^\[\d+\] ", "", inner.strip(), flags=re.MULTILINE)


def _question(prompt: str) -> str:
    return prompt.partition("Question: ")[2].partition("\n")[0]


def _nearest(question: str, material: str) -> str:
    """The sentence of the material that holds most of the question's words."""
    asked = _known_words(question)
    best = max(_sentences(material), key=lambda each: len(asked & _known_words(each)), default="")
    return best if len(asked & _known_words(best)) >= LIKE_ENOUGH * len(asked) else ""


def _known_words(text: str) -> set[str]:
    """It knows its own other words."""
    back = {word for known, other in OTHER_WORDS.items() for word in (known, *other.split())}
    words = {word.casefold() for word in re.findall(r"[\w-]+", text)}
    return {word for word in words if word not in LITTLE and word not in back}


def _read(question: str, sentence: str, options: dict[str, str]) -> str:
    """What the sentence says: the option that stands in it, whether a statement does, what fills the gap."""
    said = _known_words(sentence)
    if set(options.values()) == {"True", "False"}:
        is_so = len(_known_words(question) - said) == 0
        return next(letter for letter, text in options.items() if (text == "True") is is_so)
    asked = _known_words(question)
    if options:
        fitting = [letter for letter, text in options.items() if _known_words(text) <= said]
        fitting.sort(key=lambda letter: _known_words(options[letter]) <= asked)
        return fitting[0] if fitting else "none"
    quantities = _QUANTITY.findall(sentence)
    left = [each for each in quantities if each not in question] or quantities
    return left[0] if left else "none"
