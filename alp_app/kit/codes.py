"""Codes that people read off a board and type: no letter that looks like another, and no words."""

import secrets

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
"""Without 0, O, 1, I and L; without vowels and Y, so that no word comes out."""
GROUP = 4


def new_code(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def spelled(code: str) -> str:
    """In groups of four: `BCDF-2345`."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read_code(typed: str, length: int) -> str | None:
    """The code that somebody typed, with whatever hyphens, spaces and small letters; None for what
    cannot be one."""
    code = "".join(letter for letter in typed.upper() if not (letter.isspace() or letter in "-–_."))
    return code if len(code) == length and set(code) <= set(ALPHABET) else None
