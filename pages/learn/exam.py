"""A learner's pages of a test: before it, in it, and what became of an attempt."""

import reflex as rx

from components.exams.parts import player, reviewed
from components.shell.frame import bare_frame
from components.ui.badge import badge
from components.ui.button import button, link_button
from components.ui.empty import obstacle
from components.ui.layout import page, page_head, section, soft, split, stack
from components.ui.skeleton import skeleton
from components.ui.values import Item, id_of, one_of
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from state.exams.taking import ExamState, ReviewState


def exam() -> rx.Component:
    return framed(
        page(
            rx.cond(ExamState.exam, _exam(), rx.cond(ExamState.is_missing, _missing(), skeleton(8)))
        )
    )


def attempt() -> rx.Component:
    """Without the navigation: nothing but the test, and room for a thumb."""
    return bare_frame(page(player(), width="wide"))


def review() -> rx.Component:
    return framed(
        page(
            rx.cond(
                ReviewState.review,
                _review(),
                rx.cond(ReviewState.is_missing, _missing(), skeleton(8)),
            )
        )
    )


def _missing() -> rx.Component:
    return obstacle(
        t("error.exam_not_found"),
        t("error.exam_not_found_hint"),
        mark="search",
        actions=[link_button(t("navigation.home"), href="/", kind="primary")],
    )


def _exam() -> rx.Component:
    exam: Item = ExamState.exam
    return rx.fragment(
        page_head(
            exam.title,
            above=rx.el.p(
                rx.el.a(exam.class_name, href="/classes/" + id_of(exam, "classroom_id") + "/mine"),
                class_name="meta",
            ),
            actions=[
                rx.cond(
                    (exam.standing == "open") | (exam.standing == "running"),
                    button(
                        rx.cond(exam.standing == "running", t("exam.continue"), t("exam.begin")),
                        on_click=ExamState.start,
                        kind="primary",
                    ),
                )
            ],
        ),
        split(
            stack(
                _standing(exam),
                rx.cond(
                    exam.instructions_html != "",
                    section(
                        t("exam.instructions"),
                        rx.html(exam.instructions_html, class_name="prose-ui"),
                        id="instructions",
                    ),
                ),
                rx.cond(ExamState.made.length() > 0, _made(exam)),
                gap=6,
            ),
            _facts(exam),
        ),
    )


def _standing(exam: Item) -> rx.Component:
    return rx.el.p(
        one_of(
            exam.standing,
            ("soon", rx.fragment(t("exam.opens"), " ", when(exam.opens_at, "opening"))),
            ("closed", rx.fragment(t("exam_standing.closed"))),
            ("used", rx.fragment(t("exam_standing.used"))),
            ("running", rx.fragment(t("exam_standing.running"))),
            rx.cond(
                exam.minutes,
                rx.fragment(t("exam_standing.open_timed")),
                rx.fragment(t("exam_standing.open")),
            ),
        ),
        role="status",
    )


def _facts(exam: Item) -> rx.Component:
    return rx.el.aside(
        rx.el.dl(
            _fact(t("exam.questions"), exam.questions.to(str)),
            _fact(t("exam.points_word"), exam.points),
            rx.cond(exam.minutes, _fact(t("exam.time"), t("exam.minutes", n=exam.minutes))),
            rx.cond(
                exam.break_minutes > 0,
                _fact(t("exam.breaks"), t("exam.minutes", n=exam.break_minutes)),
            ),
            rx.cond(exam.closes_at, _fact(t("exam.closes"), when(exam.closes_at, "moment"))),
            _fact(
                t("exam.attempts"),
                t("submission.attempts_of", left=exam.attempts_left, all=exam.attempts),
            ),
            rx.cond(
                exam.attempts > 1,
                _fact(t("exam.counts"), t_in("exam_counting", exam.counting)),
            ),
            rx.cond(
                exam.passing_percent,
                _fact(t("exam.passing"), t("exam.percent", n=exam.passing_percent)),
            ),
            _fact(t("exam.feedback"), t_in("exam_feedback_when", exam.feedback_when)),
            class_name="facts",
        ),
        rx.cond(~exam.may_go_back, soft(t("exam.no_way_back"))),
        class_name="stack gap-4",
    )


def _fact(name: rx.Var[str], value: rx.Component | rx.Var[str]) -> rx.Component:
    return rx.fragment(rx.el.dt(name), rx.el.dd(value))


def _made(exam: Item) -> rx.Component:
    def made_row(one: Item) -> rx.Component:
        return _attempt_row(exam, one)

    return section(
        t("exam.my_attempts"),
        rx.el.ul(rx.foreach(ExamState.made, made_row), class_name="exam-made"),
        id="attempts",
    )


def _attempt_row(exam: Item, one: Item) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.strong(t("exam.attempt", n=one.number)),
            " ",
            rx.cond(
                one.points != "",
                t("exam.points_of", points=one.points, of=exam.points),
                t_in("exam_state", one.state),
            ),
            " ",
            rx.cond(
                one.is_passed.to_string() == "true",
                badge(t("exam.passed"), tone="ok", icon="check"),
            ),
            rx.cond(
                one.is_passed.to_string() == "false",
                badge(t("exam.not_passed"), tone="warn"),
            ),
        ),
        rx.cond(
            one.submitted_at,
            rx.el.p(
                rx.cond(one.is_automatic, t("exam.handed_in_by_clock"), t("exam.handed_in")),
                " ",
                when(one.submitted_at, "moment"),
                class_name="soft",
            ),
        ),
        rx.cond(
            one.receipt != "",
            rx.el.p(
                rx.el.span(t("exam.receipt"), class_name="label"),
                " ",
                rx.el.code(one.receipt, class_name="exam-receipt-code"),
            ),
        ),
        rx.cond(
            one.can_look,
            link_button(t("exam.look"), href="/tests/attempts/" + id_of(one) + "/review"),
        ),
    )


def _review() -> rx.Component:
    review: Item = ReviewState.review
    own: Item = review.attempt
    return rx.fragment(
        page_head(
            review.title,
            above=rx.el.p(
                rx.el.a(t("exam.back_to_test"), href="/tests/" + id_of(review, "exam_id")),
                class_name="meta",
            ),
            lead=rx.cond(
                own.points != "",
                t("exam.points_of", points=own.points, of=review.points),
                t_in("exam_state", own.state),
            ),
        ),
        rx.cond(
            review.regraded_at,
            soft(t("exam.regraded"), " ", when(review.regraded_at, "moment")),
        ),
        rx.cond(
            ReviewState.slots.length() > 0,
            rx.el.div(rx.foreach(ReviewState.slots, reviewed), class_name="exam-questions"),
            soft(t_in("exam_feedback_when", review.feedback_when)),
        ),
    )
