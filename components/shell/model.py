"""What the frame around every page shows: who is here, where they can go, what is at work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict

import reflex as rx

from components.ui.icons import IconName
from components.ui.notice import NoticeProps
from components.ui.palette import PaletteItem
from components.ui.values import Handler, Number, Text


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in the navigation. `word` is a catalogue key."""

    word: str
    href: str
    icon: IconName


class TrayJob(TypedDict, total=False):
    """A job in the tray. `title_key` with `facts` names it; `stage_key` says what it does now."""

    id: str
    href: str
    state: str
    title_key: str
    about: str
    """What it is for, such as a course's title."""
    stage_key: str
    facts: dict[str, Any]
    percent: int


class BellItem(TypedDict, total=False):
    """Something that the person was told. `word` with `facts` is the sentence."""

    id: str
    word: str
    facts: dict[str, Any]
    href: str
    created_at: str
    is_read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """Values and handlers of the frame, bound to state in one place.

    `navigation` gives each role its places in order; the role "" is a visitor's. The dock on phones
    shows the first four.
    """

    navigation: Mapping[str, tuple[Place, ...]]
    path: Text
    role: Text = ""
    name: Text = ""
    initials: Text = ""
    account_places: tuple[Place, ...] = ()
    sign_in_href: str = "/sign-in"
    sign_out_action: str = "/auth/sign-out"
    form_token: Text = ""
    """Sent with the sign-out form as `token`."""
    jobs: list[TrayJob] | rx.Var[list[TrayJob]] = field(default_factory=list[TrayJob])
    jobs_active: Number = 0
    jobs_failed: Number = 0
    jobs_href: str = "/jobs"
    unread: Number = 0
    notifications: list[BellItem] | rx.Var[list[BellItem]] = field(default_factory=list[BellItem])
    """The latest."""
    notifications_href: str = "/notifications"
    on_read: Callable[..., Handler] | None = None
    """Takes a notification's id and where it leads."""
    on_read_all: Handler | None = None
    notices: list[NoticeProps] | rx.Var[list[NoticeProps]] = field(
        default_factory=list[NoticeProps]
    )
    on_notice_close: Handler | None = None
    on_notice_undo: Handler | None = None
    palette_items: list[PaletteItem] | rx.Var[list[PaletteItem]] = field(
        default_factory=list[PaletteItem]
    )
    """Actions and places beside those of the navigation."""
    search_url: str | None = None
    on_palette_choose: Handler | None = None
    viewed_class: Text = ""
    """The class that a teacher sees as its learners do; a bar says so and leads back."""
    on_view_end: Handler | None = None
    site_mode: Text = "normal"
    """Any other has a banner, with the `site_note`."""
    site_note: Text = ""
