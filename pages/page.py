"""What is declared of each page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from alp_app.security.policies import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    route: str
    title_key: str
    """Key of the catalogue; `title` in a page's state takes its place where there is one."""
    view: Callable[[], rx.Component]
    policy: Policy
    """Who sees the page. What they may do on it is each handler's own policy."""
    on_load: tuple[Any, ...] = ()
    """Handlers that run, in order, each time the page is opened."""
    is_public: bool = False
    """Whether search engines may show it."""
