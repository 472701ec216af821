"""Why a figure is what it is: a sentence of the message catalogue, and the sum behind it."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from alp_app.services.gradebook.figures import percent, plain
from alp_app.services.gradebook.scheme import Category, Explanation, Item

Part = tuple[str, Fraction, Fraction | None]
"""A category in the total: title, weight, ratio."""


def graded(item: Item, points: Fraction) -> Explanation:
    key = "gradebook.why_extra" if item.is_extra else "gradebook.why_graded"
    return Explanation(key=key, facts=_points(item, points), formula=_of(item, points))


def late(
    item: Item, points: Fraction, earned: Fraction, percent_off: Fraction, days: int
) -> Explanation:
    off = f"{plain(percent_off)} % × {plain(item.worth)}"
    return Explanation(
        key="gradebook.why_late",
        facts={
            **_points(item, earned),
            "marked": plain(points),
            "days": days,
            "percent": plain(percent_off),
        },
        formula=f"max({plain(points)} − {off}, 0) = {plain(earned)}",
    )


def overridden(item: Item, points: Fraction, reason: str, marked: Decimal | None) -> Explanation:
    facts = {**_points(item, points), "reason": reason}
    if marked is None:
        return Explanation(key="gradebook.why_set_by_hand", facts=facts, formula=_of(item, points))
    return Explanation(
        key="gradebook.why_overridden",
        facts={**facts, "marked": plain(Fraction(marked))},
        formula=_of(item, points),
    )


def excused(item: Item) -> Explanation:
    return Explanation(key="gradebook.why_excused", facts={"title": item.title})


def waiting(item: Item) -> Explanation:
    return Explanation(key="gradebook.why_waiting", facts={"title": item.title})


def left_out(item: Item) -> Explanation:
    return Explanation(key="gradebook.why_left_out", facts={"title": item.title})


def not_due(item: Item) -> Explanation:
    return Explanation(key="gradebook.why_not_due", facts={"title": item.title})


def missing(item: Item) -> Explanation:
    return Explanation(
        key="gradebook.why_missing",
        facts=_points(item, Fraction(0)),
        formula=_of(item, Fraction(0)),
    )


def dropped(item: Item, before: Explanation) -> Explanation:
    return replace(
        before,
        key="gradebook.why_dropped",
        facts={"title": item.title, "points": before.facts.get("points", "0"),
               "possible": plain(item.worth)},
    )  # fmt: skip


def category(
    of: Category,
    counted: Sequence[tuple[Fraction, Fraction]],
    extra: Sequence[Fraction],
    *,
    dropped: int,
) -> Explanation:
    """`counted` are earned and possible points of each column, `extra` what was earned on top."""
    if not counted:
        return Explanation(key="gradebook.why_category_empty", facts={"title": of.title})
    earned = sum((one for one, _ in counted), Fraction(0)) + sum(extra, Fraction(0))
    possible = sum((one for _, one in counted), Fraction(0))
    above = " + ".join(plain(one) for one in [*(one for one, _ in counted), *extra])
    below = " + ".join(plain(one) for _, one in counted)
    return Explanation(
        key="gradebook.why_category",
        facts={
            "title": of.title,
            "points": plain(earned),
            "possible": plain(possible),
            "percent": percent(earned / possible),
            "columns": len(counted) + len(extra),
            "dropped": dropped,
        },
        formula=f"({above}) ÷ ({below}) = {percent(earned / possible)}",
    )


def total(
    parts: Sequence[Part],
    *,
    total: Fraction | None,
    shown: Decimal | None,
    letter: str,
    is_weighted: bool,
) -> Explanation:
    if total is None or shown is None:
        return Explanation(key="gradebook.why_no_total")
    counted = [(weight, ratio) for _, weight, ratio in parts if ratio is not None and weight]
    above = " + ".join(f"{plain(weight)} × {percent(ratio)}" for weight, ratio in counted)
    below = " + ".join(plain(weight) for weight, _ in counted)
    return Explanation(
        key="gradebook.why_total_weighted" if is_weighted else "gradebook.why_total_points",
        facts={
            "percent": f"{shown:f}",
            "letter": letter or "none",
            "categories": len(counted),
            "empty": len(parts) - len(counted),
        },
        formula=f"({above}) ÷ ({below}) = {percent(total)}",
    )


def _points(item: Item, points: Fraction) -> dict[str, str | int]:
    return {
        "title": item.title,
        "points": plain(points),
        "possible": plain(item.worth),
    }


def _of(item: Item, points: Fraction) -> str:
    if item.is_extra:
        return f"+ {plain(points)}"
    return f"{plain(points)} ÷ {plain(item.worth)}"
