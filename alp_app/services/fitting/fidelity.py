"""The gate: other words for a sentence are let through only when they say what it says. Pure.

It looks at what can be compared without understanding: numbers with their units, names and codes,
formulas, negations, words that point the other way, the terms of the sentence, and words that it does
not have. What it cannot see is who does what to whom among the same words; see
`docs/decisions/` for what follows from that.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

from alp_app.models.fitting import Refusal, WordingLevel
from alp_app.services.fitting.lexicon import LEXICONS, UNITS, Lexicon

CARRIED = {
    WordingLevel.AS_WRITTEN: 0.6,
    WordingLevel.PLAINER: 0.45,
    WordingLevel.TECHNICAL: 0.6,
}
"""Share of a sentence's terms that must come back."""
TRANSLATED_BACK = 0.5
"""The same for what was translated and back: two writers chose the words."""
ADDED = 0.2
"""Terms that a sentence may gain, as a share of those it has."""
ADDED_BACK = 0.5
LONGER = 2.0
MORE_WORDS = 8
"""How much longer it may get: as a factor, and in words."""
STEM = 5
"""Letters by which two forms of a word are told to be one."""
SHORTEST_TERM = 3
ORDINALS = frozenset({"second", "segundo"})
"""Names of units that more often count something else."""

_MARKED = re.compile(r"\$[^$]+\$|`[^`]+`|\]\(([^)]+)\)")
_NUMBER = re.compile(
    r"(?<![\w.,])[-−]?(\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*)"
    r"\s*-?\s*(°\s?[CF]|%|[a-zA-ZµΩäöüáéíóúñ]+(?:[/·][a-zA-Zµ]+)?[²³]?)?"
)
_HALF_A = re.compile(r"\b0\.5 an? ")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CODE = re.compile(r"\b(?:[A-Z]{2,}[A-Z0-9-]*|[A-Za-z]+\d[\w-]*|\w*[a-z][A-Z]\w*)\b")
_NAME = re.compile(r"(?<=[^\W_]\s)(?:[A-ZÀ-ÖØ-Þ][\w'’-]+)|(?<=[,;:(]\s)(?:[A-ZÀ-ÖØ-Þ][\w'’-]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Other words for one sentence."""

    text: str
    back: str | None = None
    """Of a translation: what another writer made of it in the language of the base."""


def check_wording(
    base: str, wording: Wording, *, level: WordingLevel, language: str, target: str
) -> list[Refusal]:
    """What is wrong with other words for `base`, which is written in `language`; nothing, when they say
    the same. `target` is the language that was asked for."""
    if not wording.text.strip():
        return [Refusal(reason="lost")]
    if target == language:
        found = [
            *_same_facts(base, wording.text, language, target),
            *_same_sense(base, wording.text, LEXICONS[language], CARRIED[level]),
        ]
    elif wording.back is None:
        found = [Refusal(reason="not_checked")]
    else:
        found = [
            *_same_facts(base, wording.text, language, target),
            *_in_language(wording.text, language, target),
            *_same_facts(base, wording.back, language, language),
            *_same_sense(base, wording.back, LEXICONS[language], TRANSLATED_BACK, is_back=True),
        ]
    distinct = {(each.reason, each.detail): each for each in found}
    return [each.model_copy(update={"text": wording.text}) for each in distinct.values()]


def can_check(language: str) -> bool:
    return language in LEXICONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a lesson that may be worded anew."""

    key: str
    text: str
    is_cited: bool = False
    """It states what a source says, so it must be carried."""


def check_parts(
    parts: Sequence[Part],
    written: Mapping[str, Wording],
    *,
    level: WordingLevel,
    language: str,
    target: str,
    may_drop: bool = False,
) -> dict[str, list[Refusal]]:
    """What is wrong, by part. `may_drop` lets go of parts that state nothing from a source."""
    known = {part.key for part in parts}
    found: dict[str, list[Refusal]] = {
        key: [Refusal(reason="unasked", text=wording.text)]
        for key, wording in written.items()
        if key not in known
    }
    for part in parts:
        wording = written.get(part.key)
        if wording is None or not wording.text.strip():
            if part.is_cited or not may_drop:
                found[part.key] = [Refusal(reason="lost", detail=part.text)]
            continue
        wrong = check_wording(part.text, wording, level=level, language=language, target=target)
        if wrong:
            found[part.key] = wrong
    texts = [each.text.strip().casefold() for each in written.values() if each.text.strip()]
    doubled = {text for text, number in Counter(texts).items() if number > 1}
    bases = Counter(part.text.strip().casefold() for part in parts)
    for part in parts:
        wording = written.get(part.key)
        is_doubled = wording is not None and wording.text.strip().casefold() in doubled
        if is_doubled and bases[part.text.strip().casefold()] == 1 and part.key not in found:
            found[part.key] = [Refusal(reason="said_twice", text=wording.text if wording else "")]
    return found


def _same_facts(base: str, text: str, language: str, target: str) -> list[Refusal]:
    """What looks the same in every language: marks, numbers with units, codes, and that it denies."""
    found = [
        *_compared(_marks(base), _marks(text), "mark"),
        *_compared(_numbers(base, LEXICONS[language]), _numbers(text, LEXICONS[target]), "number"),
        *_compared(_codes(base), _codes(text), "name"),
    ]
    before, after = (
        _negations(base, LEXICONS[language]),
        _negations(text, LEXICONS[target]),
    )
    is_turned = before != after if language == target else bool(before) != bool(after)
    if is_turned:
        found.append(Refusal(reason="negation"))
    if language == target:
        lexicon = LEXICONS[language]
        found += _compared(_lone_units(base, lexicon), _lone_units(text, lexicon), "number")
    return found


def _compared(before: Counter[str], after: Counter[str], kind: str) -> list[Refusal]:
    lost, added = before - after, after - before
    return [
        *(Refusal(reason=f"{kind}_lost", detail=each) for each in lost),
        *(Refusal(reason=f"{kind}_added", detail=each) for each in added),
    ]


def _same_sense(
    base: str, text: str, lexicon: Lexicon, carried: float, *, is_back: bool = False
) -> list[Refusal]:
    """What can be compared within one language."""
    found = [
        Refusal(reason="opposite", detail=f"{lost} → {gained}")
        for lost, gained in _turned(base, text, lexicon)
    ]
    names, other = _names(base), _names(text)
    known = {word.casefold() for word in _WORD.findall(base)}
    found += [
        Refusal(reason="name_lost", detail=each)
        for each in names
        if each.casefold() not in {word.casefold() for word in _WORD.findall(text)}
    ]
    found += [
        Refusal(reason="name_added", detail=each) for each in other if each.casefold() not in known
    ]
    terms, written = _terms(base, lexicon), _terms(text, lexicon)
    kept = sum(1 for term in terms if term in written)
    if terms and kept < carried * len(terms):
        missing = ", ".join(sorted(terms[each] for each in terms if each not in written))
        found.append(Refusal(reason="terms_lost", detail=missing))
    new = [written[each] for each in written if each not in terms and not _is_plain(each, lexicon)]
    room = floor((ADDED_BACK if is_back else ADDED) * len(terms))
    if not is_back:
        # In other words, a new term stands for one that went. One that only comes in says more.
        room = min(room, sum(1 for term in terms if term not in written))
    if len(new) > room:
        found.append(Refusal(reason="terms_added", detail=", ".join(sorted(new))))
    if len(_WORD.findall(text)) > LONGER * len(_WORD.findall(base)) + MORE_WORDS:
        found.append(Refusal(reason="too_long"))
    return found


def _in_language(text: str, language: str, target: str) -> list[Refusal]:
    words = [each.casefold() for each in _WORD.findall(_bare(text))]
    wanted = sum(word in LEXICONS[target].function_words for word in words)
    other = sum(word in LEXICONS[language].function_words for word in words)
    return [Refusal(reason="wrong_language", detail=target)] if other > wanted else []


def _turned(base: str, text: str, lexicon: Lexicon) -> list[tuple[str, str]]:
    """Words of one direction that gave way to words of the other."""
    before = {each.casefold() for each in _WORD.findall(_bare(base))}
    after = {each.casefold() for each in _WORD.findall(_bare(text))}
    found: list[tuple[str, str]] = []
    for one, other in lexicon.opposites:
        for here, there in ((one, other), (other, one)):
            lost = _in(before, here) - _in(after, here)
            gained = _in(after, there) - _in(before, there)
            if lost and gained and not _in(after, here):
                found.append((min(lost), min(gained)))
    return found


def _in(words: set[str], stems: frozenset[str]) -> set[str]:
    """A stem of six letters and more stands for all words that begin with it."""
    long = tuple(stem for stem in stems if len(stem) >= STEM)
    return {word for word in words if word in stems or (long and word.startswith(long))}


def _bare(text: str) -> str:
    """Without formulas, code and addresses, whose letters are no words."""
    return _MARKED.sub(" ", text)


def _marks(text: str) -> Counter[str]:
    return Counter(each.group(0) for each in _MARKED.finditer(text))


def _numbers(text: str, lexicon: Lexicon) -> Counter[str]:
    found: Counter[str] = Counter()
    for match in _NUMBER.finditer(_in_digits(_bare(text), lexicon)):
        spelled = match.group(2) or ""
        unit = _unit(re.sub(r"\s", "", spelled))
        sign = "-" if match.group(0)[0] in "-−" else ""
        found[f"{sign}{_value(match.group(1))} {unit}".strip()] += 1
    return found


def _in_digits(text: str, lexicon: Lexicon) -> str:
    """With spelled numbers as digits, so that each meets its unit: five hundred hours, 500 hours."""
    if not any(word in lexicon.numbers for word in re.split(r"[\W\d_]+", text.casefold())):
        return text
    each = "|".join(sorted(lexicon.numbers, key=len, reverse=True))
    runs = re.compile(rf"\b(?:{each})(?:[\s-]+(?:{each}))*\b", re.IGNORECASE)
    digits = runs.sub(
        lambda run: _added_up(
            [lexicon.numbers[word] for word in re.split(r"[\s-]+", run.group(0).casefold())]
        ),
        text,
    )
    return _HALF_A.sub("0.5 ", digits)


def _added_up(values: Sequence[str]) -> str:
    """5, 100 is 500 and 40, 2 is 42; what does not go together stays apart."""
    numbers: list[float] = []
    for value in map(float, values):
        last = int(numbers[-1]) if numbers else 0
        if last and value in {100, 1000} and last < value:
            numbers[-1] = last * value
        elif last and 1 < value < _place(last):
            numbers[-1] = last + value
        else:
            numbers.append(value)
    return ", ".join(f"{number:g}" for number in numbers)


def _place(number: int) -> int:
    """The least place that is filled, of numbers to which smaller ones can be added."""
    return next((place for place in (1000, 100, 10) if number >= 2 * 10 and number % place == 0), 0)


def _lone_units(text: str, lexicon: Lexicon) -> Counter[str]:
    """Names of units that follow no number: forty litres a minute. An ordinal is none."""
    rest = _NUMBER.sub(" ", _in_digits(_bare(text), lexicon)).lower()
    return Counter(
        UNITS[word] for word in _WORD.findall(rest) if word in UNITS and _is_lone_unit(word)
    )


def _is_lone_unit(word: str) -> bool:
    return len(word) >= SHORTEST_TERM and word != UNITS[word].lower() and word not in ORDINALS


def _unit(spelled: str) -> str:
    """A symbol as it is written, for capitals tell mW from MW; a name by its symbol; else nothing."""
    known = UNITS.get(spelled.lower(), "")
    return spelled if known.lower() == spelled.lower() else known


def _value(digits: str) -> str:
    """1,250 and 1.250 and 1250 are one number when three digits follow each mark; 1,25 is 1.25."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", digits)
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", plain) and not plain.startswith("0"):
        plain = re.sub(r"[.,]", "", plain)
    plain = plain.replace(",", ".")
    return plain.rstrip("0").rstrip(".") if plain.count(".") == 1 else plain


def _codes(text: str) -> Counter[str]:
    """What is written in capitals or with digits in it, each once."""
    return Counter(set(_CODE.findall(_bare(text))))


def _names(text: str) -> list[str]:
    """Words with a capital within a sentence."""
    return sorted(set(_NAME.findall(_bare(text))))


def _negations(text: str, lexicon: Lexicon) -> int:
    words = _WORD.findall(_bare(text).replace("’", "'").casefold())
    return sum(word in lexicon.negations for word in words)


def _terms(text: str, lexicon: Lexicon) -> dict[str, str]:
    """The words that carry a fact, by their stems."""
    return {
        _stem(word): word
        for word in _WORD.findall(_bare(text).casefold())
        if len(word) >= SHORTEST_TERM
        and word not in lexicon.function_words
        and word not in lexicon.negations
        and word not in lexicon.numbers
        and word not in UNITS
    }


def _is_plain(stem: str, lexicon: Lexicon) -> bool:
    return stem in {_stem(each) for each in lexicon.plain}


def _stem(word: str) -> str:
    """The beginning of a word without its common endings: enough to know a form again."""
    for ending in ("ing", "ies", "ed", "es", "s", "ly", "en", "er", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_TERM:
            word = word[: -len(ending)]
            break
    return word[:STEM]
