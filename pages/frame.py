"""The frame around every page, bound to who is signed in: `framed(*content)`."""

import reflex as rx

from components.shell.frame import frame
from components.shell.model import Place, Shell
from components.ui.notice import NoticeProps
from components.ui.values import Child
from state.notices import NoticesState
from state.session import SessionState

HOME = Place(word="navigation.home", href="/", icon="house")
CATALOGUE = Place(word="navigation.catalogue", href="/courses", icon="library")
STUDIO = Place(word="navigation.studio", href="/studio", icon="pencil")
JOBS = Place(word="navigation.jobs", href="/jobs", icon="activity")
ENGINES = Place(word="navigation.engines", href="/engines", icon="cpu")
PEOPLE = Place(word="navigation.people", href="/people", icon="users")
ACCOUNT = Place(word="navigation.account", href="/account", icon="user")

NAVIGATION = {
    "": (HOME, CATALOGUE),
    "learner": (HOME, CATALOGUE),
    "instructor": (HOME, STUDIO, JOBS, CATALOGUE),
    "admin": (HOME, STUDIO, JOBS, CATALOGUE, ENGINES, PEOPLE),
}


def framed(*content: Child) -> rx.Component:
    return frame(
        *content,
        shell=Shell(
            navigation=NAVIGATION,
            path=rx.State.router.url.path,
            role=SessionState.role,
            name=SessionState.name,
            initials=SessionState.initials,
            account_places=(ACCOUNT,),
            notices=rx.Var.create(NoticesState.notices).to(list[NoticeProps]),
            on_notice_close=NoticesState.close,
            on_notice_undo=NoticesState.undo,
        ),
    )
