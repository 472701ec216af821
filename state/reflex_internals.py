"""The few things we need from Reflex 0.10.1 that it does not offer: kept here, tested, and nowhere
else."""

from collections.abc import Callable, Mapping
from http.cookies import SimpleCookie
from typing import Any, NewType, cast

import reflex as rx
from reflex.state import FrontendEventExceptionState, OnLoadInternalState, State
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler
from reflex_base.vars import base as vars_base

from alp_app.kit import ids

FRAMEWORK_HANDLERS = frozenset(
    format_event_handler(handlers[name])
    for handlers, name in (
        (State.event_handlers, "hydrate"),
        (State.event_handlers, "hydrate_and_load"),
        (OnLoadInternalState.event_handlers, "on_load_internal"),
        (OnLoadInternalState.event_handlers, "set_is_hydrated"),
        (FrontendEventExceptionState.event_handlers, "handle_frontend_exception"),
    )
)
"""What a page cannot live without. Everything else that Reflex registers by itself stays shut: `setvar`
among it, which sets any variable that has a setter."""

ZONE_COOKIE = "alp_zone"
"""Written by `assets/client/zone.js`, so that a day and a week begin as they do for the reader."""


def current_token() -> str:
    """The browser tab that the running event belongs to."""
    return EventContext.get().token


def request_headers() -> Mapping[str, str]:
    """Of the handshake of the socket that brought the running event.

    Taken from the event, never from the state: a state outlives its socket, and whoever knows the
    tab's token gets it back.
    """
    try:
        router_data = EventContext.get().router_data
    except LookupError:
        return {}
    return cast("Mapping[str, str]", router_data.get("headers", {}))


def browser_zone() -> str:
    """The IANA time zone that the browser says it is in: a name that may not exist."""
    cookies = SimpleCookie(request_headers().get("cookie", ""))
    return cookies[ZONE_COOKIE].value if ZONE_COOKIE in cookies else "UTC"


def client_address() -> str:
    try:
        return str(EventContext.get().router_data.get("ip", ""))
    except LookupError:
        return ""


def current_path() -> str:
    """The address of the page that the running event comes from, with its query."""
    try:
        router_data = EventContext.get().router_data
    except LookupError:
        return "/"
    return str(router_data.get("asPath") or "/")


def route_argument(name: str) -> str:
    """A part of the page's address: `course_id` of `/studio/[course_id]`, or of its query. Empty when
    it is missing. It is whatever the browser sent."""
    try:
        router_data = EventContext.get().router_data
    except LookupError:
        return ""
    return str(cast("Mapping[str, object]", router_data.get("query") or {}).get(name, ""))


def is_connected_here(tab: str) -> bool:
    """Whether the tab still has its socket on this worker."""
    namespace = RegistrationContext.get().app.event_namespace
    if namespace is None:
        return False
    sockets = namespace._token_manager  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    record = sockets.token_to_socket.get(tab)
    return record is not None and record.instance_id == sockets.instance_id


def registered_handlers() -> Mapping[str, Callable[..., Any]]:
    """Every function that a browser can name, by the name it uses."""
    return {
        name: registered.handler.fn
        for name, registered in RegistrationContext.get().event_handlers.items()
    }


def registered_handler(name: str) -> Callable[..., Any] | None:
    registered = RegistrationContext.get().event_handlers.get(name)
    return None if registered is None else registered.handler.fn


def know_ids() -> None:
    """Let pages use the typed ids of views, which are texts in the browser.

    Reflex knows classes only, and a `NewType` is none. Call it when every component is imported: a new
    kind of Var makes Reflex forget.
    """
    as_text = type(rx.Var(_js_expr="", _var_type=str).guess_type())
    known = cast("dict[Any, Any]", vars_base._to_operation_by_var_type)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    for kind in vars(ids).values():
        if isinstance(kind, NewType):
            known[kind] = known[kind | None] = as_text
