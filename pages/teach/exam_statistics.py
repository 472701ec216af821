"""/tests/[exam_id]/statistics: what the answers tell of the questions, and marking by a mended key."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import button, link_button
from components.ui.dialog import dialog
from components.ui.empty import empty_state
from components.ui.layout import page, page_head, section, soft, stack
from components.ui.skeleton import skeleton
from components.ui.table import Column, cell, row, row_head, show_rows, table
from components.ui.values import Item, first_of, id_of
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from pages.teach.exam_results import exam_missing, exam_trail
from pages.teach.question_desk import question_desk
from state.assessment.desk import DeskState
from state.exams.insight import StatisticsState


def exam_statistics() -> rx.Component:
    return framed(
        page(
            rx.cond(
                StatisticsState.exam,
                _loaded(),
                rx.cond(StatisticsState.is_missing, exam_missing(), skeleton(8)),
            ),
            width="wide",
        )
    )


def _loaded() -> rx.Component:
    exam: Item = StatisticsState.exam
    here = "/tests/" + id_of(exam)
    return rx.fragment(
        page_head(
            t("exam.statistics"),
            above=exam_trail(exam),
            lead=t("exam_statistics.rests_on", n=StatisticsState.people),
            actions=[
                link_button(
                    t("exam_statistics.download"),
                    href="/api/v1/exams/" + id_of(exam) + "/statistics.csv",
                    native=True,
                    icon="download",
                ),
                link_button(t("exam.results"), href=here + "/results"),
            ],
        ),
        rx.cond(
            StatisticsState.items.length() > 0,
            stack(_whole(), _items(), _history(), gap=6),
            empty_state(t("exam_statistics.none")),
        ),
        _regrade(),
        question_desk(),
    )


def _whole() -> rx.Component:
    return rx.el.div(
        rx.el.p(t_in("exam_basis", StatisticsState.basis)),
        rx.el.p(
            rx.cond(
                StatisticsState.mean != "",
                rx.fragment(t("exam_statistics.mean", mean=StatisticsState.mean)),
            ),
            " ",
            rx.cond(
                StatisticsState.reliability != "",
                rx.cond(
                    StatisticsState.reliability_between != "",
                    t(
                        "exam_statistics.reliability_between",
                        value=StatisticsState.reliability,
                        between=StatisticsState.reliability_between,
                    ),
                    t("exam_statistics.reliability", value=StatisticsState.reliability),
                ),
                t("exam_statistics.no_reliability"),
            ),
        ),
        class_name="stack gap-2 exam-whole",
    )


def _items() -> rx.Component:
    return section(
        t("exam.questions"),
        rx.el.ol(rx.foreach(StatisticsState.items, _item), class_name="exam-items"),
        id="items",
    )


def _item(one: Item) -> rx.Component:
    return rx.el.li(
        rx.el.h3(one.number.to(str), ". ", one.stem),
        rx.cond(
            one.is_suspect,
            rx.el.p(
                badge(t("exam_statistics.suspect"), tone="bad", icon="circle-alert"),
                " ",
                t("exam_statistics.suspect_why"),
            ),
        ),
        rx.el.dl(
            _figure(t("exam_statistics.facility"), one.facility, one.facility_between),
            _figure(
                t("exam_statistics.discrimination"), one.discrimination, one.discrimination_between
            ),
            rx.el.dt(t("exam_statistics.asked")),
            rx.el.dd(t("exam_statistics.times", n=one.exposure)),
            rx.el.dt(t("exam_statistics.time")),
            rx.el.dd(rx.cond(one.seconds > 0, t("exam_statistics.seconds", n=one.seconds), "–")),
            class_name="facts",
        ),
        rx.cond(
            one.basis == "too_few",
            soft(t("exam_statistics.too_few", n=one.people)),
        ),
        rx.cond(one.options.length() > 0, _options(one)),
        rx.cond(
            one.is_changed,
            button(
                t("exam_statistics.regrade"),
                on_click=StatisticsState.open_regrade(id_of(one)),
                kind="primary",
            ),
            rx.cond(
                one.is_suspect,
                button(
                    t("exam_statistics.check_key"),
                    on_click=DeskState.edit(id_of(one), StatisticsState.course_id),
                    icon="pencil",
                ),
            ),
        ),
        id="question-" + one.number.to(str),
    )


def _figure(name: rx.Var[str], value: Item, between: Item) -> rx.Component:
    return rx.fragment(
        rx.el.dt(name),
        rx.el.dd(
            first_of(value, "–"),
            rx.cond(between != "", rx.el.span(" (", between, ")", class_name="soft")),
        ),
    )


def _options(one: Item) -> rx.Component:
    return show_rows(
        table(
            [
                Column(t("exam_statistics.option")),
                Column(t("exam_statistics.picked"), numeric=True),
                Column(t("exam_statistics.strong"), numeric=True),
                Column(t("exam_statistics.weak"), numeric=True),
            ],
            rx.foreach(one.options, _option),
            label=t("exam_statistics.options"),
        ),
        words=t("exam_statistics.options"),
    )


def _option(one: Item) -> rx.Component:
    return row(
        row_head(
            one.text,
            rx.cond(
                one.is_right,
                rx.fragment(" ", badge(t("exam_statistics.key"), tone="ok", icon="check")),
            ),
        ),
        cell(
            t("exam_statistics.share", n=one.count, percent=one.percent),
            label=t("exam_statistics.picked"),
            numeric=True,
        ),
        cell(
            t("exam.percent", n=one.strong_percent), label=t("exam_statistics.strong"), numeric=True
        ),
        cell(t("exam.percent", n=one.weak_percent), label=t("exam_statistics.weak"), numeric=True),
    )


def _regrade() -> rx.Component:
    preview: Item = StatisticsState.preview
    return rx.cond(
        StatisticsState.preview,
        dialog(
            t("exam_regrade.title"),
            rx.el.p(preview.stem),
            rx.el.p(
                t("exam_regrade.facts", answers=preview.answers, n=StatisticsState.changes.length())
            ),
            rx.cond(preview.unfit > 0, soft(t("exam_regrade.unfit", n=preview.unfit))),
            rx.cond(
                StatisticsState.changes.length() > 0,
                table(
                    [
                        Column(t("exams.learner")),
                        Column(t("exam_regrade.before"), numeric=True),
                        Column(t("exam_regrade.after"), numeric=True),
                    ],
                    rx.foreach(StatisticsState.changes, _change),
                    label=t("exam_regrade.title"),
                ),
            ),
            open=True,
            on_close=StatisticsState.leave_regrade,
            actions=[
                button(t("exam_regrade.apply"), on_click=StatisticsState.regrade, kind="primary"),
                button(t("form.cancel"), on_click=StatisticsState.leave_regrade),
            ],
            wide=True,
        ),
    )


def _change(one: Item) -> rx.Component:
    return row(
        row_head(one.name),
        cell(one.before, label=t("exam_regrade.before"), numeric=True),
        cell(one.after, label=t("exam_regrade.after"), numeric=True),
    )


def _history() -> rx.Component:
    return rx.cond(
        StatisticsState.regrades.length() > 0,
        section(
            t("exam_regrade.history"),
            rx.el.ul(rx.foreach(StatisticsState.regrades, _regraded), class_name="exam-made"),
            id="regrades",
        ),
    )


def _regraded(one: Item) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.strong(one.stem),
            " ",
            t("exam_regrade.changed", n=one.changed),
            " ",
            rx.cond(one.undone_at, badge(t("exam_regrade.undone"), icon="undo-2")),
        ),
        rx.el.p(one.applied_by, " · ", when(one.applied_at, "moment"), class_name="soft"),
        rx.cond(
            one.can_undo,
            button(
                t("exam_regrade.undo"),
                on_click=StatisticsState.undo(id_of(one)),
                size="sm",
                icon="undo-2",
            ),
        ),
    )
