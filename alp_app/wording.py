"""The message catalogue, for what is read outside a page: mails and calendars.

Only messages with plain arguments can be put into words here; a test looks at those that are.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from alp_app.settings import ROOT

CATALOGUES = ROOT / "assets" / "locales"
FALLBACK = "en"


def words(key: str, facts: Mapping[str, Any] | None = None, *, locale: str = FALLBACK) -> str:
    """The message under `key` in a language, in English where it has no such message."""
    pattern = _catalogue(locale).get(key) or _catalogue(FALLBACK)[key]
    return pattern.format_map(defaultdict(str, facts or {}))


@cache
def _catalogue(locale: str) -> Mapping[str, str]:
    path = CATALOGUES / f"{locale}.json"
    # A locale is what an account says; only catalogues that are there are read.
    known = {found.name for found in CATALOGUES.glob("*.json")}
    return json.loads(path.read_text()) if path.name in known else {}
