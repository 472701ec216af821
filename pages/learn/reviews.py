"""/assignments/[assignment_id]/reviews: the work of others, without names, and what one finds in it."""

import reflex as rx

from components.grading.files import file_preview
from components.grading.mark_fields import mark_fields
from components.ui.autosave import autosave, autosave_answer
from components.ui.badge import badge
from components.ui.breadcrumb import breadcrumb
from components.ui.button import button
from components.ui.callout import callout
from components.ui.empty import empty_state
from components.ui.layout import page, page_head, stack
from components.ui.layout import row as line
from components.ui.missing import when_loaded
from components.ui.saving import save_state
from components.ui.values import Item
from components.ui.when import when
from components.ui.words import t
from pages.frame import framed
from state.assignments.reviews import MyReviewsState


def reviews() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _reviews(),
                is_loaded=MyReviewsState.is_loaded,
                is_missing=MyReviewsState.is_missing,
                code="assignment.not_found",
                back=(t("navigation.home"), "/"),
            )
        )
    )


def _reviews() -> rx.Component:
    return rx.fragment(
        page_head(
            t("reviews.title"),
            above=breadcrumb(
                (MyReviewsState.title, f"/assignments/{MyReviewsState.assignment_id}"),
                (t("reviews.title"), None),
            ),
            lead=t("reviews.lead"),
            actions=[save_state()],
        ),
        autosave_answer(
            answered=MyReviewsState.answered,
            at=MyReviewsState.saved_at,
            problem=MyReviewsState.problem,
        ),
        rx.cond(
            MyReviewsState.reviews.length() > 0,
            stack(
                rx.cond(
                    MyReviewsState.is_open,
                    rx.cond(
                        MyReviewsState.due_at != "",
                        rx.el.p(t("reviews.until"), " ", when(MyReviewsState.due_at, "moment")),
                    ),
                    callout(rx.el.p(t("reviews.closed"))),
                ),
                rx.foreach(MyReviewsState.reviews, _review),
                gap=6,
            ),
            empty_state(t("reviews.none")),
        ),
    )


def _review(review: Item) -> rx.Component:
    title = "review-" + review.number.to(str)
    return rx.el.section(
        line(
            rx.el.h2(t("reviews.one", n=review.number), id=title),
            rx.cond(
                review.submitted_at != "", badge(t("reviews.submitted"), tone="ok", icon="check")
            ),
        ),
        rx.cond(review.text != "", rx.el.p(review.text, class_name="said")),
        rx.foreach(review.said, _said),
        rx.foreach(review.files, file_preview),
        rx.cond(
            MyReviewsState.is_open & (review.submitted_at == ""),
            _form(review),
        ),
        aria_labelledby=title,
        class_name="handed stack gap-4",
    )


def _said(said: Item) -> rx.Component:
    return rx.el.div(rx.el.h3(said.title), rx.el.p(said.text, class_name="said"))


def _form(review: Item) -> rx.Component:
    mark: Item = MyReviewsState.marks[review.id]
    return rx.el.form(
        autosave(shelf="review." + review.id.to(str), on_save=MyReviewsState.save(review.id)),
        rx.el.input(type="hidden", name="review_id", default_value=review.id),
        mark_fields(
            MyReviewsState.criteria, mark, place=review.id, possible=MyReviewsState.possible
        ),
        line(button(t("reviews.submit"), type="submit", icon="send")),
        on_submit=MyReviewsState.submit,
        reset_on_submit=False,
        class_name="stack gap-4 review-form",
    )
