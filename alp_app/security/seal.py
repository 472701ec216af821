"""The installation's seal: an Ed25519 signature that anybody can check with its public key.

The key comes from the installation's secret, so it stays the same for as long as that does.
"""

import hashlib
import secrets

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

KEY_BYTES = 32


class Seal:
    def __init__(self, key: bytes) -> None:
        """`key`: 32 secret bytes."""
        self._key = Ed25519PrivateKey.from_private_bytes(key)

    @classmethod
    def of_this_process(cls) -> "Seal":
        """For commands and tests: nothing else can make the same."""
        return cls(secrets.token_bytes(KEY_BYTES))

    @property
    def public_key(self) -> bytes:
        """PEM, as OpenSSL reads it."""
        return self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, content: bytes) -> bytes:
        """64 bytes."""
        return self._key.sign(content)


def fingerprint(public_key: bytes) -> str:
    """SHA-256 of a PEM key in groups of four, for people to compare. Raises ValueError for what is no
    Ed25519 key."""
    digest = hashlib.sha256(_key(public_key).public_bytes(Encoding.Raw, PublicFormat.Raw))
    text = digest.hexdigest()
    return " ".join(text[place : place + 4] for place in range(0, 32, 4))


def is_signed(public_key: bytes, signature: bytes, content: bytes) -> bool:
    """Whether `content` was signed with the private half of a PEM key."""
    try:
        _key(public_key).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _key(public_key: bytes) -> Ed25519PublicKey:
    key = load_pem_public_key(public_key)
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("not an Ed25519 key")  # noqa: TRY004 - what came in is bytes, and wrong ones
    return key
