"""What stands at the door of one process: password checks, rate limits, signed tokens."""

import secrets
from dataclasses import dataclass, field

from redis.asyncio import Redis

from alp_app.security import secret
from alp_app.security.passwords import Passwords
from alp_app.security.rate_limits import RateLimits
from alp_app.security.seal import Seal
from alp_app.security.signed_links import SignedLinks
from alp_app.security.tokens import AccessTokens
from alp_app.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    passwords: Passwords
    limits: RateLimits
    tokens: AccessTokens
    links: SignedLinks
    seal: Seal = field(default_factory=Seal.of_this_process)


def build(settings: Settings, redis: Redis) -> Guard:
    """Blocking: may read or make the installation's secret."""
    own = secret.load(settings)
    key = secret.derive(own, "access-token")
    return Guard(
        passwords=Passwords(),
        limits=RateLimits(redis),
        tokens=AccessTokens(key, issuer=settings.public_url),
        links=SignedLinks(secret.derive(own, "link")),
        seal=Seal(secret.derive(own, "seal")),
    )


def of_this_process() -> Guard:
    """Limits counted here alone, and tokens that end with the process: for commands and tests."""
    return Guard(
        passwords=Passwords(),
        limits=RateLimits(None),
        tokens=AccessTokens(secrets.token_bytes(32), issuer="alp"),
        links=SignedLinks(secrets.token_bytes(32)),
    )
