"""What a page says of a lesson that is not open yet."""

from typing import TypedDict

from alp_app.services.learning.views import LessonLock


class LockWords(TypedDict):
    opens_at: str
    missing: str
    """The lessons to be completed first, by number and title; empty when only the date is missing."""


OPEN = LockWords(opens_at="", missing="")


def words_of(lock: LessonLock | None) -> LockWords:
    if lock is None:
        return OPEN
    return LockWords(
        opens_at=lock.opens_at.isoformat() if lock.opens_at else "",
        missing=", ".join(f"{link.number} {link.title}" for link in lock.missing),
    )
