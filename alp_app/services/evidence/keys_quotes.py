"""Looks for the place in the sources that says what a key says, and says it of no wrong answer. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from alp_app.models.keys import QuoteCheck
from alp_app.services.evidence.keys_words import content_words, is_denied, numbers_in, share
from alp_app.services.evidence.support_checks import Ground, sentences_of

ANSWER_SAID = 0.6
"""Share of an answer's words that a place has to say."""
STEM_SAID = 0.34
"""Share of the question's words that the place has to speak of."""
STATEMENT_SAID = 0.7
"""Share of the words of a true statement that a place has to say."""
CLEARER = 0.02
"""By how much the right answer has to stand out from a wrong one."""
NEARNESS = (0.2, 0.6, 0.2)
"""What the question's words count in the clause of an answer, in its sentence, and around that."""
LONGEST = 90
"""Words of a quote."""


@dataclass(frozen=True, slots=True)
class _Place:
    ground: Ground
    start: int
    end: int
    around: str
    """With the sentences before and after."""
    is_pair: bool = False

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
    standings = [_standing_of(answer, asked, places) for answer in right]
    worst = min(standings, key=lambda found: found.score)
    if worst.place is None:
        return QuoteCheck(outcome="missing", missing=list(worst.missing))
    for answer in wrong:
        if _standing_of(answer, asked, places).score > worst.score - CLEARER:
            return _quoted(worst.place, "ambiguous", rival=answer)
    return _quoted(worst.place, "stands")


def find_statement(statement: str, *, is_true: bool, grounds: Sequence[Ground]) -> QuoteCheck:
    """For true or false: a true statement has to stand somewhere, a false one nowhere, while some place
    speaks of the same."""
    words, numbers = content_words(statement), numbers_in(statement)
    best: tuple[float, _Place | None] = (0.0, None)
    near: tuple[float, _Place | None] = (0.0, None)
    for place in _places(grounds):
        if place.is_pair and not is_true:
            continue
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


def _standing_of(answer: str, asked: frozenset[str], places: Sequence[_Place]) -> _Standing:
    single = _standing(answer, asked, [place for place in places if not place.is_pair])
    if single.place:
        return single
    return _standing(answer, asked, [place for place in places if place.is_pair])


def _standing(answer: str, asked: frozenset[str], places: Sequence[_Place]) -> _Standing:
    """The nearer the question's words stand to an answer, the better it stands: in the same clause, in
    the same sentence, in the sentences around."""
    told, numbers = content_words(answer), numbers_in(answer)
    words = told - asked or told
    is_denial = is_denied(answer)
    best = _Standing(0.0)
    least_missing: tuple[str, ...] | None = None
    for place in places:
        said = content_words(place.text)
        missing = (*sorted(numbers - numbers_in(place.text)), *sorted(words - said))
        if least_missing is None or len(missing) < len(least_missing):
            least_missing = missing
        is_said = (
            share(words, said) >= ANSWER_SAID
            and numbers <= numbers_in(place.text)
            and (not is_denial or is_denied(place.text))
        )
        around = share(asked, content_words(place.around))
        if not is_said or around < STEM_SAID or not (words or numbers):
            continue
        clauses = (share(asked, each) for each in _clauses(place.text, words, numbers))
        nearness = (max(clauses, default=0.0), share(asked, said), around)
        score = share(words, said) * sum(
            weight * near for weight, near in zip(NEARNESS, nearness, strict=True)
        )
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
    """Each sentence, and each two that follow one another where no single one will do."""
    for ground in grounds:
        spans = sentences_of(ground)
        for index, (start, end) in enumerate(spans):
            before, after = spans[max(0, index - 1)][0], spans[min(index + 1, len(spans) - 1)][1]
            yield _Place(ground, start, end, ground.text[before:after])
        for (start, _), (_, end) in pairwise(spans):
            text = ground.text[start:end]
            if len(text.split()) <= LONGEST:
                yield _Place(ground, start, end, text, is_pair=True)


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
