"""The fields of a mark: a level and a remark for each criterion, or points; and a comment."""

import reflex as rx

from components.ui.values import Item, Text
from components.ui.words import t


def mark_fields(
    criteria: Item, mark: Item, *, place: Text, possible: Text, has_keys: bool = False
) -> rx.Component:
    """Named as `state.assignments.grading.mark_values` reads them. `place` tells the fields of one
    work from those of another; with `has_keys` each level shows its key."""

    def one(criterion: Item) -> rx.Component:
        return _criterion(criterion, mark, place, has_keys=has_keys)

    return rx.fragment(
        rx.cond(
            criteria.length() > 0,
            rx.fragment(
                rx.foreach(criteria, one),
                rx.el.p(
                    rx.cond(
                        mark.points != "",
                        t("grading.sum", points=mark.points, possible=possible),
                        t("grading.not_all_chosen"),
                    ),
                    class_name="verdict",
                    role="status",
                ),
            ),
            _points(mark, place, possible),
        ),
        _comment(mark, place),
    )


def _criterion(criterion: Item, mark: Item, place: Text, *, has_keys: bool) -> rx.Component:
    def level(of: Item) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="radio",
                name=f"level-{criterion.id}",
                value=of.place.to(str),
                default_checked=mark.levels[criterion.id] == of.place,
            ),
            rx.el.span(
                *([rx.el.kbd(of.place + 1, aria_hidden="true"), " "] if has_keys else []),
                of.title,
                " ",
                rx.el.span(of.points, class_name="meta"),
            ),
            class_name="check mark-level",
        )

    return rx.el.fieldset(
        rx.el.legend(criterion.title),
        rx.el.div(rx.foreach(criterion.levels, level), class_name="mark-levels"),
        rx.el.input(
            name=f"comment-{criterion.id}",
            aria_label=t("grading.comment_on", title=criterion.title),
            placeholder=t("grading.comment_here"),
            default_value=mark.comments[criterion.id],
            max_length=4000,
            class_name="input input-sm",
        ),
        class_name="mark-criterion",
        custom_attrs={"data-criterion": criterion.id},
        key=f"{place}{criterion.id}",
    )


def _points(mark: Item, place: Text, possible: Text) -> rx.Component:
    return rx.el.div(
        rx.el.label(t("grading.points_of", possible=possible), html_for=f"points-{place}"),
        rx.el.input(
            id=f"points-{place}",
            name="points",
            input_mode="decimal",
            auto_complete="off",
            default_value=mark.points,
            class_name="input num",
        ),
        class_name="field",
    )


def _comment(mark: Item, place: Text) -> rx.Component:
    return rx.el.div(
        rx.el.label(t("grading.comment"), html_for=f"comment-{place}"),
        rx.el.textarea(
            id=f"comment-{place}",
            name="comment",
            rows=4,
            max_length=20_000,
            default_value=mark.comment,
            class_name="input",
        ),
        class_name="field",
    )
