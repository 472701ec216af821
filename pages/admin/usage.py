"""/engines/use: what engines have done for whom, and how much they may do."""

import reflex as rx

from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, link_button
from components.ui.dialog import dialog
from components.ui.empty import empty_state
from components.ui.field import field, select
from components.ui.layout import meta, page, page_head, section, soft, stack
from components.ui.layout import row as line
from components.ui.skeleton import skeleton
from components.ui.table import Column, cell, row, row_head, table
from components.ui.values import Item, first_of, id_of, one_text
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from state.operations.usage import UsageState

BY = ("person", "class", "course", "engine", "kind")
PERIODS = ("day", "week", "month")
SCOPES = ("person", "class", "school")
MEASURES = ("tokens", "seconds")


def engine_use() -> rx.Component:
    return framed(
        page(
            page_head(
                t("engine_use.title"),
                above=breadcrumb((t("engines.title"), "/engines"), (t("engine_use.title"), None)),
                lead=t("engine_use.lead"),
                actions=[
                    link_button(
                        t("engine_use.download"),
                        href=UsageState.sheet,
                        native=True,
                        icon="download",
                    )
                ],
            ),
            rx.cond(UsageState.is_loaded, stack(_sums(), _limits(), gap=6), skeleton(8)),
            _answers(),
            _form(),
        )
    )


def _sums() -> rx.Component:
    return stack(
        rx.el.div(
            select(
                t("engine_use.by"),
                [(by, t(f"engine_use.by.{by}")) for by in BY],
                name="by",
                value=UsageState.by,
                on_change=UsageState.sum_by,
            ),
            select(
                t("engine_use.period"),
                [(period, t(f"engine_use.period.{period}")) for period in PERIODS],
                name="period",
                value=UsageState.period,
                on_change=UsageState.choose_period,
            ),
            class_name="field-row",
        ),
        rx.cond(
            UsageState.sums.length() > 0,
            table(
                [
                    Column(t_in("engine_use.by", UsageState.by)),
                    Column(t("engine_use.answers"), numeric=True),
                    Column(t("engine_use.tokens"), numeric=True),
                    Column(t("engine_use.seconds"), numeric=True),
                ],
                rx.foreach(UsageState.sums, _sum),
                label=t("engine_use.title"),
                framed=True,
            ),
            empty_state(t("engine_use.none")),
        ),
        gap=4,
    )


def _name(kind: Item, name: Item) -> rx.Var[str]:
    return rx.cond(kind != "", t_in("job_kind", kind), first_of(name, t("engine_use.nobody")))


def _sum(one: Item) -> rx.Component:
    return row(
        row_head(
            rx.el.button(
                _name(one.kind, one.name),
                type="button",
                on_click=UsageState.open_sum(one.key),
                class_name="talk-open",
            )
        ),
        cell(t("engine_use.number", n=one.answers), label=t("engine_use.answers"), numeric=True),
        cell(t("engine_use.number", n=one.tokens), label=t("engine_use.tokens"), numeric=True),
        cell(t("engine_use.minutes", n=one.minutes), label=t("engine_use.seconds"), numeric=True),
    )


def _answers() -> rx.Component:
    return dialog(
        t("engine_use.rows_of", name=_name(UsageState.open_kind, UsageState.open_name)),
        soft(
            rx.cond(
                UsageState.has_more,
                t("engine_use.first_rows", n=UsageState.answers.length()),
                t("engine_use.all_rows", n=UsageState.answers.length()),
            )
        ),
        table(
            [
                Column(t("engine_use.at")),
                Column(t("engine_use.who")),
                Column(t("engine_use.work")),
                Column(t("engine_use.engine")),
                Column(t("engine_use.tokens"), numeric=True),
                Column(t("engine_use.seconds"), numeric=True),
            ],
            rx.foreach(UsageState.answers, _answer),
            label=t("engine_use.rows"),
            framed=True,
        ),
        open=UsageState.is_open,
        on_close=UsageState.close_sum,
        wide=True,
    )


def _answer(one: Item) -> rx.Component:
    return row(
        row_head(when(one.at, "moment")),
        cell(first_of(one.person, t("engine_use.nobody")), label=t("engine_use.who")),
        cell(
            t_in("job_kind", one.kind),
            rx.cond(one.course != "", meta(one.course)),
            label=t("engine_use.work"),
        ),
        cell(
            t_in("engine_name", one.engine),
            rx.cond(one.model != "", meta(one.model)),
            label=t("engine_use.engine"),
        ),
        cell(t("engine_use.number", n=one.tokens), label=t("engine_use.tokens"), numeric=True),
        cell(t("engine_use.took", n=one.seconds), label=t("engine_use.seconds"), numeric=True),
    )


def _limits() -> rx.Component:
    return section(
        t("engine_limit.title"),
        stack(
            soft(t("engine_limit.lead")),
            rx.cond(
                UsageState.limits.length() > 0,
                rx.el.ul(rx.foreach(UsageState.limits, _limit), class_name="rows"),
                rx.el.p(t("engine_limit.none")),
            ),
            line(button(t("engine_limit.add"), on_click=UsageState.begin_limit, icon="plus")),
            gap=3,
        ),
        id="limits",
    )


def _limit(limit: Item) -> rx.Component:
    whose = first_of(
        limit.subject,
        one_text(
            limit.scope,
            ("person", t("engine_limit.each_person")),
            ("class", t("engine_limit.each_class")),
            t("engine_limit.whole_school"),
        ),
    )
    return rx.el.li(
        rx.el.div(
            rx.el.strong(whose),
            rx.el.p(
                t(
                    "engine_limit.says",
                    amount=limit.amount,
                    measure=limit.measure,
                    period=limit.period,
                )
            ),
        ),
        button(
            t("engine_limit.remove"),
            on_click=UsageState.remove_limit(id_of(limit)),
            icon="trash-2",
            size="sm",
            kind="quiet",
        ),
        class_name="row spread",
        key=id_of(limit),
    )


def _form() -> rx.Component:
    return dialog(
        t("engine_limit.add"),
        rx.el.form(
            select(
                t("engine_limit.scope"),
                [(scope, t(f"engine_limit.scope.{scope}")) for scope in SCOPES],
                name="scope",
            ),
            field(
                t("engine_limit.subject"),
                name="subject",
                required=False,
                hint=t("engine_limit.subject_hint"),
                max_length=200,
            ),
            rx.el.div(
                field(t("engine_limit.amount"), name="amount", type="number", min=0),
                select(
                    t("engine_limit.measure"),
                    [(measure, t(f"engine_limit.measure.{measure}")) for measure in MEASURES],
                    name="measure",
                ),
                select(
                    t("engine_limit.period"),
                    [(period, t(f"engine_limit.period.{period}")) for period in PERIODS],
                    name="period",
                    default_value="month",
                ),
                class_name="field-row",
            ),
            line(
                button(t("engine_limit.save"), type="submit", kind="primary"),
                button(t("editor.cancel"), on_click=UsageState.leave_limit, kind="quiet"),
            ),
            on_submit=UsageState.save_limit,
            reset_on_submit=False,
            class_name="form",
        ),
        open=UsageState.is_setting,
        on_close=UsageState.leave_limit,
    )
