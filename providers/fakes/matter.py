"""What a prompt is about: its subject, its terms, and the facts that it states."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from providers.contracts.text import Message

SUBJECT_LABELS = ("Lesson", "Topic", "Title", "Course", "Subject")
SHORTEST_FACT = 6
LONGEST_FACT = 40
NOT_PROSE = re.compile(r"[A-Z][\w' ]{0,40}:(\s|$)|\s*[-*#]")
"""A label with its value, a list item, a heading."""
MOST_TERMS = 40
FEWEST_TERMS = 6
SHORTEST_TERM = 4
FALLBACK_TERMS = ("principle", "measurement", "component", "procedure", "condition", "result")
NOT_TERMS = re.compile(
    "about|above|after|again|against|allow|allows|also|another|because|been|before|begin|being|below|"
    "between|both|cannot|could|does|down|each|every|first|follow|from|give|gives|have|here|into|itself|"
    "just|keep|keeps|less|lets|like|made|make|makes|many|more|most|much|must|need|needed|needs|never|"
    "next|none|nothing|often|only|other|others|over|same|says|should|since|some|such|tell|tells|than|"
    "that|their|them|then|there|these|they|this|those|through|time|times|under|until|upon|very|were|"
    "what|when|where|which|while|will|with|within|without|would|your"
)
"""Words that say nothing on their own."""


@dataclass(frozen=True, slots=True)
class Matter:
    subject: str
    terms: tuple[str, ...]
    """Lower case, most telling first, at least six."""
    facts: tuple[str, ...]
    """Whole sentences that stand in the prompt, word for word."""


def matter_of(messages: Sequence[Message]) -> Matter:
    text = "\n\n".join(message.content for message in messages if message.role == "user")
    blocks = [block for block in re.split(r"\n\s*\n", text) if block.strip()]
    facts = tuple(dict.fromkeys(_facts(blocks)))
    subject = _subject(text)
    return Matter(subject, _terms(subject, facts), facts)


def _subject(text: str) -> str:
    for label in SUBJECT_LABELS:
        if found := re.search(rf"^{label}: *(.+)$", text, re.MULTILINE):
            return found[1].strip().rstrip(".")
    return " ".join(text.split()[:6]).rstrip(".,:;?!") or "the subject"


def _facts(blocks: Sequence[str]) -> Iterator[str]:
    """Sentences of numbered passages, and of what stands between the opening and the request."""
    for place, block in enumerate(blocks):
        for line in block.splitlines():
            passage = re.match(r"\s*\[\d+\]\s*(.*)", line)
            is_between = 0 < place < len(blocks) - 1
            if not passage and (not is_between or NOT_PROSE.match(line)):
                continue
            for sentence in re.split(r"(?<=[.!?])\s+", passage[1] if passage else line):
                length = len(sentence.split())
                if sentence.endswith(".") and SHORTEST_FACT <= length <= LONGEST_FACT:
                    yield sentence.strip()


def _terms(subject: str, facts: Sequence[str]) -> tuple[str, ...]:
    weights = Counter[str]()
    for weight, text in ((3, subject), (1, " ".join(facts))):
        for word in re.findall(r"[a-z][a-z-]+[a-z]", text.lower()):
            if len(word) >= SHORTEST_TERM and not NOT_TERMS.fullmatch(word):
                weights[word] += weight
    found = [word for word, _ in weights.most_common(MOST_TERMS)]
    return tuple(found if len(found) >= FEWEST_TERMS else dict.fromkeys([*found, *FALLBACK_TERMS]))
