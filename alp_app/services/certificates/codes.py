"""The code on a certificate: a random half, and a half that signs it."""

import hashlib
import hmac
import secrets

from alp_app.kit.codes import ALPHABET, new_code, read_code

HALF = 8
LENGTH = 2 * HALF
KEY_BYTES = 32


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def new_signed_code(key: bytes) -> str:
    serial = new_code(HALF)
    return serial + _signature(key, serial)


def read_signed_code(key: bytes, typed: str) -> str | None:
    """The code that somebody typed or scanned; None for what was not signed with this key."""
    code = read_code(typed, LENGTH)
    if code is None:
        return None
    is_signed = hmac.compare_digest(code[HALF:], _signature(key, code[:HALF]))
    return code if is_signed else None


def _signature(key: bytes, serial: str) -> str:
    number = int.from_bytes(hmac.digest(key, serial.encode(), hashlib.sha256))
    letters: list[str] = []
    for _ in range(HALF):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)
