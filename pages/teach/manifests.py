"""/studio/[course_id]/manifests: how each part of a course was made."""

import reflex as rx

from components.ui.badge import badge, state_badge
from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, link_button
from components.ui.callout import callout
from components.ui.empty import empty_state
from components.ui.field import field, select
from components.ui.layout import page, page_head, section, soft
from components.ui.layout import row as line
from components.ui.missing import when_loaded
from components.ui.size import size
from components.ui.table import Column, cell, row, row_head, table
from components.ui.values import Item, first_of, id_of, one_of, text
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from state.manifests.listed import ManifestsState

SUBJECTS = ("course", "lesson", "block", "sentence", "question", "asset", "variant")


def manifests() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _manifests(),
                is_loaded=ManifestsState.is_loaded,
                is_missing=ManifestsState.is_missing,
                code="course.not_found",
                back=(t("studio.title"), "/studio"),
            ),
            width="wide",
        )
    )


def _manifests() -> rx.Component:
    state = ManifestsState
    studio = f"/studio/{state.course_id}"
    return rx.fragment(
        page_head(
            t("manifest.title"),
            above=breadcrumb(
                (t("studio.title"), "/studio"), (state.title, studio), (t("manifest.title"), None)
            ),
            lead=t("manifest.lead"),
            actions=[
                link_button(
                    t("manifest.sheet"), href=state.sheet_href, native=True, icon="download"
                )
            ],
        ),
        rx.el.div(
            rx.cond(state.about != "", _about()),
            _chain(),
            section(t("manifest.list"), _filters(), _list(), id="list"),
            _packs(),
            class_name="stack gap-6",
        ),
    )


def _about() -> rx.Component:
    return section(
        t("manifest.about"),
        rx.cond(
            ManifestsState.made.length() > 0,
            rx.el.ul(rx.foreach(ManifestsState.made, _part), class_name="rows"),
            empty_state(t("manifest.about_nobody")),
        ),
        id="about",
    )


def _part(part: Item) -> rx.Component:
    return rx.el.li(
        rx.el.a(part.title, href=_href(id_of(part, "manifest_id"))),
        rx.el.p(
            t_in("manifest_subject", part.subject.to(str)),
            " · ",
            part.model,
            rx.cond(part.is_edited, rx.fragment(" · ", t("manifest.edited")), rx.fragment()),
            class_name="meta",
        ),
    )


def _chain() -> rx.Component:
    return rx.cond(
        ManifestsState.is_whole,
        callout(
            rx.el.p(t("manifest.whole", n=ManifestsState.links)),
            rx.cond(
                ManifestsState.last_hash != "",
                rx.el.p(rx.el.code(ManifestsState.last_hash), class_name="meta hash"),
            ),
        ),
        callout(
            rx.el.ul(rx.foreach(ManifestsState.breaks, _break)),
            title=t("manifest.broken"),
            tone="danger",
        ),
    )


def _break(one: Item) -> rx.Component:
    return rx.el.li(t("manifest_fault." + one.fault.to(str), n=one.number))


def _filters() -> rx.Component:
    state = ManifestsState
    return rx.el.form(
        select(
            t("manifest.subject"),
            [
                ("", t("manifest.all")),
                *((each, t_in("manifest_subject", each)) for each in SUBJECTS),
            ],
            name="subject",
            required=False,
        ),
        select(
            t("manifest.engine"),
            rx.fragment(
                rx.el.option(t("manifest.all"), value=""),
                rx.foreach(state.engines, _option),
            ),
            name="engine",
            required=False,
        ),
        select(
            t("manifest.prompt"),
            rx.fragment(
                rx.el.option(t("manifest.all"), value=""),
                rx.foreach(state.prompts, _option),
            ),
            name="prompt",
            required=False,
        ),
        field(t("manifest.search"), name="search", required=False, max_length=200),
        button(t("manifest.filter"), type="submit", icon="filter"),
        on_submit=state.choose,
        reset_on_submit=False,
        class_name="inline-form manifest-filters",
    )


def _option(value: Item) -> rx.Component:
    return rx.el.option(value.to(str), value=value.to(str))


def _list() -> rx.Component:
    state = ManifestsState
    return rx.cond(
        state.rows.length() > 0,
        rx.fragment(
            table(
                [
                    Column(t("manifest.what")),
                    Column(t("manifest.subject")),
                    Column(t("manifest.model")),
                    Column(t("manifest.prompt")),
                    Column(t("manifest.seconds"), numeric=True),
                    Column(t("manifest.tokens"), numeric=True),
                    Column(t("manifest.made")),
                ],
                rx.foreach(state.rows, _row),
                label=t("manifest.list"),
                framed=True,
            ),
            rx.el.p(t("manifest.count", n=state.total), class_name="meta"),
            rx.cond(state.more_before > 0, line(button(t("bell.more"), on_click=state.show_more))),
        ),
        empty_state(t("manifest.none")),
    )


def _row(one: Item) -> rx.Component:
    return row(
        row_head(
            rx.el.a(
                rx.el.span(one.number, class_name="num"),
                " ",
                first_of(one.title, t("manifest.untitled")),
                href=_href(id_of(one)),
            ),
            rx.cond(one.is_edited, rx.el.p(t("manifest.edited"), class_name="meta")),
            _outcome(one.last_outcome.to(str)),
        ),
        cell(t_in("manifest_subject", one.subject.to(str)), label=t("manifest.subject")),
        cell(
            one.model,
            rx.el.p(one.engine, " ", one.engine_version, class_name="meta"),
            label=t("manifest.model"),
        ),
        cell(one.prompt, label=t("manifest.prompt")),
        cell(
            t("manifest.number", n=one.duration_seconds),
            label=t("manifest.seconds"),
            numeric=True,
        ),
        cell(one.output_tokens, label=t("manifest.tokens"), numeric=True),
        cell(when(one.made_at, "moment"), label=t("manifest.made")),
    )


def _outcome(outcome: rx.Var[str]) -> rx.Component:
    return one_of(
        outcome,
        ("identical", badge(t("rerun.identical"), tone="ok", icon="check")),
        ("different", badge(t("rerun.different"), tone="warn", icon="git-compare")),
        ("impossible", badge(t("rerun.impossible"), tone="line", icon="ban")),
        rx.fragment(),
    )


def _packs() -> rx.Component:
    state = ManifestsState
    return section(
        t("pack.heading"),
        soft(t("pack.about")),
        rx.cond(
            state.packs.length() > 0, rx.el.ul(rx.foreach(state.packs, _pack), class_name="rows")
        ),
        line(button(t("pack.make"), on_click=state.make_pack, icon="shield-check", kind="primary")),
        rx.el.p(t("pack.key"), " ", rx.el.code(state.fingerprint), class_name="meta hash"),
        id="packs",
    )


def _pack(pack: Item) -> rx.Component:
    return rx.el.li(
        line(
            state_badge(pack.state.to(str)),
            when(pack.requested_at, "moment"),
            rx.cond(
                pack.href != "",
                link_button(
                    t("pack.download"),
                    " ",
                    size(pack.size),
                    href=pack.href.to(str),
                    native=True,
                    icon="download",
                    size="sm",
                ),
                rx.el.a(t("pack.job"), href="/jobs/" + id_of(pack, "job_id")),
            ),
        ),
        rx.cond(
            pack.sha256 != "", rx.el.p("SHA-256 ", rx.el.code(pack.sha256), class_name="meta hash")
        ),
    )


def _href(manifest_id: Item) -> rx.Var[str]:
    return text("/studio/" + text(ManifestsState.course_id) + "/manifests/" + manifest_id)
