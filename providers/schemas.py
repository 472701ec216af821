"""JSON schemas in the small dialect that engines can hold a text to while it is written.

The grammar converters of llama.cpp and Ollama differ in what they know and in whether they ignore or
refuse the rest. What is left out here is still checked afterwards, by pydantic.
"""

from collections.abc import Mapping
from typing import Any, cast

from pydantic import BaseModel

_KEPT = frozenset(
    {
        "type", "description", "enum", "const", "format",
        "properties", "required", "additionalProperties", "items", "prefixItems", "anyOf",
        "minItems", "maxItems", "minLength", "maxLength",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    }
)  # fmt: skip
_REFERENCE = "#/$defs/"


def engine_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The schema of `model` without references. ValueError when it contains itself."""
    schema = model.model_json_schema()
    return _plain(schema, schema.get("$defs", {}), ())


def _plain(
    schema: Mapping[str, Any], definitions: Mapping[str, Any], inside: tuple[str, ...]
) -> dict[str, Any]:
    if reference := schema.get("$ref"):
        name = str(reference).removeprefix(_REFERENCE)
        if name in inside:
            raise ValueError(f"no engine can be held to {name}, which contains itself")
        schema = {**definitions[name], **schema}
        inside = (*inside, name)
    if "oneOf" in schema:
        schema = {**schema, "anyOf": schema["oneOf"]}
    return {
        key: _value(key, value, definitions, inside)
        for key, value in schema.items()
        if key in _KEPT
    }


def _value(key: str, value: Any, definitions: Mapping[str, Any], inside: tuple[str, ...]) -> Any:
    if key == "properties":
        properties = cast("dict[str, dict[str, Any]]", value)
        return {name: _plain(item, definitions, inside) for name, item in properties.items()}
    if key in {"anyOf", "prefixItems"}:
        branches = cast("list[dict[str, Any]]", value)
        return [_plain(branch, definitions, inside) for branch in branches]
    if key in {"items", "additionalProperties"} and isinstance(value, dict):
        return _plain(cast("dict[str, Any]", value), definitions, inside)
    return value


def in_order(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema with its properties in the order of `required`, as `engine_schema` gave them. A store that
    sorts keys loses that order, and an engine writes an answer in the order of the properties."""
    ordered = {key: _ordered(value) for key, value in schema.items()}
    properties = ordered.get("properties")
    if isinstance(properties, dict):
        known = cast("dict[str, Any]", properties)
        first = [name for name in ordered.get("required", ()) if name in known]
        ordered["properties"] = {name: known[name] for name in dict.fromkeys([*first, *known])}
    return ordered


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return in_order(cast("dict[str, Any]", value))
    if isinstance(value, list):
        return [_ordered(item) for item in cast("list[Any]", value)]
    return value
