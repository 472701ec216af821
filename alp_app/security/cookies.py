"""The session cookie: HttpOnly, bound to one host, sent over TLS or to localhost only."""

from datetime import timedelta

from starlette.requests import cookie_parser

SESSION_COOKIE = "__Host-alp_session"
_ATTRIBUTES = "Path=/; HttpOnly; Secure; SameSite=Lax"


def session_cookie(token: str, lifetime: timedelta) -> str:
    """The value of a `Set-Cookie` header."""
    return f"{SESSION_COOKIE}={token}; Max-Age={int(lifetime.total_seconds())}; {_ATTRIBUTES}"


def cleared_cookie() -> str:
    return f"{SESSION_COOKIE}=; Max-Age=0; {_ATTRIBUTES}"


def find_session_token(cookie_header: str) -> str | None:
    return cookie_parser(cookie_header).get(SESSION_COOKIE) or None
