"""Taking a list of learners into a class: each line's effect first, then the way in for each."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import button
from components.ui.callout import callout
from components.ui.copy import copy_button
from components.ui.layout import row as line
from components.ui.layout import section, stack
from components.ui.print import print_button
from components.ui.sheet_field import sheet_field
from components.ui.table import Column, cell, row, row_head, table
from components.ui.values import Item, id_of, one_of
from components.ui.when import when
from components.ui.words import t, t_in
from state.classes.roster import RosterState


def roster() -> rx.Component:
    return section(
        t("roster.title"),
        stack(
            rx.cond(RosterState.ways_in.length() > 0, _ways_in()),
            rx.cond(RosterState.preview, _preview(), _list()),
            rx.cond(RosterState.imports.length() > 0, _imports()),
            gap=4,
        ),
        id="roster",
    )


def _list() -> rx.Component:
    return rx.el.form(
        sheet_field(
            t("roster.list"),
            name="text",
            hint=t("roster.list_hint"),
            choose=t("roster.choose"),
            placeholder="Amara B.\nBen, ben@example.org",
        ),
        line(button(t("roster.try_out"), type="submit", icon="list-checks")),
        on_submit=RosterState.try_out,
        class_name="stack gap-4",
    )


def _preview() -> rx.Component:
    preview: Item = RosterState.preview
    return stack(
        rx.el.p(
            t("roster.sum", new=preview.new, here=preview.here, refused=preview.refused),
            role="status",
        ),
        table(
            [
                Column(t("roster.line"), numeric=True),
                Column(t("account.name")),
                Column(t("roster.effect")),
            ],
            rx.foreach(preview.to(dict[str, list[dict[str, str]]])["rows"], _line),
            label=t("roster.effects"),
            framed=True,
        ),
        line(
            rx.cond(
                preview.new > 0,
                button(
                    t("roster.take_in", n=preview.new),
                    on_click=RosterState.take_in,
                    kind="primary",
                ),
            ),
            button(t("dialog.cancel"), on_click=RosterState.leave),
        ),
        gap=4,
    )


def _line(person: Item) -> rx.Component:
    return row(
        cell(person["line"], label=t("roster.line"), numeric=True),
        row_head(
            person["name"],
            rx.cond(person["email"] != "", rx.el.p(person["email"], class_name="meta")),
        ),
        cell(
            one_of(
                person["effect"],
                (
                    "refused",
                    rx.fragment(
                        badge(t("roster_effect.refused"), tone="bad", icon="circle-alert"),
                        " ",
                        t_in("roster_refusal", person["refusal"]),
                    ),
                ),
                ("here", badge(t("roster_effect.here"), icon="check")),
                badge(t_in("roster_effect", person["effect"]), tone="ok", icon="plus"),
            ),
            label=t("roster.effect"),
        ),
    )


def _ways_in() -> rx.Component:
    return callout(
        rx.el.p(t("roster.ways_in")),
        table(
            [Column(t("account.name")), Column(t("roster.way_in"))],
            rx.foreach(RosterState.ways_in, _way_in),
            label=t("roster.ways_in_title"),
        ),
        line(print_button(t("roster.print"))),
    )


def _way_in(person: Item) -> rx.Component:
    return row(
        row_head(person["name"]),
        cell(
            rx.cond(
                person["code"] != "",
                rx.el.span(person["code"], class_name="num"),
                rx.fragment(
                    rx.el.span(person["email"], class_name="meta"),
                    " ",
                    copy_button(person["url"], label=t("roster.copy_link")),
                ),
            ),
            label=t("roster.way_in"),
        ),
    )


def _imports() -> rx.Component:
    return rx.el.ul(rx.foreach(RosterState.imports, _import), class_name="rows")


def _import(upload: Item) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            t("roster.import", n=upload.added),
            rx.el.span(upload.made_by, " · ", when(upload.created_at, "moment"), class_name="meta"),
            class_name="class-person",
        ),
        button(
            t("roster.undo"),
            on_click=RosterState.undo(id_of(upload)),
            size="sm",
            icon="undo-2",
        ),
        class_name="class-row",
    )
