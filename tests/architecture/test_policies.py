"""Nothing that a browser or a program can call is without a declared policy."""

import importlib
import pkgutil
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

import state
from state.base import CoreAccess, policy_of
from state.reflex_internals import FRAMEWORK_HANDLERS, registered_handlers

BY_REFLEX = {"setvar", "set_is_hydrated", "update_vars_internal"}
"""Registered by Reflex itself and refused by `state.authorisation`, which wants a policy."""


def modules_of(package: ModuleType) -> list[ModuleType]:
    return [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]


@pytest.fixture(scope="module")
def handlers() -> dict[str, Callable[..., Any]]:
    """Every handler of the product, by the name that a browser would use."""
    modules_of(state)
    return {
        name: function
        for name, function in registered_handlers().items()
        if not function.__module__.startswith("tests.")
    }


def test_every_handler_declares_who_may_call_it(
    handlers: dict[str, Callable[..., Any]],
) -> None:
    silent = [
        name
        for name, function in handlers.items()
        if policy_of(function) is None
        and name not in FRAMEWORK_HANDLERS
        and name.rpartition(".")[2] not in BY_REFLEX
    ]
    assert silent == []
    assert len([one for one in handlers.values() if policy_of(one)]) > 10


def test_what_reflex_may_do_by_itself_exists_and_is_little(
    handlers: dict[str, Callable[..., Any]],
) -> None:
    assert set(handlers) >= FRAMEWORK_HANDLERS
    assert {name.rpartition(".")[2] for name in FRAMEWORK_HANDLERS} == {
        "hydrate",
        "hydrate_and_load",
        "on_load_internal",
        "set_is_hydrated",
        "handle_frontend_exception",
    }


def test_no_state_keeps_anything_in_the_browser() -> None:
    """Cookie and LocalStorage variables can be set to anything by whoever holds the browser."""
    kept = [
        f"{kind.__name__}.{name}"
        for module in modules_of(state)
        for kind in vars(module).values()
        if isinstance(kind, type)
        and issubclass(kind, CoreAccess)
        and kind.__module__ == module.__name__
        for name in getattr(kind, "__fields__", {})
        if not getattr(kind, "_mixin", False) and kind._is_client_storage(name)
    ]
    assert kept == []
