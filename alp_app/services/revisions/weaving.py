"""Writing a paragraph or a list again around what people wrote in it. Pure.

The words of a block are units: the sentences of a paragraph, the items of a list. A unit with a human
sentence is fixed. An engine is asked for the gaps between the fixed units and for nothing else, so no
answer of it can lose, double, change or move what a person wrote.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeGuard

from alp_app.models.content import (
    BlockContent,
    CalloutBlock,
    ListBlock,
    Origin,
    Sentence,
    TextBlock,
    Writer,
)
from alp_app.services.courses.sentences import rewritten, split_sentences

Unit = list[Sentence]
Worded = TextBlock | CalloutBlock | ListBlock


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring units that are all fixed, or all free to be written again."""

    is_fixed: bool
    units: tuple[Unit, ...]

    @property
    def text(self) -> str:
        return " ".join(sentence.text for unit in self.units for sentence in unit)


def is_worded(content: BlockContent) -> TypeGuard[Worded]:
    """Whether a block is made of sentences."""
    return isinstance(content, TextBlock | CalloutBlock | ListBlock)


def units_of(content: Worded) -> list[Unit]:
    if isinstance(content, ListBlock):
        return content.items
    return [[sentence] for sentence in content.sentences]


def with_units(content: Worded, units: Sequence[Unit]) -> Worded:
    """The same block with other words."""
    if isinstance(content, ListBlock):
        return content.model_copy(update={"items": list(units)})
    sentences = [sentence for unit in units for sentence in unit]
    return content.model_copy(update={"sentences": sentences})


def is_human(unit: Unit) -> bool:
    return any(sentence.origin.writer is Writer.HUMAN for sentence in unit)


def runs_of(content: Worded) -> list[Run]:
    """Fixed runs and gaps in turn: it begins and ends with a gap, which may be empty."""
    runs: list[Run] = []
    for is_fixed, group in groupby(units_of(content), key=is_human):
        if is_fixed and not runs:
            runs.append(Run(is_fixed=False, units=()))
        runs.append(Run(is_fixed=is_fixed, units=tuple(group)))
    if not runs or runs[-1].is_fixed:
        runs.append(Run(is_fixed=False, units=()))
    return runs


def gaps_of(content: Worded) -> list[Run]:
    """What an engine may write: one more than there are fixed runs."""
    return [run for run in runs_of(content) if not run.is_fixed]


def woven(content: Worded, written: Sequence[Sequence[str]], origin: Origin) -> Worded:
    """The block with its gaps written again. `written` holds for each gap its new texts: of a list one
    for each item, else paragraphs that are joined. What merely repeats a fixed sentence is left out.

    Raises ValueError when there are not as many as gaps.
    """
    answers = iter(written)
    units: list[Unit] = []
    fixed = {sentence.text for unit in units_of(content) if is_human(unit) for sentence in unit}
    for run in runs_of(content):
        if run.is_fixed:
            units.extend(run.units)
            continue
        before = [sentence for unit in run.units for sentence in unit]
        texts = [text for text in _without(fixed, next(answers, ())) if text]
        if isinstance(content, ListBlock):
            units.extend(_items(before, texts, origin))
        else:
            units.extend([item] for item in rewritten(before, " ".join(texts), origin))
    if len(written) != len(gaps_of(content)):
        raise ValueError(f"{len(written)} texts for {len(gaps_of(content))} gaps")
    return with_units(content, units)


def _without(fixed: Collection[str], texts: Sequence[str]) -> list[str]:
    return [
        " ".join(piece for piece in split_sentences(text) if piece not in fixed) for text in texts
    ]


def _items(before: Sequence[Sentence], texts: Sequence[str], origin: Origin) -> list[Unit]:
    left = list(before)
    items: list[Unit] = []
    for text in texts:
        item = rewritten(left, text, origin)
        taken = {sentence.id for sentence in item}
        places = [place for place, sentence in enumerate(left) if sentence.id in taken]
        left = left[places[-1] + 1 :] if places else left
        items.append(item)
    return items


def with_sentence(content: Worded, sentence_id: object, text: str, origin: Origin) -> Worded | None:
    """The block with one sentence written again: the first of the new ones keeps its id. None when the
    sentence is not in it."""
    found = False
    units: list[Unit] = []
    for unit in units_of(content):
        words: Unit = []
        for sentence in unit:
            if sentence.id != sentence_id:
                words.append(sentence)
                continue
            found = True
            fresh = rewritten([], text, origin)
            first = [fresh[0].model_copy(update={"id": sentence.id})] if fresh else []
            words.extend([*first, *fresh[1:]])
        if isinstance(content, ListBlock):
            units.append(words)
        else:
            units.extend([word] for word in words)
    return with_units(content, units) if found else None
