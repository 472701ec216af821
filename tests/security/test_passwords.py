"""What a password must be, and how it is kept."""

import asyncio
import time

import pytest

from alp_app.security.passwords import MAXIMUM_LENGTH, Passwords, WeakPassword, check_strength

GOOD = "a long walk by the canal"


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "too_short"),
        ("x" * (MAXIMUM_LENGTH + 1), "too_long"),
        ("aaaaaaaaaaaa", "too_simple"),
        ("1212121212", "too_simple"),
        ("password123", "common"),
        ("Password123", "common"),
        ("mara.lind@example.org", "same_as_email"),
        ("Mara.Lind@Example.Org", "same_as_email"),
        ("mara.lind.the", None),
        (GOOD, None),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password: str, reason: str | None) -> None:
    if reason is None:
        check_strength(password, email="mara.lind@example.org")
        return
    with pytest.raises(WeakPassword) as refusal:
        check_strength(password, email="mara.lind@example.org")
    assert refusal.value.facts["reason"] == reason


def test_the_name_in_the_address_is_no_password_either() -> None:
    with pytest.raises(WeakPassword):
        check_strength("maralindholm", email="maralindholm@example.org")


async def test_what_is_stored_is_argon2id_with_the_agreed_cost_and_not_the_password() -> None:
    stored = await Passwords().hash(GOOD)
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert GOOD not in stored
    assert (await Passwords().check(GOOD, stored)).is_correct
    assert not (await Passwords().check(f"{GOOD}!", stored)).is_correct


async def test_two_people_with_one_password_are_stored_differently() -> None:
    passwords = Passwords(memory_kib=64, passes=1)
    assert await passwords.hash(GOOD) != await passwords.hash(GOOD)


async def test_a_hash_of_the_agreed_cost_is_left_as_it_is() -> None:
    passwords = Passwords(memory_kib=64, passes=1)
    assert (await passwords.check(GOOD, await passwords.hash(GOOD))).new_hash is None


async def test_a_cheaper_hash_is_replaced() -> None:
    cheap = await Passwords(memory_kib=64, passes=1).hash(GOOD)
    verdict = await Passwords(memory_kib=128, passes=1).check(GOOD, cheap)
    assert verdict.is_correct
    assert verdict.new_hash is not None
    assert "m=128" in verdict.new_hash


async def test_nobody_is_found_out_by_how_long_the_check_takes() -> None:
    passwords = Passwords()
    stored = await passwords.hash(GOOD)
    known: list[float] = []
    unknown: list[float] = []
    await passwords.check("wrong", None)
    for _ in range(8):
        for times, kept in ((known, stored), (unknown, None)):
            began = time.perf_counter()
            await passwords.check("wrong", kept)
            times.append(time.perf_counter() - began)
    assert 0.5 < min(known) / min(unknown) < 2


async def test_checks_do_not_stop_everybody_else() -> None:
    passwords = Passwords()
    stored = await passwords.hash(GOOD)
    checks = [asyncio.create_task(passwords.check(GOOD, stored)) for _ in range(6)]
    turns = 0
    while not all(check.done() for check in checks):
        await asyncio.sleep(0)
        turns += 1
    assert turns > 100
