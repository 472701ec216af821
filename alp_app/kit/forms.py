"""From what a person typed into a form to the input of a command."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from alp_app.kit.errors import Invalid

T = TypeVar("T")

FIELD_ID = "field_"
"""How the ids of our fields begin: Reflex sends each value under its name and again under its id."""


class FormIncomplete(Invalid):
    """Something in the form cannot be saved as it is."""

    code = "form.incomplete"
    hint = "Mend it, then save again."

    def __init__(self, problem: str) -> None:
        super().__init__(f"This was not saved: {problem}.", problem=problem)


def read_form(kind: Any, values: Mapping[str, Any]) -> Any:
    """`values` as `kind`, a pydantic model or a union of some. Raises FormIncomplete, which names the
    first field that is wrong."""
    named = {name: value for name, value in values.items() if not name.startswith(FIELD_ID)}
    try:
        return TypeAdapter(kind).validate_python(named)
    except ValidationError as error:
        first = error.errors()[0]
        place = str(first["loc"][-1]).replace("_", " ") if first["loc"] else "the form"
        raise FormIncomplete(f"{place}: {first['msg'][:1].lower()}{first['msg'][1:]}") from error
