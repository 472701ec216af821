"""/join and /join/[code]: into a class, with its code and a name."""

import reflex as rx

from components.ui.button import button
from components.ui.code_field import code_field
from components.ui.field import field
from components.ui.icons import icon
from components.ui.native import native_form
from components.ui.tabs import PageLink, page_links
from components.ui.title_block import title_block, title_fact
from components.ui.words import t, t_error
from pages.account.door import door, refusal, send
from state.accounts.door import DoorState
from state.classes.door import JoinState
from state.session import SessionState

CODE_LENGTH = 8
NAME_IS_FULL = "error.class_name_is_full"


def join() -> rx.Component:
    return door(
        ways("join"),
        refusal(),
        _keep_name(),
        native_form(
            rx.cond(
                JoinState.invite != "",
                rx.el.input(type="hidden", name="invite", value=JoinState.invite, read_only=True),
                code_field(
                    t("join.code"),
                    name="code",
                    length=CODE_LENGTH,
                    start=JoinState.code,
                    hint=t("join.code_hint"),
                    on_complete=JoinState.look,
                ),
            ),
            _behind(),
            rx.cond(
                SessionState.role != "",
                rx.el.p(t("join.as_me", name=SessionState.name), class_name="soft"),
                field(
                    t("join.name"),
                    name="display_name",
                    hint=t("join.name_hint"),
                    auto_complete="nickname",
                    max_length=40,
                    default_value=_proposed(),
                    key=_proposed(),
                ),
            ),
            send(
                rx.cond(
                    JoinState.class_name != "",
                    t("join.send_class", name=JoinState.class_name),
                    t("join.send"),
                )
            ),
            action="/auth/join",
        ),
        rx.el.p(t("join.kept"), class_name="meta"),
        title=t("join.title"),
        lead=t("join.lead"),
        plate=_next(),
    )


def ways(here: str) -> rx.Component:
    """The three ways to come in."""
    return page_links(
        t("join.ways"),
        PageLink(t("join.way_first"), "/join", here == "join"),
        PageLink(t("join.way_return"), "/return", here == "return"),
        PageLink(t("join.way_account"), "/sign-in", here == "staff"),
    )


def _proposed() -> rx.Var[str]:
    """What is suggested in the place of the name that was refused."""
    suggestion = DoorState.facts["suggestion"].to(str)
    return rx.cond(DoorState.facts.contains("suggestion"), suggestion, DoorState.display_name).to(
        str
    )


def _keep_name() -> rx.Component:
    """Somebody means the name that looks like a whole one."""
    return rx.cond(
        DoorState.error_key == NAME_IS_FULL,
        native_form(
            rx.el.input(type="hidden", name="code", value=JoinState.code, read_only=True),
            rx.el.input(type="hidden", name="invite", value=JoinState.invite, read_only=True),
            rx.el.input(
                type="hidden", name="display_name", value=DoorState.display_name, read_only=True
            ),
            rx.el.input(type="hidden", name="keep_name", value="yes", read_only=True),
            button(t("join.keep_name", name=DoorState.display_name), type="submit"),
            action="/auth/join",
        ),
    )


def _behind() -> rx.Component:
    return rx.el.div(
        rx.cond(
            JoinState.class_name != "",
            rx.el.p(
                icon("check"),
                rx.el.span(
                    t(
                        "join.class",
                        name=JoinState.class_name,
                        course=JoinState.course_title,
                    ),
                    rx.cond(JoinState.is_for_teachers, rx.fragment(t("join.as_teacher"))),
                ),
                class_name="join-class is-open",
            ),
            rx.cond(
                JoinState.problem != "",
                rx.el.p(
                    icon("circle-alert"),
                    rx.el.span(
                        t_error(JoinState.problem, facts={"name": JoinState.problem_name}),
                        " ",
                        t_error(JoinState.problem, hint=True),
                    ),
                    class_name="join-class",
                ),
            ),
        ),
        aria_live="polite",
    )


def _next() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("join.next"), id="next-title"),
            rx.el.p(t("join.next_lead"), class_name="soft"),
        ),
        rx.el.div(
            rx.el.div(
                rx.el.p(t("join.example"), class_name="label"),
                rx.el.p("••••-••••-••••", class_name="big", aria_hidden="true"),
            ),
            title_block(
                t("join.next"),
                title_fact(
                    t("join.fact_class"),
                    rx.cond(JoinState.class_name != "", JoinState.class_name, t("join.your_class")),
                ),
                title_fact(
                    t("join.fact_teacher"),
                    rx.cond(JoinState.teachers != "", JoinState.teachers, t("join.your_teacher")),
                ),
                title_fact(t("join.fact_kept"), t("join.fact_kept_value")),
                title_fact(t("join.fact_lost"), t("join.fact_lost_value")),
            ),
            class_name="tag",
        ),
        class_name="plate",
        aria_labelledby="next-title",
    )
