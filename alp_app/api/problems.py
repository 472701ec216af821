"""Failures as RFC 9457 problem documents: one shape, whatever went wrong and wherever."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from alp_app.failures import expected
from alp_app.kit.errors import AppError
from alp_app.observability.context import request_id
from alp_app.security.rate_limits import TooManyRequests
from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderRefused,
    ProviderUnreachable,
)

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


class FieldProblem(BaseModel):
    """One value that was not accepted."""

    field: str = Field(examples=["body.email"])
    code: str = Field(examples=["string_too_short"])
    detail: str = Field(examples=["String should have at least 1 character"])


class Problem(BaseModel):
    """RFC 9457. `code` is stable: programs decide by it, people read `detail` and `hint`."""

    model_config = ConfigDict(frozen=True)

    type: str = Field(examples=["urn:autolearnpro:problem:not_found"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["This course does not exist, or you cannot see it."])
    code: str = Field(examples=["course.not_found"])
    hint: str = Field(default="", examples=["Check the address, or go back to your courses."])
    facts: Mapping[str, str | int | bool] = Field(default_factory=dict[str, str | int | bool])
    """The values that `detail` speaks of."""
    errors: list[FieldProblem] = Field(default_factory=list[FieldProblem])
    request_id: str = Field(default="", examples=["4f2a9c01d3b7e856"])


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route, for OpenAPI."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    hint: str = "",
    facts: Mapping[str, str | int | bool] | None = None,
    errors: list[FieldProblem] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    body = Problem(
        type=f"urn:autolearnpro:problem:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        code=code,
        hint=hint,
        facts=facts or {},
        errors=errors or [],
        request_id=request_id(),
    )
    return Response(
        body.model_dump_json(), status, headers=dict(headers or {}), media_type=MEDIA_TYPE
    )


def answer(error: Exception) -> Response:
    """The one translation of a failure into HTTP."""
    if said := expected(error):
        if said is not error:
            logger.warning("a request failed: %s", said.message, exc_info=error)
        return _app_error(said)
    match error:
        case ProviderError():
            return _provider_error(error)
        case RequestValidationError():
            return _invalid(error)
        case HTTPException():
            status = HTTPStatus(error.status_code)
            return problem(status, status.name.lower(), error.detail, headers=error.headers)
        case _:
            logger.error("a request failed: %s", type(error).__name__, exc_info=error)
            return problem(
                HTTPStatus.INTERNAL_SERVER_ERROR,
                "bug",
                "Something broke on our side.",
                hint="It has been logged. Quote the request id when you report it.",
            )


def install(app: FastAPI) -> None:
    """Make every failure of the application a problem document."""

    async def on_failure(_: Request, error: Exception) -> Response:
        return answer(error)

    for kind in (
        AppError,
        ProviderError,
        RequestValidationError,
        HTTPException,
        SQLAlchemyError,
        psycopg.Error,
        Exception,
    ):
        app.add_exception_handler(kind, on_failure)


def _app_error(error: AppError) -> Response:
    headers: dict[str, str] = {}
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="alp"'
    if isinstance(error, TooManyRequests):
        headers["Retry-After"] = str(error.retry_after)
    elif error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "5"
    return problem(
        error.status,
        error.code,
        error.message,
        hint=error.hint,
        facts=error.facts,
        headers=headers,
    )


def _provider_error(error: ProviderError) -> Response:
    match error:
        case ProviderUnreachable():
            status, code = HTTPStatus.SERVICE_UNAVAILABLE, "engine_unreachable"
        case ProviderMisconfigured():
            status, code = HTTPStatus.SERVICE_UNAVAILABLE, "engine_misconfigured"
        case ProviderRefused():
            status, code = HTTPStatus.UNPROCESSABLE_ENTITY, "engine_refused"
        case _:
            status, code = HTTPStatus.BAD_GATEWAY, "engine_failed"
    return problem(status, code, error.reason, hint=error.hint, facts={"engine": error.provider})


def _invalid(error: RequestValidationError) -> Response:
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "invalid",
        "Some values are missing or not acceptable.",
        errors=[
            FieldProblem(
                field=".".join(str(part) for part in one["loc"]),
                code=one["type"],
                detail=one["msg"],
            )
            for one in error.errors()
        ],
    )
