"""Schemas as engines are given them."""

from typing import Any, cast

import pytest

from alp_app.services.generation.drafts import AskedOutline, ClosingDraft, Draft, QuestionDraft
from providers.schemas import engine_schema, in_order


@pytest.mark.parametrize("draft", [AskedOutline, ClosingDraft, QuestionDraft])
def test_a_schema_from_a_store_that_sorts_its_keys_asks_for_the_same_order(draft: type[Draft]):
    asked = engine_schema(draft)
    stored = _sorted(asked)
    assert _names(stored) != _names(asked)
    assert _names(in_order(stored)) == _names(asked)


def _sorted(value: Any) -> Any:
    """As Postgres keeps JSON: short keys before long ones."""
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value)
        return {key: _sorted(items[key]) for key in sorted(items, key=lambda key: (len(key), key))}
    if isinstance(value, list):
        return [_sorted(item) for item in cast("list[Any]", value)]
    return value


def _names(schema: dict[str, Any]) -> list[Any]:
    """The names of all properties, in order."""
    properties: dict[str, dict[str, Any]] = schema.get("properties", {})
    items: dict[str, Any] = schema.get("items", {})
    return [
        list(properties),
        [_names(item) for item in properties.values()],
        _names(items) if items else [],
    ]
