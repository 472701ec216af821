"""/classes/[classroom_id]/discussion: all questions of a class."""

import reflex as rx

from components.ui.breadcrumb import breadcrumb
from components.ui.button import link_button
from components.ui.empty import obstacle
from components.ui.layout import page, page_head
from components.ui.skeleton import skeleton
from components.ui.words import t
from pages.community.discussion import questions_of_class
from pages.frame import framed
from pages.teach.class_nav import class_nav
from state.community.discussion import DiscussionState


def class_discussion() -> rx.Component:
    return framed(
        page(
            rx.cond(
                DiscussionState.is_loaded,
                rx.fragment(
                    page_head(
                        t("discussion.title"),
                        lead=t("discussion.lead"),
                        above=breadcrumb(
                            (
                                DiscussionState.class_name,
                                rx.cond(
                                    DiscussionState.is_teacher,
                                    f"/classes/{DiscussionState.classroom_id}",
                                    f"/classes/{DiscussionState.classroom_id}/mine",
                                ),
                            ),
                            (t("discussion.title"), None),
                        ),
                    ),
                    rx.cond(
                        DiscussionState.is_teacher,
                        class_nav(DiscussionState.classroom_id, "discussion"),
                    ),
                    questions_of_class(),
                ),
                rx.cond(
                    DiscussionState.is_missing,
                    obstacle(
                        t("error.class_not_found"),
                        t("error.class_not_found_hint"),
                        mark="search",
                        actions=[link_button(t("navigation.home"), href="/", kind="primary")],
                    ),
                    skeleton(8),
                ),
            ),
            width="narrow",
        )
    )
