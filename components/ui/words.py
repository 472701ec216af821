"""Words people read: a key of `assets/locales/en.json` and its facts, put into words by the browser.

A message is ICU MessageFormat, so plurals, numbers and dates follow the reader's language. The key
may be a Var, which lets the server send `message_key` and `facts` and leave the sentence to the page.
"""

from typing import Any

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_base.vars import VarData

from components.ui.values import Facts, Text, text

_CATALOGUE = VarData(
    imports={
        "$/public/client/words.js": [ImportVar("useWords")],
        "intl-messageformat@12.1.5": [ImportVar(None, render=False)],
    },
    hooks={"const words = useWords();": None},
)


def t(key: Text, *, facts: Facts | None = None, fallback: Text = "", **values: Any) -> rx.Var[str]:
    """The message under `key`, as children or as an attribute.

    `values` win over `facts`. An unknown key gives `fallback`, or the key itself when that is empty.
    """
    name = text(key)
    given = rx.Var.create(values)
    known = rx.Var.create(facts if facts is not None else {})
    otherwise = text(fallback)
    return rx.Var(
        f"words({name!s}, {{...{known!s}, ...{given!s}}}, {otherwise!s})",
        _var_type=str,
        _var_data=VarData.merge(
            _CATALOGUE,
            *(_data_of(part) for part in (name, given, known, otherwise)),
        ),
    ).to(str)


def t_in(family: str, member: Text, **values: Any) -> rx.Var[str]:
    """The message `family.member`, for a member only the server knows: `t_in("state", job.state)`."""
    return t(f"{family}.{member}", **values)


def t_error(
    code: Text, *, facts: Facts | None = None, fallback: Text = "", hint: bool = False
) -> rx.Var[str]:
    """What went wrong, or with `hint` what to do about it, by the code of a failure.

    `course.not_found` is worded under `error.course_not_found` and `error.course_not_found_hint`.
    """
    key = "error." + text(code).replace(".", "_") + ("_hint" if hint else "")
    return t(key, facts=facts, fallback=fallback)


def _data_of(part: rx.Var[Any]) -> VarData | None:
    """What a Var needs in the page. Reflex has no public way to carry it into a new expression."""
    return part._get_all_var_data()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
