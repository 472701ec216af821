"""Paths are found by their first words, and what is not found there is answered as before."""

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import Match

from alp_app.api.finding import FOUND
from tests.support.rest import API, client

FINDER = API.router.routes[0]
PREFIX = "/api/v1/"


def scope_of(path: str, method: str) -> dict:
    return {"type": "http", "path": path, "method": method, "headers": [], "query_string": b""}


@pytest.mark.parametrize(
    ("path", "method"),
    [
        (context.path, method)
        for context in iter_route_contexts(API.routes)
        if isinstance(context.original_route, APIRoute) and context.path.startswith(PREFIX)
        for method in sorted(context.original_route.methods)
    ],
)
def test_every_path_is_found_where_the_whole_table_finds_it(path, method):
    scope = scope_of(path, method)
    match, child = FINDER.matches(scope)
    assert match is Match.FULL
    in_order = next(
        route for route in API.router.routes[1:] if route.matches(dict(scope))[0] is Match.FULL
    )
    assert child[FOUND] is in_order


async def test_another_method_and_another_path_are_answered_as_before():
    async with client() as program:
        assert (await program.put("/api/v1/tokens")).status_code == 405
        assert (await program.get("/api/v1/no-such-thing")).status_code == 404
