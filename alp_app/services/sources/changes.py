"""What a new edition of a source did to the passages of an old one."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from uuid import UUID

from alp_app.kit.ids import SourceId
from alp_app.services.sources.access import source_for
from alp_app.services.sources.errors import NotOneWork
from alp_app.services.sources.queries import list_source_passages
from alp_app.services.sources.views import ChangesView, MovedPassage, PassageView
from alp_app.unit_of_work import Reader

ALIKE = 0.4
"""A passage that shares so much of its words with the one in its place was changed, not replaced."""


async def list_changes(reader: Reader, old_id: SourceId, new_id: SourceId) -> ChangesView:
    """Compare two editions by the hashes of their passages. Raises NotOneWork."""
    old = await source_for(reader.session, reader.actor, old_id)
    new = await source_for(reader.session, reader.actor, new_id)
    if old.lineage_id != new.lineage_id:
        raise NotOneWork
    return compare(
        await list_source_passages(reader, old_id), await list_source_passages(reader, new_id)
    )


def compare(old: Sequence[PassageView], new: Sequence[PassageView]) -> ChangesView:
    """Pure. Passages with equal ids have equal words."""
    before, after = {item.id: item for item in old}, {item.id: item for item in new}
    stayed = before.keys() & after.keys()
    moved = tuple(
        MovedPassage(before=before[item.id], after=item)
        for item in new
        if item.id in stayed and _place(before[item.id]) != _place(item)
    )
    changed = _changed(old, new, stayed)
    taken = {pair.before.id for pair in changed} | {pair.after.id for pair in changed}
    return ChangesView(
        added=tuple(item for item in new if item.id not in stayed and item.id not in taken),
        removed=tuple(item for item in old if item.id not in stayed and item.id not in taken),
        changed=tuple(changed),
        moved=moved,
        unchanged=len(stayed) - len(moved),
    )


def _place(passage: PassageView) -> tuple[object, ...]:
    return passage.page, passage.headings


def _changed(
    old: Sequence[PassageView], new: Sequence[PassageView], stayed: set[UUID]
) -> list[MovedPassage]:
    """Pairs of passages that stand in the same place among those that stayed, with like words."""
    matcher = SequenceMatcher(
        None, [item.id for item in old], [item.id for item in new], autojunk=False
    )
    pairs: list[MovedPassage] = []
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind != "replace":
            continue
        left = [item for item in new[other_start:other_end] if item.id not in stayed]
        for item in old[start:end]:
            if item.id in stayed or not left:
                continue
            likest = max(left, key=lambda other: _likeness(item, other))
            if _likeness(item, likest) >= ALIKE:
                pairs.append(MovedPassage(before=item, after=likest))
                left.remove(likest)
    return pairs


def _likeness(passage: PassageView, other: PassageView) -> float:
    """Of their words, 0 to 1."""
    words, others = passage.text.split(), other.text.split()
    return SequenceMatcher(None, words, others, autojunk=False).ratio()
