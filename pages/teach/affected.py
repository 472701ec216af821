"""What a changed source touches: over the draft, with one press to have it written again."""

import reflex as rx

from components.ui.button import button, link_button
from components.ui.callout import callout
from components.ui.icons import icon
from components.ui.layout import row
from components.ui.values import Item
from components.ui.words import t, t_in
from state.courses.editor import EditorState
from state.revisions.proposals import ProposalsState


def affected_strip() -> rx.Component:
    return rx.cond(
        ProposalsState.affected.length() > 0,
        rx.el.section(
            callout(
                rx.el.p(t("affected.lead", n=ProposalsState.affected.length())),
                rx.el.details(
                    rx.el.summary(t("affected.show")),
                    rx.el.ul(rx.foreach(ProposalsState.affected, _part), class_name="rows"),
                ),
                rx.cond(
                    ProposalsState.writable > 0,
                    row(
                        button(
                            t("affected.propose", n=ProposalsState.writable),
                            on_click=ProposalsState.rewrite_affected(False),
                            icon="refresh-cw",
                            size="sm",
                        ),
                        button(
                            t("affected.direct"),
                            on_click=ProposalsState.rewrite_affected(True),
                            kind="quiet",
                            size="sm",
                        ),
                    ),
                ),
                title=t("affected.title"),
                tone="warning",
            ),
            class_name="stage-strip",
            aria_label=t("affected.title"),
        ),
    )


def _part(part: Item) -> rx.Component:
    return rx.el.li(
        row(
            rx.el.strong(t_in("proposal_part", part.part)),
            rx.el.span(part.lesson_title, class_name="meta"),
            rx.cond(
                part.is_writable, rx.fragment(), rx.el.span(t("affected.yours"), class_name="meta")
            ),
            button(
                t("checklist.go"),
                on_click=EditorState.open_lesson(part.lesson_id),
                size="sm",
                kind="quiet",
            ),
        ),
        rx.el.p(part.text),
        rx.cond(
            part.quote != "",
            rx.el.p(icon("quote"), " ", t("affected.said", quote=part.quote), class_name="meta"),
        ),
    )


def history_link(course_id: Item, part: str, part_id: Item) -> rx.Component:
    return link_button(
        t("history.open"),
        href="/studio/" + course_id + f"/history?part={part}&id=" + part_id,
        kind="quiet",
        size="sm",
    )
