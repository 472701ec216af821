"""Finds the routers that can answer a path by its first words, instead of asking all of them."""

from collections.abc import Iterable, Mapping

from fastapi.routing import APIRoute, APIRouter
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

FOUND = "alp.route"
ANY = "{}"
"""In the place of a word that is a parameter."""

Key = tuple[str, str]


class ByFirstWords(BaseRoute):
    """Stands before the routes that it knows, and leaves to them what it does not find: a method that
    is not allowed, a path that is not there."""

    include_in_schema = False
    """The routes that it finds are in the API's description themselves."""

    def __init__(self, prefix: str, routers: Iterable[tuple[BaseRoute, APIRouter]]) -> None:
        """`routers` are those of the application in their order, each with what it was included as."""
        self._prefix = f"{prefix}/"
        self._routes: Mapping[Key, list[BaseRoute]] = _index(routers)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        path: str = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith(self._prefix):
            return Match.NONE, {}
        first, second = first_words(path.removeprefix(self._prefix))
        for key in ((first, second), (first, ANY)):
            for route in self._routes.get(key, ()):
                match, child = route.matches(scope)
                if match is Match.FULL:
                    return match, {**child, FOUND: route}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        found: BaseRoute = scope[FOUND]
        await found.handle(scope, receive, send)


def _index(routers: Iterable[tuple[BaseRoute, APIRouter]]) -> Mapping[Key, list[BaseRoute]]:
    found: dict[Key, list[BaseRoute]] = {}
    for included, router in routers:
        for route in (each for each in router.routes if isinstance(each, APIRoute)):
            routes = found.setdefault(first_words(route.path.removeprefix("/")), [])
            if included not in routes:
                routes.append(included)
    return found


def first_words(path: str) -> Key:
    """Of a path without its first slash; a parameter in the second place is ANY."""
    first, _, rest = path.partition("/")
    second = rest.partition("/")[0]
    return first, ANY if second.startswith("{") else second
