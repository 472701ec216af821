"""The frame around every page, bound to who is signed in: `framed(*content)`."""

import reflex as rx

from components.shell.frame import frame
from components.shell.model import BellItem, Place, Shell, TrayJob
from components.ui.notice import NoticeProps
from components.ui.palette import PaletteItem
from components.ui.values import Child
from pages.denied import closed, denied
from state.notices import NoticesState
from state.notifications.bell import BellState
from state.operations.tray import TrayState
from state.session import SessionState

HOME = Place(word="navigation.home", href="/", icon="house")
CATALOGUE = Place(word="navigation.catalogue", href="/courses", icon="library")
STUDIO = Place(word="navigation.studio", href="/studio", icon="pencil")
CLASSES = Place(word="navigation.classes", href="/classes", icon="users")
JOBS = Place(word="navigation.jobs", href="/jobs", icon="activity")
ENGINES = Place(word="navigation.engines", href="/engines", icon="cpu")
SCHOOL = Place(word="navigation.school", href="/school", icon="settings")
PEOPLE = Place(word="navigation.people", href="/people", icon="user-plus")
PRACTICE = Place(word="navigation.practice", href="/practice", icon="layers")
CALENDAR = Place(word="navigation.calendar", href="/calendar", icon="calendar")
ACCOUNT = Place(word="navigation.account", href="/account", icon="user")

NAVIGATION = {
    "": (HOME, CATALOGUE),
    "learner": (HOME, PRACTICE, CALENDAR, CATALOGUE),
    "instructor": (HOME, CLASSES, STUDIO, JOBS, CATALOGUE, CALENDAR),
    "admin": (HOME, CLASSES, STUDIO, JOBS, CATALOGUE, CALENDAR, ENGINES, PEOPLE, SCHOOL),
}

SEARCH_URL = "/api/v1/search"
TO_ACCOUNT = PaletteItem(word=ACCOUNT.word, href=ACCOUNT.href)
TO_PRACTICE = PaletteItem(word=PRACTICE.word, href=PRACTICE.href)
TO_SETTINGS = PaletteItem(word="notification_settings.title", href="/notifications/settings")
TO_OUTBOX = PaletteItem(word="outbox.title", href="/admin/outbox")
TO_DATA = PaletteItem(word="privacy.title", href="/account/data")
TO_RETENTION = PaletteItem(word="retention.title", href="/admin/retention")
TO_NEW_COURSE = PaletteItem(word="studio.new", href="/studio/new")


def framed(*content: Child) -> rx.Component:
    return frame(
        rx.cond(
            SessionState.is_shut_out,
            closed(SessionState.site_note),
            rx.cond(SessionState.is_denied, denied(), rx.fragment(*content)),
        ),
        shell=Shell(
            navigation=NAVIGATION,
            path=rx.State.router.url.path,
            role=SessionState.role,
            name=SessionState.name,
            initials=SessionState.initials,
            account_places=(ACCOUNT,),
            jobs=rx.Var.create(TrayState.jobs).to(list[TrayJob]),
            jobs_active=TrayState.active,
            jobs_failed=TrayState.failed,
            unread=BellState.unread,
            notifications=rx.Var.create(BellState.latest).to(list[BellItem]),
            on_read=BellState.read,
            on_read_all=BellState.read_all,
            notices=rx.Var.create(NoticesState.notices).to(list[NoticeProps]),
            on_notice_close=NoticesState.close,
            on_notice_undo=NoticesState.undo,
            palette_items=_palette_items(),
            search_url=SEARCH_URL,
            site_mode=SessionState.site_mode,
            site_note=SessionState.site_note,
            viewed_class=SessionState.viewed_class,
            on_view_end=SessionState.end_view,
        ),
    )


def _palette_items() -> rx.Var[list[PaletteItem]]:
    """What the palette offers beside the places of the navigation."""
    return rx.cond(
        SessionState.role == "",
        rx.Var.create(list[PaletteItem]()),
        rx.cond(
            SessionState.role == "learner",
            rx.Var.create([TO_ACCOUNT, TO_SETTINGS, TO_DATA]),
            rx.cond(
                SessionState.role == "admin",
                rx.Var.create(
                    [
                        TO_NEW_COURSE,
                        TO_PRACTICE,
                        TO_ACCOUNT,
                        TO_SETTINGS,
                        TO_DATA,
                        TO_OUTBOX,
                        TO_RETENTION,
                    ]
                ),
                rx.Var.create([TO_NEW_COURSE, TO_PRACTICE, TO_ACCOUNT, TO_SETTINGS, TO_DATA]),
            ),
        ),
    ).to(list[PaletteItem])
