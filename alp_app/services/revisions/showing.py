"""The words of blocks and questions as text, so that two states can be compared. Pure."""

from collections.abc import Iterator
from typing import Any, cast

from alp_app.models.content import (
    BlockContent,
    CalloutBlock,
    ListBlock,
    Sentence,
    TextBlock,
    Writer,
)
from alp_app.models.questions import AnyQuestion, ChoiceQuestion
from alp_app.services.courses.sentences import join_sentences
from alp_app.services.revisions.weaving import Worded, is_worded, units_of

UNSEEN = {
    "id",
    "type",
    "origin",
    "citations",
    "support",
    "asset_id",
    "question_ids",
    "pictures",
    "level",
}
"""What a block or question holds beside its words."""


def plain_lines(content: BlockContent | AnyQuestion) -> str:
    """Everything that a reader reads of it, one thing a line."""
    if isinstance(content, TextBlock | ListBlock | CalloutBlock):
        title = content.title if isinstance(content, CalloutBlock) else ""
        return "\n".join(filter(None, (title, *_texts(content))))
    if isinstance(content, ChoiceQuestion):
        return "\n".join(filter(None, (content.stem, *_options(content), content.explanation)))
    return "\n".join(_leaves(content.model_dump(mode="json")))


def _options(content: ChoiceQuestion) -> Iterator[str]:
    for option in content.options:
        mark = "✓" if option.is_correct else "✗"
        yield f"{mark} {option.text}" + (f" ({option.reason})" if option.reason else "")


def sentences_of(content: BlockContent | None) -> list[Sentence]:
    if content is None or not is_worded(content):
        return []
    return [sentence for unit in units_of(content) for sentence in unit]


def changed_sentences(before: BlockContent | None, after: BlockContent | None) -> list[Sentence]:
    """Those of `after` that `before` does not hold in the same words."""
    known = {(item.id, item.text) for item in sentences_of(before)}
    return [item for item in sentences_of(after) if (item.id, item.text) not in known]


def human_sentences(content: BlockContent | None) -> list[Sentence]:
    return [item for item in sentences_of(content) if item.origin.writer is Writer.HUMAN]


def _texts(content: Worded) -> Iterator[str]:
    if isinstance(content, ListBlock):
        yield from (join_sentences(item) for item in content.items)
    else:
        yield join_sentences(content.sentences)


def _leaves(value: Any, key: str = "") -> Iterator[str]:
    """The texts and numbers in it, in order."""
    if isinstance(value, dict):
        for name, inner in cast("dict[str, Any]", value).items():
            if name not in UNSEEN:
                yield from _leaves(inner, name)
    elif isinstance(value, list):
        for inner in cast("list[Any]", value):
            yield from _leaves(inner, key)
    elif isinstance(value, bool):
        if value:
            yield key
    elif value not in (None, ""):
        yield str(value)
