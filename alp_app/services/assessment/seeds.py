"""Chance that can be repeated: the same seed draws the same today, tomorrow and on any machine."""

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

Item = TypeVar("Item")


def seed_of(*ids: UUID) -> int:
    """One seed for what these ids name together, such as an attempt and a question."""
    return int.from_bytes(sha256(b"".join(each.bytes for each in ids)).digest()[:8])


def draw(below: int, seed: int, *path: str | int) -> int:
    """A number from 0 that is less than `below`, for one purpose named by `path`."""
    named = "\0".join(str(part) for part in (seed, *path))
    return int.from_bytes(sha256(named.encode()).digest()) % below


def shuffled(
    items: Iterable[Item], seed: int, *, key: Callable[[Item], object]
) -> tuple[Item, ...]:
    """An order that depends on the seed and the keys, and not on the order that was given."""
    return tuple(sorted(items, key=lambda item: draw(1 << 64, seed, "order", str(key(item)))))
