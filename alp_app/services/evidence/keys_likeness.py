"""Finds questions that are too like an older one, and options that give the key away. Pure."""

import re
from collections.abc import Iterator

from alp_app.kit.ids import QuestionId
from alp_app.models.keys import Cue, Lookalike
from alp_app.models.questions import AnyQuestion, ChoiceQuestion
from alp_app.services.courses.markup import plain
from alp_app.services.evidence.keys_answers import answers_of, quantity_in
from alp_app.services.evidence.keys_words import (
    content_words,
    is_denied,
    numbers_in,
    overlap,
    plain_words,
)

REWORDED = 0.93
"""Cosine from which two questions with one key ask the same."""
SAME_WORDS = 0.75
"""Overlap of words from which they do, whatever the vectors say."""
SAME_KEY = 0.8
"""Overlap of words from which two keys say the same."""
TELLING = 3
"""Content words that a question needs, for others with the same words to ask the same."""
LONGER = 1.7
"""How much longer than any wrong answer a right one is that gives itself away."""
LONG = 30
"""Characters."""

_CATCH_ALL = re.compile(
    r"\b(all|none|both|neither) of (the|these|them|above)\b|\ball the above\b"
    r"|\b(todas|ninguna) (las|de las) anteriores\b|\balle genannten\b|\btoutes les réponses\b",
    re.IGNORECASE,
)


def lookalike(
    question: AnyQuestion, other: AnyQuestion, other_id: QuestionId, cosine: float
) -> Lookalike | None:
    """What an older question of the bank has in common with this one, when that is too much.

    `cosine` is of the vectors of both stems with their keys; 0 where there are none.
    """
    one_stem, other_stem = plain(question.stem), plain(other.stem)
    one_words, other_words = content_words(one_stem), content_words(other_stem)
    alike = overlap(one_words, other_words)
    is_same_text = plain_words(one_stem) == plain_words(other_stem)
    if not is_same_text and (
        numbers_in(one_stem) != numbers_in(other_stem)
        or is_denied(one_stem) != is_denied(other_stem)
    ):
        return None
    has_same_key = _keys_agree(question, other)
    if is_same_text and has_same_key:
        return Lookalike(question_id=other_id, stem=other_stem, likeness=1.0, kind="same")
    if is_same_text and len(one_words) >= TELLING and question.type == other.type:
        return Lookalike(question_id=other_id, stem=other_stem, likeness=1.0, kind="contradicts")
    if has_same_key and (cosine >= REWORDED or alike >= SAME_WORDS) and len(one_words) >= TELLING:
        likeness = min(1.0, max(cosine, alike))
        return Lookalike(question_id=other_id, stem=other_stem, likeness=likeness, kind="reworded")
    return None


def cues_of(question: AnyQuestion) -> list[Cue]:
    """What the options tell beside what is asked."""
    return list(_cues(question)) if isinstance(question, ChoiceQuestion) else []


def _cues(question: ChoiceQuestion) -> Iterator[Cue]:
    texts = [plain(option.text) for option in question.options]
    seen: dict[str, str] = {}
    for text in texts:
        same = seen.setdefault(_spelt(text), text)
        if same is not text:
            yield Cue(kind="equal_options", detail=text)
    for text in texts:
        if _CATCH_ALL.search(text):
            yield Cue(kind="all_of_the_above", detail=text)
    if question.type != "single":
        return
    answers = answers_of(question)
    if len(answers.right) != 1 or not answers.wrong:
        return
    [right] = answers.right
    if len(right) >= LONG and len(right) >= LONGER * max(map(len, answers.wrong)):
        yield Cue(kind="longest_is_right", detail=right)
    yield from _grammar_cues(plain(question.stem), right, answers.wrong)


def _grammar_cues(stem: str, right: str, wrong: tuple[str, ...]) -> Iterator[Cue]:
    """English only: an article at the end of the stem that fits no wrong answer."""
    article = re.search(r"\b(an?)[\s_.:…]*$", stem, re.IGNORECASE)
    if article is None:
        return
    wants_vowel = article[1].casefold() == "an"
    fits = [(text[:1].casefold() in "aeiou") is wants_vowel for text in wrong]
    if (right[:1].casefold() in "aeiou") is wants_vowel and not any(fits):
        yield Cue(kind="grammar", detail=article[1])


def _keys_agree(one: AnyQuestion, other: AnyQuestion) -> bool:
    ours, theirs = answers_of(one).right, answers_of(other).right
    if not ours or not theirs:
        return False
    if sorted(map(_spelt, ours)) == sorted(map(_spelt, theirs)):
        return True
    said, told = " ".join(ours), " ".join(theirs)
    return (
        numbers_in(said) == numbers_in(told)
        and is_denied(said) == is_denied(told)
        and bool(content_words(said))
        and overlap(content_words(said), content_words(told)) >= SAME_KEY
    )


def _spelt(text: str) -> str:
    quantity = quantity_in(text)
    return f"{quantity[0]} {quantity[1].casefold()}" if quantity else plain_words(text)
