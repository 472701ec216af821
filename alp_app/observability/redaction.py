"""Takes secrets and personal data out of text before it is kept."""

import re

HIDDEN = "[hidden]"

SECRET_KEYS = frozenset(
    {
        "authorization",
        "cookie",
        "cookies",
        "email",
        "headers",
        "password",
        "payload",
        "raw_headers",
        "refresh_token",
        "router_data",
        "secret",
        "set_cookie",
        "token",
    }
)

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # Reflex logs an event it cannot place whole, session cookie included: keep its name only.
    (
        re.compile(r"Event\(name=(?P<name>'[^']{0,200}').*", re.DOTALL),
        rf"Event(name=\g<name>, {HIDDEN})",
    ),
    (re.compile(r"(Event data: |event data: ).*", re.DOTALL), rf"\1{HIDDEN}"),
    (re.compile(r"__Host-[\w-]+=[^;\s'\"]+"), HIDDEN),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), rf"\1 {HIDDEN}"),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]+"), HIDDEN),
    (re.compile(r"(?i)([?&](?:token|code|key|signature|x-amz-[\w-]+)=)[^&\s'\"]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(\w+://[^:/\s@]*:)[^@\s/]+@"), rf"\1{HIDDEN}@"),
    (re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"), HIDDEN),
)
_SUSPECT = re.compile(r"[@=(:]|eyj|bearer|basic", re.IGNORECASE)
"""Whatever a rule finds has one of these: most text has none, and is done with at once."""


def redact(text: str) -> str:
    """Hide session cookies, credentials, signed addresses and e-mail addresses."""
    if _SUSPECT.search(text) is None:
        return text
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
