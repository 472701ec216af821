"""What a grade is made from: columns, categories, rules, and what one learner has in each column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from alp_app.models.grading import Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class LatePolicy:
    """Takes off `percent_a_day` of the column's points for each day begun after the due time."""

    percent_a_day: Decimal = Decimal(0)
    most_percent: Decimal = Decimal(100)
    grace: timedelta = timedelta()

    def days_late(self, due_at: datetime | None, submitted_at: datetime | None) -> int:
        """Days begun; 0 within the grace."""
        if due_at is None or submitted_at is None or submitted_at <= due_at + self.grace:
            return 0
        return -((due_at - submitted_at) // timedelta(days=1))

    def percent_off(self, days: int) -> Decimal:
        return min(self.percent_a_day * days, self.most_percent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    id: UUID
    title: str
    weight: Decimal | None = None
    """Where one category has none, all count by their points."""
    drop_lowest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One column."""

    id: UUID
    category_id: UUID
    title: str
    points: Decimal
    due_at: datetime | None = None
    is_extra: bool = False
    """Its points are added, and not asked for."""
    late: LatePolicy = LatePolicy()
    worth: Fraction = field(init=False)
    """Its points, for exact sums."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "worth", Fraction(self.points))


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    points: Decimal
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one learner has in one column."""

    points: Decimal | None = None
    """As marked, before anything is taken off; from 0 to the column's points."""
    submitted_at: datetime | None = None
    due_at: datetime | None = None
    """This learner's own, when it was extended."""
    is_excused: bool = False
    override: Override | None = None
    """Stands as it is: nothing is taken off for being late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    name: str
    at_least: Decimal
    """Percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    items: tuple[Item, ...]
    categories: tuple[Category, ...]
    missing: Missing = Missing.ZERO_AFTER_DUE
    letters: tuple[Letter, ...] = ()
    decimals: int = 1
    """Of a percentage, as shown."""


Entries = Mapping[UUID, Entry]
"""By column; a column without an entry is one where nothing happened yet."""

NOTHING = Entry()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A sentence, as a key of the message catalogue with its facts, and the sum behind it."""

    key: str
    facts: Mapping[str, str | int] = field(default_factory=dict[str, str | int])
    formula: str = ""
