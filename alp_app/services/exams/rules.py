"""What the clock, the order of writes and the feedback policy say. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from alp_app.models.exams import Counting
from alp_app.services.gradebook.figures import rounded

GRACE = timedelta(seconds=30)
"""For what was on its way when the time was up. Judged by the server's clock."""
POINT_DECIMALS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What one learner has in one test."""

    minutes: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    attempts: int
    extra_percent: int = 0
    break_seconds: int = 0

    @property
    def time(self) -> timedelta | None:
        """From the start; None where only the closing time ends it."""
        if self.minutes is None:
            return None
        return timedelta(minutes=self.minutes) + self.extra

    @property
    def extra(self) -> timedelta:
        if self.minutes is not None:
            whole = timedelta(minutes=self.minutes)
        elif self.opens_at is not None and self.closes_at is not None:
            whole = self.closes_at - self.opens_at
        else:
            whole = timedelta()
        return whole * self.extra_percent / 100

    def deadline(self, started_at: datetime, *, break_seconds: int = 0) -> datetime | None:
        """Extra time goes beyond the closing time, and so do breaks that were taken."""
        ends = [] if self.time is None else [started_at + self.time]
        if self.closes_at is not None:
            ends.append(self.closes_at + self.extra)
        return min(ends) + timedelta(seconds=break_seconds) if ends else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The clock of one attempt."""

    deadline_at: datetime | None
    """With the breaks that are over."""
    break_seconds: int = 0
    break_started_at: datetime | None = None
    break_seconds_allowed: int = 0

    def break_so_far(self, now: datetime) -> timedelta:
        """Of the break that is going on; never more than is left."""
        if self.break_started_at is None:
            return timedelta()
        left = timedelta(seconds=max(0, self.break_seconds_allowed - self.break_seconds))
        return min(max(now - self.break_started_at, timedelta()), left)

    def is_on_break(self, now: datetime) -> bool:
        """A break ends by itself when there is nothing left of it."""
        return self.break_started_at is not None and self.break_left(now) > 0

    def break_left(self, now: datetime) -> int:
        """Seconds."""
        used = timedelta(seconds=self.break_seconds) + self.break_so_far(now)
        return max(0, self.break_seconds_allowed - int(used.total_seconds()))

    def ends_at(self, now: datetime) -> datetime | None:
        if self.deadline_at is None:
            return None
        return self.deadline_at + self.break_so_far(now)

    def is_over(self, now: datetime) -> bool:
        """Nothing that arrives now counts."""
        ends_at = self.ends_at(now)
        return ends_at is not None and now > ends_at + GRACE


class Stamped(Protocol):
    """Read-only, so that rows and what comes in both fit."""

    @property
    def sequence(self) -> int: ...
    @property
    def writer(self) -> str: ...
    @property
    def is_final(self) -> bool: ...


def replaces(new: Stamped, old: Stamped) -> bool:
    """Whether a write changes what stands, so that the same set of writes leaves the same behind in
    whatever order and however often they arrive."""
    if old.is_final:
        return False
    return new.is_final or (new.sequence, new.writer) > (old.sequence, old.writer)


def counted(points: Sequence[Decimal | None], counting: Counting) -> Decimal | None:
    """The mark that the attempts make, in their order; None while one that decides it is not marked."""
    match counting:
        case Counting.FIRST:
            deciding = points[:1]
        case Counting.LATEST:
            deciding = points[-1:]
        case Counting.BEST | Counting.AVERAGE:
            deciding = points
    known = [each for each in deciding if each is not None]
    if not known or len(known) < len(deciding):
        return None
    if counting is Counting.AVERAGE:
        return rounded(Fraction(sum(known, Decimal(0))) / len(known), POINT_DECIMALS)
    return max(known)


def total(points: Sequence[Decimal | None]) -> Decimal | None:
    """Of one attempt; never below nothing, whatever wrong answers cost."""
    known = [each for each in points if each is not None]
    if len(known) < len(points):
        return None
    return max(Decimal(0), sum(known, Decimal(0)))


def is_passed(points: Decimal, most: Decimal, passing_percent: int | None) -> bool | None:
    """None where a test has no passing score."""
    if passing_percent is None:
        return None
    return points * 100 >= most * passing_percent
