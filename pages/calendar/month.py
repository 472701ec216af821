"""/calendar: a month as a grid on a wide window, as a list of days on a narrow one."""

from typing import Any

import reflex as rx

from components.ui.button import button, icon_button
from components.ui.copy import copy_button
from components.ui.empty import empty_state
from components.ui.layout import page, page_head, section, stack
from components.ui.layout import row as line
from components.ui.skeleton import skeleton
from components.ui.values import Item
from components.ui.when import when
from components.ui.words import t
from pages.frame import framed
from state.calendar.month import CalendarState


def calendar() -> rx.Component:
    return framed(
        page(
            page_head(t("calendar.title"), lead=t("calendar.lead")),
            rx.cond(
                CalendarState.is_loaded,
                stack(_month(), _feed(), gap=7),
                skeleton(10),
            ),
        )
    )


def _month() -> rx.Component:
    return section(
        when(CalendarState.month, "month"),
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    rx.foreach(
                        CalendarState.weeks[0].to(list[dict[str, Any]]),
                        _weekday,
                    )
                )
            ),
            rx.el.tbody(rx.foreach(CalendarState.weeks, _week)),
            class_name="month-grid",
        ),
        rx.el.ol(rx.foreach(CalendarState.days, _agenda_day), class_name="month-agenda rows"),
        rx.cond(CalendarState.days.length() > 0, rx.fragment(), empty_state(t("calendar.none"))),
        id="month",
        more=line(
            icon_button(
                "chevron-left",
                t("calendar.previous"),
                on_click=CalendarState.show(CalendarState.previous),
            ),
            button(t("calendar.today"), on_click=CalendarState.show(""), size="sm"),
            icon_button(
                "chevron-right",
                t("calendar.next"),
                on_click=CalendarState.show(CalendarState.following),
            ),
        ),
    )


def _weekday(day: Item) -> rx.Component:
    return rx.el.th(when(day["day"].to(str), "weekday_only"), scope="col")


def _week(week: Item) -> rx.Component:
    return rx.el.tr(rx.foreach(week.to(list[dict[str, Any]]), _day))


def _day(day: Item) -> rx.Component:
    return rx.el.td(
        rx.el.p(
            day["number"].to(str),
            class_name="month-number",
            aria_current=rx.cond(day["is_today"], "date", "false"),
        ),
        rx.el.ul(rx.foreach(day["entries"].to(list[dict[str, Any]]), _entry)),
        class_name=rx.cond(day["is_here"], "", "is-outside"),
    )


def _agenda_day(day: Item) -> rx.Component:
    return rx.el.li(
        rx.el.h3(
            when(day["day"].to(str), "weekday"),
            aria_current=rx.cond(day["is_today"], "date", "false"),
        ),
        rx.el.ul(rx.foreach(day["entries"].to(list[dict[str, Any]]), _entry)),
    )


def _entry(entry: Item) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.cond(
                entry["at"],
                rx.el.span(when(entry["at"].to(str), "clock"), class_name="num"),
                rx.fragment(),
            ),
            " ",
            t("calendar_entry." + entry["word"].to(str), title=entry["title"].to(str)),
            rx.el.span(entry["class_name"].to(str), class_name="meta"),
            href=entry["href"].to(str),
        ),
        class_name="month-entry",
        custom_attrs={"data-kind": entry["word"].to(str)},
    )


def _feed() -> rx.Component:
    return section(
        t("calendar.elsewhere"),
        stack(
            rx.el.p(t("calendar.elsewhere_lead"), class_name="soft"),
            rx.cond(
                CalendarState.feed_url != "",
                rx.el.div(
                    rx.el.p(t("calendar.feed_once")),
                    rx.el.code(CalendarState.feed_url, class_name="month-feed"),
                    copy_button(CalendarState.feed_url, label=t("class.copy_link")),
                    class_name="stack gap-3",
                ),
                rx.fragment(),
            ),
            line(
                button(
                    rx.cond(
                        CalendarState.has_feed, t("calendar.feed_again"), t("calendar.feed_make")
                    ),
                    on_click=CalendarState.make_feed,
                    icon="link",
                ),
                rx.cond(
                    CalendarState.has_feed,
                    button(t("calendar.feed_revoke"), on_click=CalendarState.revoke_feed),
                    rx.fragment(),
                ),
            ),
            gap=3,
        ),
        id="elsewhere",
    )
