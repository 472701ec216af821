"""Reads the parameters of a plain read from its path and query, as the framework would.

Only what is right is read here. Whatever is not is `Unclear`, and the framework then says what is
wrong with it, so that there is one wording of it.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, cast

from fastapi._compat import ModelField, field_annotation_is_sequence
from fastapi.dependencies.models import Dependant
from pydantic import BaseModel
from starlette.datastructures import QueryParams

from alp_app.api.routes import reader_of_request
from alp_app.unit_of_work import Reader

NOTHING = QueryParams()


def model_in(field: ModelField) -> type[BaseModel] | None:
    """The model whose fields are parameters each; None for a parameter that is one itself."""
    annotation: Any = field.field_info.annotation
    is_model = isinstance(annotation, type) and issubclass(cast("type[Any]", annotation), BaseModel)
    return cast("type[BaseModel]", annotation) if is_model else None


class Unclear(Exception):
    """A value is missing or not acceptable."""


@dataclass(frozen=True, slots=True)
class Parameter:
    field: ModelField
    name: str
    alias: str
    is_list: bool
    is_model: bool
    """Its fields are parameters each."""

    @classmethod
    def of(cls, field: ModelField) -> "Parameter":
        annotation: Any = field.field_info.annotation
        is_model = model_in(field) is not None
        is_list = field_annotation_is_sequence(annotation)
        return cls(field, field.name, field.alias, is_list=is_list, is_model=is_model)

    def read(self, given: Mapping[str, Any]) -> Any:
        found: Any
        if self.is_model:
            found = dict(given)
        elif self.is_list:
            found = cast("QueryParams", given).getlist(self.alias) or None
        else:
            found = given.get(self.alias)
        if found is not None:
            value, errors = self.field.validate(found)
            if errors:
                raise Unclear
            return value
        if self.field.field_info.is_required():
            raise Unclear
        return copy(self.field.default)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What one function takes: an endpoint, or something that an endpoint depends on."""

    call: Callable[..., Awaitable[Any]]
    path: Sequence[Parameter]
    query: Sequence[Parameter]
    inner: Sequence[tuple[str, "Parameters"]]
    reader: str | None
    """By which name it takes the reader."""

    @classmethod
    def of(cls, part: Dependant) -> "Parameters":
        readers = [each.name for each in part.dependencies if each.call is reader_of_request]
        return cls(
            cast("Any", part.call),
            [Parameter.of(field) for field in part.path_params],
            [Parameter.of(field) for field in part.query_params],
            [
                (each.name or "", cls.of(each))
                for each in part.dependencies
                if each.call is not reader_of_request
            ],
            next(iter(readers), None),
        )

    async def read(
        self, path: Mapping[str, Any], query: QueryParams, reader: Reader
    ) -> dict[str, Any]:
        """Raises Unclear."""
        values = {each.name: each.read(path) for each in self.path}
        for each in self.query:
            values[each.name] = each.read(query)
        for name, inner in self.inner:
            values[name] = await inner.call(**await inner.read(path, query, reader))
        if self.reader is not None:
            values[self.reader] = reader
        return values


def can_be_read(part: Dependant) -> bool:
    """Whether a function takes nothing but words of the path and the query, and the reader."""
    return part.call is reader_of_request or (
        not any((part.header_params, part.cookie_params, part.body_params))
        and not any(_framework_parts(part))
        and all(_is_known(field) for field in part.query_params)
        and all(map(can_be_read, part.dependencies))
    )


def _framework_parts(part: Dependant) -> Iterator[str | None]:
    yield part.request_param_name
    yield part.response_param_name
    yield part.http_connection_param_name
    yield part.background_tasks_param_name
    yield part.security_scopes_param_name


def _is_known(field: ModelField) -> bool:
    """Under one name, and when it is a model, with nothing in it that can be given twice."""
    if (model := model_in(field)) is not None:
        inner = model.model_fields.values()
        return not any(field_annotation_is_sequence(each.annotation) for each in inner)
    return field.field_info.validation_alias in {None, field.alias}
