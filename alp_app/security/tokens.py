"""Random tokens that we store as hashes, and signed access tokens for the API."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from alp_app.kit import clock
from alp_app.kit.ids import UserId, new_uuid

ALGORITHM = "HS256"
ACCESS_TOKEN_LIFETIME = timedelta(minutes=15)
AUDIENCE = "alp-api"
TYPE = "at+jwt"
"""RFC 9068: an access token, never mistaken for another kind."""


def new_token() -> str:
    """256 random bits, safe in a URL and in a cookie."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored. Tokens are random, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessClaims:
    user_id: UserId
    family_id: UUID
    """The chain of refresh tokens it came from: ending the chain ends it too."""


class AccessTokens:
    """Signs and reads the API's access tokens. Roles are not in them: they are looked up, so that
    a change counts at once."""

    def __init__(self, key: bytes, issuer: str) -> None:
        self._key = OctKey.import_key(key)
        self._issuer = issuer
        self._rules = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": AUDIENCE},
            sub={"essential": True},
            sid={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )

    def sign(self, claims: AccessClaims) -> str:
        now = clock.now()
        return jwt.encode(
            {"alg": ALGORITHM, "typ": TYPE},
            {
                "iss": self._issuer,
                "aud": AUDIENCE,
                "sub": str(claims.user_id),
                "sid": str(claims.family_id),
                "jti": new_uuid().hex,
                "iat": int(now.timestamp()),
                "exp": int((now + ACCESS_TOKEN_LIFETIME).timestamp()),
            },
            self._key,
            algorithms=[ALGORITHM],
        )

    def read(self, token: str) -> AccessClaims | None:
        """None for anything that we did not sign, for us, as an access token, recently."""
        try:
            found = jwt.decode(token, self._key, algorithms=[ALGORITHM])
            if found.header.get("typ") != TYPE:
                return None
            self._rules.validate(found.claims)
            return AccessClaims(
                user_id=UserId(UUID(found.claims["sub"])), family_id=UUID(found.claims["sid"])
            )
        except (JoseError, ValueError, AttributeError, TypeError):
            return None
