"""The pages of a class beside each other, for its teachers."""

from typing import Literal

import reflex as rx

from components.ui.tabs import PageLink, page_links
from components.ui.values import Text
from components.ui.words import t

Place = Literal["class", "assignments", "tests", "gradebook", "insight", "discussion"]


def class_nav(classroom_id: Text, here: Place) -> rx.Component:
    room = f"/classes/{classroom_id}"
    return rx.el.div(
        page_links(
            t("class.pages"),
            PageLink(t("class.one"), room, here == "class"),
            PageLink(t("assignments.title"), f"{room}/assignments", here == "assignments"),
            PageLink(t("exams.title"), f"{room}/tests", here == "tests"),
            PageLink(t("gradebook.title"), f"{room}/gradebook", here == "gradebook"),
            PageLink(t("insight.title"), f"{room}/insight", here == "insight"),
            PageLink(t("class.questions"), f"{room}/discussion", here == "discussion"),
        ),
        class_name="class-nav",
    )
