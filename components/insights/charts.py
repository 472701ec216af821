"""Charts of figures. Each says its figures in words too, and every figure leads to its rows."""

import reflex as rx

from components.ui.badge import badge
from components.ui.table import Column, cell, row, row_head, show_rows, table
from components.ui.values import Item, Number, one_of, text
from components.ui.when import when
from components.ui.words import t, t_in


def figure(one: Item) -> rx.Component:
    """A number that opens what it counts."""
    return rx.el.a(one.n.to(str), href=one.href, class_name="figure-link")


def week_bars(weeks: Item, *, label: rx.Var[str], unit: rx.Var[str]) -> rx.Component:
    """A bar for each week, on a common base line. `label` names the chart, `unit` what is counted."""

    def week_row(week: Item) -> rx.Component:
        return row(
            row_head(when(week.day, "day")), cell(figure(week.figure), label=unit, numeric=True)
        )

    return rx.fragment(
        rx.el.div(
            rx.foreach(weeks, _week_bar),
            class_name="weeks",
            aria_hidden="true",
            style={"--count": weeks.length()},
        ),
        show_rows(
            table(
                [Column(t("insight.week")), Column(unit, numeric=True)],
                rx.foreach(weeks, week_row),
                label=label,
            )
        ),
    )


def parts_bar(first: Number, second: Number) -> rx.Component:
    """Of all: done, and begun, in percent. The figures stand beside it."""
    return rx.el.div(
        rx.el.i(style={"width": f"{first}%"}),
        rx.el.i(style={"width": f"{second}%"}, class_name="is-second"),
        class_name="parts-bar",
        aria_hidden="true",
    )


def sureness(share: Item) -> rx.Component:
    """Where the true share lies, as a band on a scale from 0 to 100, and in words."""
    return rx.el.div(
        rx.cond(
            share.mastery != "too_few",
            rx.el.div(
                rx.el.i(style={"left": f"{share.low}%", "right": f"calc(100% - {share.high}%)"}),
                rx.el.b(style={"left": f"{share.percent}%"}),
                class_name="sureness-scale",
                aria_hidden="true",
            ),
        ),
        rx.el.a(
            rx.cond(
                share.mastery == "too_few",
                t("insight.too_few", n=share.answers.n),
                t("insight.between", low=share.low, high=share.high, n=share.answers.n),
            ),
            href=share.answers.href,
            class_name="figure-link",
        ),
        class_name="sureness",
    )


def mastery_badge(share: Item, family: str = "mastery") -> rx.Component:
    """`family` are the words: the teacher's, or those for the learner."""
    words = t_in(family, share.mastery)
    return one_of(
        share.mastery,
        ("secure", badge(words, tone="ok", icon="check")),
        ("not_yet", badge(words, tone="warn", icon="circle-dot")),
        badge(words),
    )


def objectives_table(objectives: Item, *, family: str = "mastery") -> rx.Component:
    def objective_row(one: Item) -> rx.Component:
        return row(
            row_head(one.text, rx.cond(one.lessons != "", rx.el.p(one.lessons, class_name="meta"))),
            cell(sureness(one.share), label=t("insight.right_answers")),
            cell(mastery_badge(one.share, family), label=t("insight.mastery")),
        )

    return table(
        [
            Column(t("insight.objective")),
            Column(t("insight.right_answers")),
            Column(t("insight.mastery")),
        ],
        rx.foreach(objectives, objective_row),
        label=t("insight.objectives"),
    )


def question_cells(one: Item) -> tuple[rx.Component, ...]:
    """What it asks and where, how many had it right, and how sure that is."""
    return (
        row_head(one.stem, rx.el.p(text(one.place), class_name="meta")),
        cell(
            figure(one.share.right),
            " ",
            t("insight.of"),
            " ",
            figure(one.share.answers),
            label=t("insight.right"),
            numeric=True,
        ),
        cell(sureness(one.share), label=t("insight.right_answers")),
    )


def _week_bar(week: Item) -> rx.Component:
    return rx.el.a(
        rx.el.span(
            rx.cond(week.figure.n > 0, rx.fragment(week.figure.n.to(str))), class_name="week-number"
        ),
        rx.el.i(style={"--share": week.share}),
        rx.el.span(when(week.day, "day"), class_name="week-name"),
        href=week.figure.href,
        tab_index=-1,
        class_name="week",
    )
