"""What a text says, as far as words can tell: its content words, its numbers, whether it denies. Pure.

Words are compared by their first letters, so that endings do not count. That is crude and the same for
most European languages; the evidence names what was missing, so a person can judge.
"""

import re
import unicodedata
from collections.abc import Collection

STEM = 6
"""Letters of a word that count."""
SHORTEST = 3
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NUMBER = re.compile(r"(?<![\w.,])[+-]?\d+(?:[.,\u00a0\u2009\u202f]\d{3})*(?:[.,]\d+)?(?!\w*[\d])")
_SMALL_WORDS = (
    # English
    "a an and are as at be been being but by can could did do does for from had has have how if in into "
    "is it its may might more most must of on or other shall should so some such than that the their "
    "them then there these they this those to under up was were what when where which while who whom "
    "whose why will with would you your about after also any because before between both during each "
    "following only one over same statement true false correct best describes called according "
    # Spanish
    "al cual cuales cuando como con cuál cuáles cuándo cómo de del donde dónde el ella en entre era es "
    "esa ese esta este esto fue ha hay la las lo los más muy para pero por porque qué que se sea según "
    "ser si sin sobre son su sus también tiene un una unas unos y"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_DENYING_WORDS = (
    "not no never none cannot without neither nor isn't aren't doesn't don't won't can't wasn't "
    "weren't hasn't haven't nunca jamás ningún ninguna sin tampoco nicht kein keine keinen ohne ne pas "
    "sans jamais aucun aucune non senza mai"
)
_DENIALS = frozenset(_DENYING_WORDS.split())


def content_words(text: str) -> frozenset[str]:
    """The words that carry meaning, each by its first letters."""
    return frozenset(_stems(text, _SMALL))


def numbers_in(text: str) -> frozenset[str]:
    """Every number, spelt one way: `1,600` and `1 600` are `1600`, `2,50` is `2.5`."""
    return frozenset(_spelt(found[0]) for found in _NUMBER.finditer(text))


def is_denied(text: str) -> bool:
    return any(word.casefold().replace("’", "'") in _DENIALS for word in _WORD.findall(text))


def plain_words(text: str) -> str:
    """The text without case, accents, marks and articles, to see whether two are the same."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char for char in bare if not unicodedata.combining(char))
    words = re.findall(r"[\w.,%°/+-]*\w[%°]?", kept)
    return " ".join(
        word for word in words if word not in {"a", "an", "the", "el", "la", "los", "las"}
    )


def share(part: Collection[str], whole: Collection[str]) -> float:
    """How much of `part` stands in `whole`; all of nothing does."""
    return sum(each in whole for each in part) / len(part) if part else 1.0


def overlap(one: Collection[str], other: Collection[str]) -> float:
    """Jaccard: what both hold of what either holds."""
    both, either = set(one) & set(other), set(one) | set(other)
    return len(both) / len(either) if either else 1.0


def _stems(text: str, left_out: Collection[str]) -> list[str]:
    found: list[str] = []
    for word in _WORD.findall(text.casefold()):
        if word in left_out or word.replace("’", "'") in _DENIALS or len(word) < SHORTEST:
            continue
        found.append(word.rstrip("s")[:STEM] if len(word) > SHORTEST else word)
    return found


def _spelt(number: str) -> str:
    text = re.sub(r"[\s\u202f]", "", number).lstrip("+")
    if re.fullmatch(r"-?\d{1,3}(?:[.,]\d{3})+", text):
        text = text.replace(",", "").replace(".", "")
    text = text.replace(",", ".")
    return text.rstrip("0").rstrip(".") if "." in text else text
