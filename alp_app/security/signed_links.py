"""What a link in a mail may do without signing in: signed by us, for one purpose, and nothing else."""

import json

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

ALGORITHM = "HS256"


class SignedLinks:
    """Tokens that do not end: a mail may be read years later."""

    def __init__(self, key: bytes) -> None:
        self._key = OctKey.import_key(key)

    def sign(self, purpose: str, *words: str) -> str:
        content = json.dumps([purpose, *words])
        return jws.serialize_compact({"alg": ALGORITHM}, content, self._key)

    def read(self, purpose: str, token: str) -> tuple[str, ...] | None:
        """The words that we signed; None for anything else."""
        try:
            found = jws.deserialize_compact(token, self._key, algorithms=[ALGORITHM])
            said: list[str] = json.loads(found.payload)
        except (JoseError, ValueError):
            return None
        return tuple(said[1:]) if said[0] == purpose else None
