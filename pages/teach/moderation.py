"""/assignments/[assignment_id]/moderation: two marks of one work, side by side, and the one that stands."""

import reflex as rx
from reflex.vars import StringVar

from components.ui.badge import badge
from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, link_button
from components.ui.empty import empty_state
from components.ui.field import field, select, text_area
from components.ui.layout import meta, page, page_head, stack
from components.ui.layout import row as line
from components.ui.missing import when_loaded
from components.ui.table import Column, cell, row, row_head, table
from components.ui.values import Item, first_of, one_of
from components.ui.when import when
from components.ui.words import t
from pages.frame import framed
from pages.teach.form_end import field_of_subject
from state.assignments.moderation import ModerationState


def moderation() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _moderation(),
                is_loaded=ModerationState.is_loaded,
                is_missing=ModerationState.is_missing,
                code="assignment.not_found",
                back=(t("classes.title"), "/classes"),
            )
        )
    )


def _moderation() -> rx.Component:
    task = f"/assignments/{ModerationState.assignment_id}"
    return rx.fragment(
        page_head(
            t("moderation.title"),
            above=breadcrumb(
                (ModerationState.class_name, f"/classes/{ModerationState.classroom_id}"),
                (ModerationState.title, f"{task}/grade"),
                (t("moderation.title"), None),
            ),
            lead=t("moderation.lead"),
            actions=[
                link_button(t("moderation.second"), href=f"{task}/second", icon="pencil"),
                button(
                    t("moderation.compare", n=ModerationState.to_compare),
                    on_click=ModerationState.compare,
                    kind="primary",
                    icon="git-compare",
                    disabled=ModerationState.to_compare == 0,
                ),
            ],
        ),
        rx.cond(
            ModerationState.pairs.length() > 0,
            stack(_table(), rx.foreach(ModerationState.pairs, _decision), gap=6),
            empty_state(t("moderation.none")),
        ),
    )


def _table() -> rx.Component:
    return table(
        [
            Column(t("moderation.work")),
            Column(t("moderation.state")),
            Column(t("moderation.first"), numeric=True),
            Column(t("moderation.second_mark"), numeric=True),
            Column(t("moderation.agreed"), numeric=True),
        ],
        rx.foreach(ModerationState.pairs, _pair),
        label=t("moderation.title"),
        framed=True,
    )


def _pair(pair: Item) -> rx.Component:
    return row(
        row_head(_name(pair)),
        cell(
            one_of(
                pair.state,
                ("settled", badge(t("moderation_state.settled"), tone="ok", icon="check")),
                ("differs", badge(t("moderation_state.differs"), tone="warn", icon="git-compare")),
                ("to_compare", badge(t("moderation_state.to_compare"), icon="eye")),
                badge(t("moderation_state.to_mark"), icon="clock"),
            ),
            label=t("moderation.state"),
        ),
        cell(_mark(pair.first_points, pair.has_first), label=t("moderation.first"), numeric=True),
        cell(
            _mark(pair.second_points, pair.has_second),
            rx.cond(pair.second_grader != "", meta(t("moderation.by", name=pair.second_grader))),
            label=t("moderation.second_mark"),
            numeric=True,
        ),
        cell(
            rx.cond(
                pair.state == "settled",
                rx.fragment(
                    pair.points,
                    rx.cond(
                        pair.settled_by != "",
                        meta(
                            t("moderation.settled_by", name=pair.settled_by),
                            " ",
                            when(pair.settled_at, "moment"),
                        ),
                    ),
                ),
                "–",
            ),
            label=t("moderation.agreed"),
            numeric=True,
        ),
    )


def _mark(points: Item, is_in: Item) -> rx.Component:
    """The points once they can be seen; before, whether there are any."""
    return rx.cond(
        points != "",
        rx.el.span(points),
        rx.el.span(
            rx.cond(is_in, t("moderation.is_in"), t("moderation.is_waiting")), class_name="meta"
        ),
    )


def _decision(pair: Item) -> rx.Component:
    """Two marks that differ, and the form for the one that is to stand."""
    title = "decide-" + pair.number.to(str)

    def criterion(of: Item) -> rx.Component:
        return _criterion(of, pair)

    return rx.cond(
        pair.state == "differs",
        rx.el.section(
            rx.el.h2(t("moderation.decide_for", name=_name(pair)), id=title),
            rx.el.form(
                field_of_subject("submission_id", pair.submission_id),
                rx.cond(
                    pair.criteria.length() > 0,
                    rx.foreach(pair.criteria, criterion),
                    _points(pair),
                ),
                rx.cond(
                    pair.second_comment != "",
                    meta(t("moderation.said_second", text=pair.second_comment)),
                ),
                text_area(
                    t("grading.comment"),
                    name="comment",
                    form=pair.submission_id,
                    required=False,
                    default_value=pair.comment,
                ),
                line(button(t("moderation.settle"), type="submit")),
                on_submit=ModerationState.settle,
                reset_on_submit=False,
                class_name="stack gap-4",
            ),
            aria_labelledby=title,
            class_name="handed stack gap-4",
        ),
    )


def _criterion(criterion: Item, pair: Item) -> rx.Component:
    def level(of: Item) -> rx.Component:
        return rx.el.option(of.title, value=of.place.to(str))

    return rx.el.div(
        select(
            criterion.title,
            rx.foreach(criterion.levels, level),
            name=f"level-{criterion.id}",
            form=pair.submission_id,
            hint=t("moderation.two_levels", first=criterion.first, second=criterion.second),
            default_value=criterion.chosen,
        ),
        rx.el.input(type="hidden", name=f"comment-{criterion.id}", default_value=criterion.comment),
    )


def _points(pair: Item) -> rx.Component:
    return field(
        t("grading.points_of", possible=ModerationState.possible),
        name="points",
        form=pair.submission_id,
        input_mode="decimal",
        hint=t("moderation.two_levels", first=pair.first_points, second=pair.second_points),
        default_value=pair.first_points,
    )


def _name(pair: Item) -> StringVar:
    return first_of(pair.name, t("grading.anonymous", n=pair.number))
