"""Access tokens are ours, for us, of their kind, and recent; everything else is nothing."""

import base64
import json
from uuid import UUID

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from alp_app.kit import clock
from alp_app.kit.ids import UserId, new_uuid
from alp_app.security.tokens import AccessClaims, AccessTokens, new_token, token_hash

KEY = b"a key that only this test knows, long enough"
ISSUER = "https://school.example.org"
CLAIMS = AccessClaims(user_id=UserId(new_uuid()), family_id=new_uuid())
TOKENS = AccessTokens(KEY, ISSUER)


def forged(*, key: bytes = KEY, header: dict[str, str] | None = None, **changes: object) -> str:
    now = int(clock.now().timestamp())
    claims = {
        "iss": ISSUER,
        "aud": "alp-api",
        "sub": str(CLAIMS.user_id),
        "sid": str(CLAIMS.family_id),
        "iat": now,
        "exp": now + 60,
    } | changes
    given = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(
        {"alg": "HS256", "typ": "at+jwt"} | (header or {}), given, OctKey.import_key(key)
    )


def test_a_token_says_who_and_which_family() -> None:
    assert TOKENS.read(TOKENS.sign(CLAIMS)) == CLAIMS
    assert TOKENS.read(forged()) == CLAIMS


@pytest.mark.parametrize(
    "token",
    [
        forged(key=b"another key, just as long as the real one is"),
        forged(aud="another-service"),
        forged(aud=None),
        forged(iss="https://elsewhere.example.org"),
        forged(exp=1_600_000_000),
        forged(exp=None),
        forged(sub="nobody"),
        forged(sid=None),
        forged(header={"typ": "JWT"}),
        forged(header={"typ": "refresh+jwt"}),
        "",
        "x.y.z",
        "eyJhbGciOiJIUzI1NiJ9..",
    ],
)
def test_a_token_that_is_not_ours_and_right_is_nothing(token: str) -> None:
    assert TOKENS.read(token) is None


def test_a_token_without_a_signature_is_nothing() -> None:
    _, payload, _ = TOKENS.sign(CLAIMS).split(".")
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "at+jwt"}).encode())
    assert TOKENS.read(f"{header.decode().rstrip('=')}.{payload}.") is None


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_another_algorithm_is_nothing_even_with_our_key(algorithm: str) -> None:
    claims = json.loads(_payload(TOKENS.sign(CLAIMS)))
    header = {"alg": algorithm, "typ": "at+jwt"}
    token = jwt.encode(header, claims, OctKey.import_key(KEY), algorithms=[algorithm])
    assert TOKENS.read(token) is None


def test_a_token_signed_with_a_key_pair_is_nothing() -> None:
    claims = json.loads(_payload(TOKENS.sign(CLAIMS)))
    pair = RSAKey.generate_key(2048)
    assert TOKENS.read(jwt.encode({"alg": "RS256", "typ": "at+jwt"}, claims, pair)) is None


def test_random_tokens_are_long_different_and_stored_as_hashes() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 43
    token = tokens.pop()
    assert token not in token_hash(token)
    assert len(token_hash(token)) == 64


def test_claims_hold_no_role_and_no_name() -> None:
    claims = json.loads(_payload(TOKENS.sign(CLAIMS)))
    assert set(claims) == {"iss", "aud", "sub", "sid", "jti", "iat", "exp"}
    assert UUID(claims["sub"]) == CLAIMS.user_id


def _payload(token: str) -> bytes:
    part = token.split(".")[1]
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
