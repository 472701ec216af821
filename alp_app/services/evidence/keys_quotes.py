"""Looks for the place in the sources that says what a key says, and says it of no wrong answer. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from alp_app.kit.ids import SourceId
from alp_app.models.keys import QuoteCheck
from alp_app.services.courses.sentences import split_sentences
from alp_app.services.evidence.keys_words import content_words, is_denied, numbers_in, share

ANSWER_SAID = 0.6
"""Share of an answer's words that a place has to say."""
STEM_SAID = 0.34
"""Share of the question's words that the place has to speak of."""
STATEMENT_SAID = 0.7
"""Share of the words of a true statement that a place has to say."""
CLEARER = 0.02
"""By how much the right answer has to stand out from a wrong one."""
LONGEST = 90
"""Words of a quote."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A passage of a source."""

    passage_id: UUID
    passage_hash: str
    source_id: SourceId
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class _Place:
    ground: Ground
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.ground.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class _Standing:
    """How well an answer stands in its best place."""

    score: float
    place: _Place | None = None
    missing: tuple[str, ...] = ()


def find_quote(
    stem: str, right: Sequence[str], wrong: Sequence[str], grounds: Sequence[Ground]
) -> QuoteCheck:
    """For a question with these right and wrong answers; where nothing is wrong, only what is right
    has to stand."""
    places = list(_places(grounds))
    asked = content_words(stem)
    standings = [_standing(answer, asked, places) for answer in right]
    worst = min(standings, key=lambda found: found.score)
    if worst.place is None:
        return QuoteCheck(outcome="missing", missing=list(worst.missing))
    for answer in wrong:
        if _standing(answer, asked, places).score > worst.score - CLEARER:
            return _quoted(worst.place, "ambiguous", rival=answer)
    return _quoted(worst.place, "stands")


def find_statement(statement: str, *, is_true: bool, grounds: Sequence[Ground]) -> QuoteCheck:
    """For true or false: a true statement has to stand somewhere, a false one nowhere, while some place
    speaks of the same."""
    words, numbers = content_words(statement), numbers_in(statement)
    best: tuple[float, _Place | None] = (0.0, None)
    near: tuple[float, _Place | None] = (0.0, None)
    for place in _places(grounds):
        said = share(words, content_words(place.text))
        if said > near[0]:
            near = said, place
        agrees = numbers <= numbers_in(place.text) and is_denied(statement) == is_denied(place.text)
        if agrees and said > best[0]:
            best = said, place
    stands = best[0] >= STATEMENT_SAID
    if is_true and stands and best[1]:
        return _quoted(best[1], "stands")
    if not is_true and stands and best[0] >= 1.0 and best[1]:
        return _quoted(best[1], "ambiguous", rival=statement)
    if not is_true and near[0] >= STEM_SAID and near[1]:
        return _quoted(near[1], "stands")
    return QuoteCheck(outcome="missing", missing=[statement])


def _standing(answer: str, asked: frozenset[str], places: Sequence[_Place]) -> _Standing:
    words, numbers = content_words(answer), numbers_in(answer)
    is_denial = is_denied(answer)
    best = _Standing(0.0)
    least_missing: tuple[str, ...] | None = None
    for place in places:
        said = content_words(place.text)
        missing = (*sorted(numbers - numbers_in(place.text)), *sorted(words - said))
        if least_missing is None or len(missing) < len(least_missing):
            least_missing = missing
        spoken = share(asked, said)
        is_said = (
            share(words, said) >= ANSWER_SAID
            and numbers <= numbers_in(place.text)
            and (not is_denial or is_denied(place.text))
        )
        if not is_said or spoken < STEM_SAID or not (words or numbers):
            continue
        near = max(
            (share(asked, clause) for clause in _clauses(place.text, words, numbers)), default=0.0
        )
        score = share(words, said) * (spoken + near) / 2
        if score > best.score:
            best = _Standing(score, place)
    return best if best.place else _Standing(0.0, None, least_missing or (answer,))


def _clauses(text: str, words: frozenset[str], numbers: frozenset[str]) -> Iterator[frozenset[str]]:
    """The words of each clause in which an answer stands."""
    for clause in re.split(r"[,;:()]\s|\s[–-]\s|\s(?:and|but|while|y|pero|mientras)\s", text):
        said = content_words(clause)
        if share(words, said) >= ANSWER_SAID and numbers <= numbers_in(clause):
            yield said


def _places(grounds: Sequence[Ground]) -> Iterator[_Place]:
    """Each sentence, and each two that follow one another."""
    for ground in grounds:
        spans = list(_spans(ground.text))
        for index, (start, end) in enumerate(spans):
            yield _Place(ground, start, end)
            if index + 1 < len(spans):
                further = spans[index + 1][1]
                if len(ground.text[start:further].split()) <= LONGEST:
                    yield _Place(ground, start, further)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text stand in it, whatever white space is between their words."""
    at = 0
    for sentence in split_sentences(text):
        pattern = r"\s+".join(map(re.escape, sentence.split()))
        found = re.compile(pattern).search(text, at)
        if found:
            at = found.end()
            yield found.span()


def _quoted(place: _Place, outcome: str, *, rival: str = "") -> QuoteCheck:
    return QuoteCheck.model_validate(
        {
            "outcome": outcome,
            "quote": place.text,
            "source_id": place.ground.source_id,
            "passage_id": place.ground.passage_id,
            "passage_hash": place.ground.passage_hash,
            "page": place.ground.page,
            "start": place.start,
            "end": place.end,
            "rival": rival,
        }
    )
