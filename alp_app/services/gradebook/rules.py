"""The arithmetic of grades: pure, exact, and able to say why.

A column gives a ratio of its points. A category gives the ratio of the sums of its columns, without
the lowest ones that it drops. The total is the mean of the categories by weight, over those that have
something in them; without weights a category counts by the points of its columns, so that the total
is that of all points.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from alp_app.models.grading import Missing
from alp_app.services.gradebook import explaining
from alp_app.services.gradebook.figures import rounded
from alp_app.services.gradebook.scheme import (
    NOTHING,
    Category,
    Entries,
    Entry,
    Explanation,
    Item,
    Letter,
    Scheme,
)


class CellState(StrEnum):
    GRADED = "graded"
    LATE = "late"
    OVERRIDDEN = "overridden"
    EXCUSED = "excused"
    WAITING = "waiting"
    """Handed in, not marked."""
    OPEN = "open"
    """Nothing was handed in, and nothing counts."""
    MISSING = "missing"
    """Nothing was handed in, which counts as zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    item: Item
    state: CellState
    earned: Fraction | None
    """None where nothing counts."""
    is_dropped: bool = False
    explanation: Explanation

    @property
    def counts(self) -> bool:
        return self.earned is not None and not self.is_dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryResult:
    category: Category
    earned: Fraction
    possible: Fraction
    weight: Fraction
    """In the total; 0 while nothing in it counts."""
    explanation: Explanation

    @property
    def ratio(self) -> Fraction | None:
        return self.earned / self.possible if self.possible else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    cells: tuple[Cell, ...]
    categories: tuple[CategoryResult, ...]
    total: Fraction | None
    """Of 1, exactly; None while nothing counts."""
    percent: Decimal | None
    """As shown."""
    letter: str
    explanation: Explanation

    def cell(self, item_id: UUID) -> Cell:
        return next(cell for cell in self.cells if cell.item.id == item_id)


def grade(scheme: Scheme, entries: Entries, *, now: datetime) -> Result:
    """One learner's grade."""
    by_item: dict[UUID, Cell] = {}
    categories: list[CategoryResult] = []
    is_weighted = all(category.weight is not None for category in scheme.categories)
    for category in scheme.categories:
        cells = _drop(
            category,
            [
                judge(item, entries.get(item.id, NOTHING), scheme.missing, now)
                for item in scheme.items
                if item.category_id == category.id
            ],
        )
        by_item |= {cell.item.id: cell for cell in cells}
        categories.append(_add_up(category, cells, is_weighted=is_weighted))
    total = _total(categories)
    shown = None if total is None else rounded(total * 100, scheme.decimals)
    letter = "" if shown is None else letter_for(scheme.letters, shown)
    return Result(
        cells=tuple(by_item[item.id] for item in scheme.items if item.id in by_item),
        categories=tuple(categories),
        total=total,
        percent=shown,
        letter=letter,
        explanation=explaining.total(
            [(each.category.title, each.weight, each.ratio) for each in categories],
            total=total,
            shown=shown,
            letter=letter,
            is_weighted=is_weighted,
        ),
    )


def judge(item: Item, entry: Entry, missing: Missing, now: datetime) -> Cell:
    """What one entry gives, before anything is dropped."""
    due_at = entry.due_at or item.due_at
    if entry.is_excused:
        return _cell(item, CellState.EXCUSED, None, explaining.excused(item))
    if entry.override is not None:
        points = Fraction(entry.override.points)
        words = explaining.overridden(item, points, entry.override.reason, entry.points)
        return _cell(item, CellState.OVERRIDDEN, points, words)
    if entry.points is not None:
        return _marked(item, entry, Fraction(entry.points), due_at)
    if entry.submitted_at is not None:
        return _cell(item, CellState.WAITING, None, explaining.waiting(item))
    return _nothing(item, missing, is_due=due_at is not None and now > due_at)


def letter_for(letters: Sequence[Letter], shown: Decimal) -> str:
    """Of the percentage that is shown, so that the two never seem to disagree."""
    reached = [letter for letter in letters if shown >= letter.at_least]
    return max(reached, key=lambda letter: letter.at_least).name if reached else ""


def _marked(item: Item, entry: Entry, points: Fraction, due_at: datetime | None) -> Cell:
    days = item.late.days_late(due_at, entry.submitted_at)
    off = Fraction(item.late.percent_off(days))
    if not off:
        return _cell(item, CellState.GRADED, points, explaining.graded(item, points))
    earned = max(points - item.worth * off / 100, Fraction(0))
    return _cell(item, CellState.LATE, earned, explaining.late(item, points, earned, off, days))


def _nothing(item: Item, missing: Missing, *, is_due: bool) -> Cell:
    if item.is_extra or missing is Missing.IGNORED:
        return _cell(item, CellState.OPEN, None, explaining.left_out(item))
    if missing is Missing.ZERO or is_due:
        return _cell(item, CellState.MISSING, Fraction(0), explaining.missing(item))
    return _cell(item, CellState.OPEN, None, explaining.not_due(item))


def _cell(item: Item, state: CellState, earned: Fraction | None, words: Explanation) -> Cell:
    return Cell(item=item, state=state, earned=earned, explanation=words)


def _drop(category: Category, cells: list[Cell]) -> list[Cell]:
    """Leave out the columns without which the category's ratio is highest; one always stays."""
    able = [cell for cell in cells if cell.earned is not None and _is_asked(cell)]
    count = min(category.drop_lowest, len(able) - 1)
    if count <= 0:
        return cells
    extra = _earned([cell for cell in cells if cell.item.is_extra])
    kept = _best(able, len(able) - count, extra)
    dropped = {cell.item.id for cell in able} - {cell.item.id for cell in kept}
    return [
        replace(cell, is_dropped=True, explanation=explaining.dropped(cell.item, cell.explanation))
        if cell.item.id in dropped
        else cell
        for cell in cells
    ]


def _best(cells: Sequence[Cell], keep: int, extra: Fraction) -> Sequence[Cell]:
    """The `keep` cells whose sums, with what is earned on top, have the highest ratio.

    Dinkelbach's method: a round either finds a higher ratio, or proves that there is none.
    """
    chosen = cells[:keep]
    while True:
        ratio = (_earned(chosen) + extra) / _possible(chosen)
        better = sorted(
            cells,
            key=lambda cell: (
                (cell.earned or 0) - ratio * cell.item.worth,
                cell.item.id,
            ),
            reverse=True,
        )[:keep]
        if (_earned(better) + extra) / _possible(better) <= ratio:
            return chosen
        chosen = better


def _add_up(category: Category, cells: Sequence[Cell], *, is_weighted: bool) -> CategoryResult:
    counted = [cell for cell in cells if cell.counts]
    earned, possible = _earned(counted), _possible(counted)
    of_all = _possible([cell for cell in cells if cell.earned is not None])
    weight = Fraction(category.weight or 0) if is_weighted else of_all
    return CategoryResult(
        category=category,
        earned=earned,
        possible=possible,
        weight=weight if possible else Fraction(0),
        explanation=explaining.category(
            category,
            [(cell.earned or Fraction(0), cell.item.worth) for cell in counted
             if _is_asked(cell)],
            [cell.earned or Fraction(0) for cell in counted if not _is_asked(cell)],
            dropped=sum(cell.is_dropped for cell in cells),
        ),
    )  # fmt: skip


def _total(categories: Sequence[CategoryResult]) -> Fraction | None:
    weight = sum((each.weight for each in categories), Fraction(0))
    if not weight:
        return None
    return sum((each.weight * (each.ratio or 0) for each in categories), Fraction(0)) / weight


def _is_asked(cell: Cell) -> bool:
    return not cell.item.is_extra and cell.item.points > 0


def _earned(cells: Sequence[Cell]) -> Fraction:
    return sum((cell.earned or Fraction(0) for cell in cells), Fraction(0))


def _possible(cells: Sequence[Cell]) -> Fraction:
    return sum((cell.item.worth for cell in cells if _is_asked(cell)), Fraction(0))
