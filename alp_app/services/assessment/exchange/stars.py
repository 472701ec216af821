"""Stars in accepted texts: in other systems each one is a wildcard, unless a backslash stands before it."""

import re
from collections.abc import Sequence
from typing import Any

from alp_app.models.questions import TextRules

_WILD = re.compile(r"(?<!\\)(?:\\\\)*\*")


def reads_stars(accepted: Sequence[dict[str, Any]]) -> bool:
    """Whether any form has a wildcard. Where none has, escaped stars become plain ones."""
    if any(_WILD.search(form["text"]) for form in accepted):
        return True
    for form in accepted:
        form["text"] = form["text"].replace(r"\*", "*")
    return False


def written_stars(text: str, rules: TextRules) -> str:
    return text if rules.has_wildcards else text.replace("*", r"\*")
