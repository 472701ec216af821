"""Bringing a proposal onto a block that somebody edited while it was being written. Pure.

A merge of three: `base` is what the proposal was written from, `current` what the block holds now,
`proposed` what it would become. Units are told apart by their first sentence, whose id never changes.
"""

from collections.abc import Sequence
from uuid import UUID

from alp_app.models.content import BlockContent
from alp_app.services.revisions.weaving import Unit, is_worded, units_of, with_units


def rebased(
    base: BlockContent, current: BlockContent, proposed: BlockContent
) -> BlockContent | None:
    """`proposed` with what was edited since `base`, or None when both changed the same.

    Whatever `current` holds of a person's is in the result, in the same order, once.
    """
    if not (is_worded(base) and is_worded(current) and is_worded(proposed)):
        return proposed if current == base else None
    units = _merged(units_of(base), units_of(current), units_of(proposed))
    return None if units is None else with_units(current, units)


def _merged(
    base: Sequence[Unit], current: Sequence[Unit], proposed: Sequence[Unit]
) -> list[Unit] | None:
    before, now, then = _by_id(base), _by_id(current), _by_id(proposed)
    if [key for key in now if key in before] != [key for key in before if key in now]:
        return None
    edited = {key for key in before if _differs(before[key], now.get(key))}
    rewritten = {key for key in before if _differs(before[key], then.get(key))}
    if edited & rewritten:
        return None
    result = [
        now[key] if key in now and key not in rewritten else unit
        for key, unit in then.items()
        if key not in before or key in now
    ]
    for place, (key, unit) in enumerate(now.items()):
        if key not in before and key not in then:
            result.insert(_place_after(list(now)[:place], result), unit)
    return result


def _by_id(units: Sequence[Unit]) -> dict[UUID, Unit]:
    return {unit[0].id: unit for unit in units if unit}


def _differs(unit: Unit, other: Unit | None) -> bool:
    return other is None or [item.text for item in unit] != [item.text for item in other]


def _place_after(neighbours: Sequence[UUID], result: Sequence[Unit]) -> int:
    """Behind the nearest of the units that stand before it, or at the start."""
    places = {unit[0].id: place for place, unit in enumerate(result)}
    nearest = next((key for key in reversed(neighbours) if key in places), None)
    return 0 if nearest is None else places[nearest] + 1
