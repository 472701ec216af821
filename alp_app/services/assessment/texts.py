"""Compares words as a fair reader would. Pure."""

import unicodedata

from alp_app.models.questions import TextRules

STAR = "*"


def is_accepted(typed: str, form: str, rules: TextRules) -> bool:
    """Whether `typed` is the accepted `form` under the rules of its question."""
    given = folded(typed, rules)
    if not rules.has_wildcards:
        return given == folded(form, rules)
    return _fits([folded_piece(piece, rules) for piece in _pieces(form)], given)


def folded(text: str, rules: TextRules) -> str:
    """The text without the differences that do not count."""
    return folded_piece(" ".join(text.split()), rules).strip()


def folded_piece(text: str, rules: TextRules) -> str:
    """As `folded`, but spaces stay where they are at either end."""
    text = unicodedata.normalize("NFKC", text)
    if not rules.is_case_counted:
        text = text.casefold()
    if not rules.is_accent_counted:
        bare = unicodedata.normalize("NFKD", text)
        text = "".join(each for each in bare if not unicodedata.combining(each))
    return unicodedata.normalize("NFKC", text)


def _pieces(form: str) -> list[str]:
    """What stands between the stars of an accepted form."""
    pieces = [""]
    escaped = False
    for each in " ".join(form.split()):
        if escaped:
            pieces[-1] += each if each in {STAR, "\\"} else f"\\{each}"
            escaped = False
        elif each == "\\":
            escaped = True
        elif each == STAR:
            pieces.append("")
        else:
            pieces[-1] += each
    if escaped:
        pieces[-1] += "\\"
    return pieces


def _fits(pieces: list[str], text: str) -> bool:
    """Whether the pieces stand in `text` in order, the first at its start and the last at its end."""
    first, *middle = pieces
    if not middle:
        return text == first
    last = middle.pop()
    if len(text) < len(first) + len(last) or not (text.startswith(first) and text.endswith(last)):
        return False
    place, end = len(first), len(text) - len(last)
    for piece in middle:
        found = text.find(piece, place, end)
        if found < 0:
            return False
        place = found + len(piece)
    return True
