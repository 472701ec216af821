"""The REST application: one table of routers, one shape for failures, one OpenAPI document.

To add routes, write `alp_app/api/v1/<noun>.py` with a `router` (see `alp_app/api/routes.py` for what
a route looks like) and name the module in `ROUTERS` below.
"""

from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from alp_app.api import forms, health, problems
from alp_app.api.finding import ByFirstWords
from alp_app.api.openapi import describe
from alp_app.api.reading import Reads
from alp_app.api.v1 import (
    accounts,
    approvals,
    assessment,
    assignments,
    authoring,
    calendar,
    catalogue,
    certificates,
    classes,
    community,
    engines,
    evidence,
    exams,
    fitting,
    generations,
    gradebook,
    insights,
    jobs,
    learning,
    manifests,
    media,
    notifications,
    practice,
    privacy,
    releases,
    revisions,
    search,
    site,
    sources,
    uploads,
)

PREFIX = "/api/v1"
MOST_BYTES = 1024 * 1024
"""Of a request's body. A route that takes files sets its own `max_body_size`."""

ROUTERS: tuple[APIRouter, ...] = (
    accounts.sign_in_router,
    accounts.router,
    catalogue.router,
    search.router,
    learning.router,
    fitting.router,
    practice.router,
    community.router,
    classes.router,
    classes.join_router,
    classes.return_router,
    classes.mine_router,
    classes.view_router,
    authoring.router,
    revisions.router,
    releases.router,
    evidence.router,
    certificates.router,
    uploads.pieces,
    uploads.router,
    sources.taking,
    sources.router,
    media.taking,
    assessment.formulas,
    assessment.uploads,
    assessment.router,
    assignments.taking,
    exams.taking,
    assignments.router,
    gradebook.router,
    exams.router,
    insights.router,
    generations.router,
    manifests.router,
    approvals.router,
    notifications.router,
    calendar.router,
    jobs.router,
    engines.router,
    engines.use_router,
    site.router,
    privacy.router,
)


class SchoolApi(FastAPI):
    """Answers plain reads itself, and leaves the rest to the framework."""

    reads: Reads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self.reads.find(scope)
        if found is None:
            await super().__call__(scope, receive, send)
            return
        read, params = found
        await read(params, scope, receive, send)


def build_api() -> FastAPI:
    """The application for `/api` and `/auth`. It finds its runtime when a request comes."""
    app = SchoolApi(
        title="AutoLearnPro",
        version="1",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        max_body_size=MOST_BYTES,
        redirect_slashes=False,
    )
    included = [_include(app, router) for router in ROUTERS]
    app.include_router(assignments.opening, include_in_schema=False)
    app.include_router(exams.opening, include_in_schema=False)
    app.include_router(certificates.opening, include_in_schema=False)
    app.include_router(privacy.opening, include_in_schema=False)
    app.include_router(media.router, include_in_schema=False)
    app.include_router(forms.router)
    app.include_router(health.router)
    app.router.routes.insert(0, ByFirstWords(PREFIX, included))
    app.reads = Reads(PREFIX, ROUTERS)
    problems.install(app)

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = describe(app)
        return app.openapi_schema

    app.openapi = openapi
    return app


def _include(app: FastAPI, router: APIRouter) -> tuple[BaseRoute, APIRouter]:
    app.include_router(router, prefix=PREFIX)
    return app.router.routes[-1], router


def _operation_id(route: APIRoute) -> str:
    return route.name
