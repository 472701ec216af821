"""Passwords: what is acceptable, how it is stored, how it is checked."""

import asyncio
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from passlib.context import CryptContext

from alp_app.kit.errors import Invalid

MINIMUM_LENGTH = 10
MAXIMUM_LENGTH = 256
MINIMUM_VARIETY = 5
"""Different characters: refuses `aaaaaaaaaa` and `1212121212`."""

AT_ONCE = 2
"""Checks that run at the same time; each takes a core for about 25 ms and 19 MiB."""


class WeakPassword(Invalid):
    code = "weak_password"
    hint = "Choose a longer phrase that nobody would guess."


@dataclass(frozen=True, slots=True)
class Verdict:
    is_correct: bool
    new_hash: str | None
    """Set when the stored hash is weaker than what is made today: keep this one instead."""


@cache
def _common() -> frozenset[str]:
    return frozenset((Path(__file__).parent / "common_passwords.txt").read_text().split())


def check_strength(password: str, *, email: str | None) -> None:
    """Raise WeakPassword, saying which rule was broken in `facts["reason"]`."""
    if len(password) < MINIMUM_LENGTH:
        raise WeakPassword(
            f"This password has {len(password)} characters; it needs at least {MINIMUM_LENGTH}.",
            reason="too_short",
            minimum=MINIMUM_LENGTH,
        )
    if len(password) > MAXIMUM_LENGTH:
        raise WeakPassword(
            f"This password is longer than {MAXIMUM_LENGTH} characters.",
            reason="too_long",
            maximum=MAXIMUM_LENGTH,
        )
    folded = password.casefold()
    if len(set(folded)) < MINIMUM_VARIETY:
        raise WeakPassword("This password repeats too few characters.", reason="too_simple")
    if folded in _common():
        raise WeakPassword("This password is on lists that attackers try first.", reason="common")
    address = (email or "").casefold()
    if address and folded in {address, address.partition("@")[0]}:
        raise WeakPassword("This password is your e-mail address.", reason="same_as_email")


class Passwords:
    """Argon2id at 19 MiB, two passes, one lane. One instance per process."""

    def __init__(self, *, memory_kib: int = 19_456, passes: int = 2) -> None:
        self._context = CryptContext(
            schemes=["argon2"],
            argon2__type="ID",
            argon2__memory_cost=memory_kib,
            argon2__rounds=passes,
            argon2__parallelism=1,
        )
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")
        self._turns = asyncio.Semaphore(AT_ONCE * 2)

    @asynccontextmanager
    async def turn(self) -> AsyncGenerator[None]:
        """Wait here, before touching the database, so that a crowd at the door does not use up its
        connections."""
        async with self._turns:
            yield

    async def hash(self, password: str) -> str:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._hash, password)

    async def check(self, password: str, stored: str | None) -> Verdict:
        """Takes the same time when there is nothing to compare with."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._check, password, stored)

    def _hash(self, password: str) -> str:
        return str(self._context.hash(password))  # pyright: ignore[reportUnknownArgumentType]

    def _check(self, password: str, stored: str | None) -> Verdict:
        if stored is None or len(password) > MAXIMUM_LENGTH:
            self._context.dummy_verify()
            return Verdict(is_correct=False, new_hash=None)
        is_correct, new_hash = cast(
            "tuple[bool, str | None]", self._context.verify_and_update(password, stored)
        )
        return Verdict(is_correct=is_correct, new_hash=new_hash)
