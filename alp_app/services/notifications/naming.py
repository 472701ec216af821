"""Whether a text calls somebody by name: a pure decision."""

import re


def is_named(body: str, name: str) -> bool:
    """Whether a text calls somebody: `@Amara B.`, in whatever letters, not as part of a longer word."""
    return re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", body, re.IGNORECASE) is not None
