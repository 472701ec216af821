"""/account/data: what is held about me, taking it with me, and erasing it."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import button, link_button
from components.ui.callout import callout
from components.ui.dialog import dialog
from components.ui.field import field
from components.ui.layout import meta, page, page_head, section, stack
from components.ui.layout import row as line
from components.ui.size import size
from components.ui.skeleton import skeleton
from components.ui.table import Column, cell, row, row_head, table
from components.ui.values import Item, one_of
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from state.privacy.mine import MyDataState


def my_data() -> rx.Component:
    return framed(
        page(
            page_head(t("privacy.title"), lead=t("privacy.lead")),
            rx.cond(
                MyDataState.is_loaded,
                stack(_download(), _held(), _erase(), _last_question(), gap=7),
                skeleton(8),
            ),
        )
    )


def _held() -> rx.Component:
    return section(
        t("privacy.held"),
        table(
            [
                Column(t("privacy.what")),
                Column(t("privacy.number"), numeric=True),
                Column(t("privacy.since")),
                Column(t("privacy.kept")),
            ],
            rx.foreach(MyDataState.portions, _portion),
            label=t("privacy.held"),
            framed=True,
        ),
        id="held",
    )


def _portion(portion: Item) -> rx.Component:
    name = portion.name.to(str)
    title = t_in("privacy.portion", name)
    return row(
        row_head(
            rx.cond(portion.href != "", rx.el.a(title, href=portion.href), rx.fragment(title)),
            meta(t_in("privacy.about", name)),
        ),
        cell(portion.number, label=t("privacy.number"), numeric=True),
        cell(when(portion.since, "month"), label=t("privacy.since")),
        cell(_kept(portion), label=t("privacy.kept")),
    )


def _kept(portion: Item) -> rx.Component:
    days = portion.kept_days
    return rx.cond(
        portion.stays,
        rx.fragment(t("privacy.stays")),
        rx.cond(
            days,
            rx.cond(
                portion.is_after_class,
                rx.fragment(t("privacy.days_after_class", days=days)),
                rx.fragment(t("privacy.days", days=days)),
            ),
            rx.fragment(t("privacy.with_account")),
        ),
    )


def _download() -> rx.Component:
    export: Item = MyDataState.export
    return section(
        t("privacy.download"),
        stack(
            rx.el.p(t("privacy.download_lead")),
            rx.el.div(
                rx.cond(
                    export,
                    rx.cond(
                        export.file_href != "",
                        line(
                            link_button(
                                t("privacy.download_now"),
                                href=export.file_href,
                                icon="download",
                                kind="primary",
                                download=True,
                            ),
                            button(t("privacy.prepare_again"), on_click=MyDataState.prepare),
                            meta(
                                size(export.size),
                                " · ",
                                t("privacy.until"),
                                " ",
                                when(export.expires_at, "moment"),
                            ),
                        ),
                        line(badge(t("privacy.preparing"), tone="blue", icon="clock")),
                    ),
                    line(
                        button(t("privacy.prepare"), kind="primary", on_click=MyDataState.prepare)
                    ),
                ),
                role="status",
            ),
            gap=4,
        ),
        id="download",
    )


def _erase() -> rx.Component:
    return section(
        t("privacy.erase"),
        stack(
            rx.el.p(t("privacy.erase_lead")),
            rx.el.ul(
                *(
                    rx.el.li(t(f"privacy.erase_{what}"))
                    for what in ("goes", "class", "certificate", "stays", "backup")
                ),
                class_name="bullets",
            ),
            one_of(
                MyDataState.held_back,
                (
                    "last_admin",
                    callout(
                        rx.el.p(t("error.account_last_admin_hint")),
                        title=t("error.account_last_admin"),
                        tone="warning",
                    ),
                ),
                (
                    "only_teacher",
                    callout(
                        rx.el.p(t("error.privacy_only_teacher_hint")),
                        title=t("error.privacy_only_teacher", classes=MyDataState.classes),
                        tone="warning",
                    ),
                ),
                line(
                    button(
                        t("privacy.erase_button"),
                        kind="danger",
                        on_click=MyDataState.ask_to_erase(True),
                    )
                ),
            ),
            gap=4,
        ),
        id="erase",
    )


def _last_question() -> rx.Component:
    return dialog(
        t("privacy.erase_question"),
        rx.el.form(
            rx.el.p(t("privacy.erase_warning")),
            rx.cond(
                MyDataState.has_password,
                field(
                    t("privacy.password"),
                    name="password",
                    type="password",
                    auto_complete="current-password",
                ),
                field(
                    t("privacy.your_name"),
                    name="name",
                    hint=t("privacy.your_name_hint", name=MyDataState.display_name),
                    auto_complete="off",
                    max_length=120,
                ),
            ),
            line(
                button(t("privacy.erase_for_good"), type="submit", kind="danger"),
                button(t("dialog.keep"), on_click=MyDataState.ask_to_erase(False)),
            ),
            on_submit=MyDataState.erase,
            reset_on_submit=False,
            class_name="stack gap-4",
        ),
        open=MyDataState.is_asking,
        on_close=MyDataState.ask_to_erase(False),
    )
