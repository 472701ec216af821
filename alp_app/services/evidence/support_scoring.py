"""How far a quote says what a sentence says: the share of its content that stands there, and what speaks
against it. Pure and deterministic; it knows nothing of who wrote the sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from alp_app.models.content import Doubt
from alp_app.services.evidence.support_languages import Language
from alp_app.services.evidence.support_quantities import is_same
from alp_app.services.evidence.support_statements import Statement, Term

LIGHT = 0.3
"""What a word counts that nearly every textbook sentence could hold; others count 1."""
NEARBY = 0.3
"""What a word counts that stands not in the quote but in its heading or passage."""
TELLING = 2
"""What a number counts when it is asked which of two things it was said of."""
SHORTEST_ROOT = 2
LONG_ADDITION = 3
"""Content words in a row, none of which the passage knows, that make an addition."""


@dataclass(frozen=True, slots=True)
class Comparison:
    coverage: float
    """Weighted share of the sentence's content that the quote holds, 0 to 1."""
    doubts: tuple[Doubt, ...]
    missing: tuple[str, ...]
    """Numbers and names of the sentence that the quote does not hold."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the claim, beside the sentence of the quote that holds most of it: words from here and there
    do not add up to a statement."""

    clause: int
    terms: Sequence[Term]
    words: frozenset[str]
    sentence: Statement
    held: float
    weight: float


def compare(
    claim: Statement,
    quote: Sequence[Statement],
    context: Statement,
    language: Language,
) -> Comparison:
    """`quote` are its sentences; `context` is the whole passage with its heading."""
    amounts = [item for sentence in quote for item in sentence.quantities]
    missing_numbers = [
        item for item in claim.quantities if not any(is_same(item, q) for q in amounts)
    ]
    stems = context.stems.union(*(sentence.stems for sentence in quote))
    missing_names = [stem for stem in claim.names if stem not in stems]
    parts = [_part(claim, clause, quote, context) for clause in range(len(claim.breaks) + 1)]
    is_denied = any(_is_denied(claim, part, language) for part in parts)
    is_opposite = any(_is_opposite(claim, part, language) for part in parts)
    is_swapped = any(
        _is_crossed(claim, sentence)
        or _is_turned(claim, sentence, language)
        or _is_misplaced(claim, sentence, language)
        for sentence in quote
    )
    facts = {
        Doubt.NUMBER: bool(missing_numbers),
        Doubt.NAME: bool(missing_names),
        Doubt.DENIAL: is_denied and not is_opposite,
        Doubt.OPPOSITE: is_opposite and not is_denied,
        Doubt.SWAPPED: is_swapped,
        Doubt.OVERSTATED: any(_is_overstated(part, language) for part in parts),
        Doubt.ADDITION: _longest_addition(claim, stems) >= LONG_ADDITION,
        Doubt.PRAISE: any(claim.words & language.praise - sentence.words for sentence in quote),
    }
    weight = sum(part.weight for part in parts)
    return Comparison(
        coverage=sum(part.held for part in parts) / weight if weight else 0.0,
        doubts=tuple(doubt for doubt, is_there in facts.items() if is_there),
        missing=(*(item.words for item in missing_numbers), *missing_names),
    )


def _part(claim: Statement, clause: int, quote: Sequence[Statement], context: Statement) -> _Part:
    terms = [term for term in claim.terms if term.clause == clause]
    weights = {term.stem: LIGHT if term.is_light else 1.0 for term in terms}
    amounts = [item for item in claim.quantities if claim.clause_at(item.start) == clause]

    def held(sentence: Statement) -> float:
        found = float(sum(any(is_same(a, q) for q in sentence.quantities) for a in amounts))
        for stem, weight in weights.items():
            if stem in sentence.stems:
                found += weight
            elif stem in context.stems:
                found += weight * NEARBY
        return found

    best = max(quote, key=held)
    return _Part(
        clause=clause,
        terms=terms,
        words=claim.clause_words[clause],
        sentence=best,
        held=held(best),
        weight=len(amounts) + sum(weights.values()),
    )


def _is_denied(claim: Statement, part: _Part, language: Language) -> bool:
    """One of the two denies what the other states."""
    there = part.sentence
    if part.words & language.softeners:
        return False
    if part.clause in claim.denying:
        denied = {term.stem for term in part.terms if term.is_denied}
        return any(
            term.stem in denied
            and term.clause not in there.denying
            and not there.clause_words[term.clause] & language.softeners
            for term in there.terms
        )
    stated = {term.stem for term in part.terms}
    return any(
        term.is_denied
        and term.stem in stated
        and not there.clause_words[term.clause] & language.softeners
        for term in there.terms
    )


def _is_opposite(claim: Statement, part: _Part, language: Language) -> bool:
    """Where the claim has a word, the quote has its opposite."""
    here = {language.stem(word) for word in part.words}
    said = {language.stem(word) for word in claim.words}
    there = {language.stem(word) for word in part.sentence.words}
    others = there - said
    if any(language.opposites.get(stem, frozenset()) & others for stem in here - there):
        return True
    own = part.words - part.sentence.words - language.function
    theirs = part.sentence.words - claim.words - language.function
    return any(
        _is_prefixed(one, other, language) or _is_prefixed(other, one, language)
        for one in own
        for other in theirs
    )


def _is_prefixed(long: str, short: str, language: Language) -> bool:
    return len(short) > SHORTEST_ROOT and any(
        long == prefix + short for prefix in language.prefixes
    )


def _is_turned(claim: Statement, quote: Statement, language: Language) -> bool:
    """The same words stand on the other sides of a word that has two."""
    if (language.passive in claim.words) != (language.passive in quote.words):
        return False
    for pivot in sorted(claim.words & quote.words & language.pivots):
        here, there = _sides(claim, pivot), _sides(quote, pivot)
        if here is None or there is None:
            continue
        moved_right = (here[0] - here[1]) & (there[1] - there[0])
        moved_left = (here[1] - here[0]) & (there[0] - there[1])
        if moved_right and moved_left:
            return True
    return False


def _sides(statement: Statement, pivot: str) -> tuple[set[str], set[str]] | None:
    """The content words before and after the only place of `pivot`."""
    words = statement.text.lower()
    place = words.find(f" {pivot} ")
    if place < 0 or words.find(f" {pivot} ", place + 1) >= 0:
        return None
    left = {term.stem for term in statement.terms if term.start < place}
    right = {term.stem for term in statement.terms if term.start > place + len(pivot)}
    return left, right


def _is_crossed(claim: Statement, quote: Statement) -> bool:
    """Two parts of the claim each take words from the same two parts of the quote."""
    here, there = _clauses(claim), _clauses(quote)
    touched: dict[int, set[int]] = {}
    for stem in here.keys() & there.keys():
        touched.setdefault(here[stem], set()).add(there[stem])
    parts = list(touched.values())
    return any(
        len(one & other) > 1 for index, one in enumerate(parts) for other in parts[index + 1 :]
    )


def _clauses(statement: Statement) -> dict[str, int]:
    """Which part each content word stands in that stands in one part only."""
    places: dict[str, set[int]] = {}
    for term in statement.terms:
        if not term.is_light:
            places.setdefault(term.stem, set()).add(term.clause)
    return {stem: min(clauses) for stem, clauses in places.items() if len(clauses) == 1}


def _is_misplaced(claim: Statement, quote: Statement, language: Language) -> bool:
    """The quote says this of the opposite: 0.4 mm of the exhaust valve, not of the intake valve."""
    for term in claim.terms:
        others = language.opposites.get(term.stem, frozenset()) & quote.stems
        if not others or others & claim.stems or term.stem not in quote.stems:
            continue
        if max(_shared(claim, term, quote, stem) for stem in others) > _shared(
            claim, term, quote, term.stem
        ):
            return True
    return False


def _shared(claim: Statement, term: Term, quote: Statement, stem: str) -> int:
    """How much of what the claim says beside `term` the quote says beside `stem`."""
    clauses = {item.clause for item in quote.terms if item.stem == stem}
    beside = {item.stem for item in quote.terms if item.clause in clauses} - {stem}
    amounts = [q for q in quote.quantities if quote.clause_at(q.start) in clauses]
    said = {item.stem for item in claim.terms if item.clause == term.clause} - {term.stem}
    numbers = [q for q in claim.quantities if claim.clause_at(q.start) == term.clause]
    agreeing = sum(any(is_same(item, q) for q in amounts) for item in numbers)
    return len(said & beside) + TELLING * agreeing


def _is_overstated(part: _Part, language: Language) -> bool:
    """It says always where the quote says often."""
    strong = (part.words & language.strong) - part.sentence.words
    hedged = (part.sentence.words & language.hedges) - part.words
    return bool(strong and hedged)


def _longest_addition(claim: Statement, stems: frozenset[str]) -> int:
    """The most content words in a row that neither quote nor passage holds."""
    longest = run = 0
    for term in claim.terms:
        if term.is_light:
            continue
        run = 0 if term.stem in stems else run + 1
        longest = max(longest, run)
    return longest
