"""From what a person typed into a form to the input of a command."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar, cast

from pydantic import BeforeValidator, TypeAdapter, ValidationError

from alp_app.kit.errors import Invalid

T = TypeVar("T")

FIELD_ID = "field_"
"""How the ids of our fields begin: Reflex sends each value under its name and again under its id, and
for a field that the page left out, nothing under its id."""


def _by_name(values: object) -> object:
    if not isinstance(values, Mapping):
        return values
    sent = cast("Mapping[str, object]", values)
    return {name: value for name, value in sent.items() if not name.startswith(FIELD_ID)}


Filled = Annotated[dict[str, str], BeforeValidator(_by_name)]
"""A form as the browser sends it, by the names of its fields."""


class FormIncomplete(Invalid):
    """Something in the form cannot be saved as it is."""

    code = "form.incomplete"
    hint = "Mend it, then save again."

    def __init__(self, problem: str) -> None:
        super().__init__(f"This was not saved: {problem}.", problem=problem)


def read_form(kind: Any, values: Mapping[str, Any]) -> Any:
    """`values` as `kind`, a pydantic model or a union of some. Raises FormIncomplete, which names the
    first field that is wrong."""
    try:
        return TypeAdapter(kind).validate_python(values)
    except ValidationError as error:
        first = error.errors()[0]
        place = str(first["loc"][-1]).replace("_", " ") if first["loc"] else "the form"
        raise FormIncomplete(f"{place}: {first['msg'][:1].lower()}{first['msg'][1:]}") from error
