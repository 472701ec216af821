"""Any block of a lesson, by its type."""

import reflex as rx

from components.lesson.callout import lesson_callout
from components.lesson.code import code
from components.lesson.figure import figure
from components.lesson.file import file
from components.lesson.formula import formula
from components.lesson.heading import heading
from components.lesson.list import points
from components.lesson.model import model
from components.lesson.props import Reader
from components.lesson.quiz import quiz
from components.lesson.table import data_table
from components.lesson.text import paragraph
from components.lesson.video import video
from components.ui.values import Item, one_of


def block(prepared: Item, reader: Reader) -> rx.Component:
    """From BlockProps. The element carries the block's id, for links and for the reading place."""
    return rx.el.div(
        one_of(
            prepared["type"],
            ("heading", heading(prepared)),
            ("text", paragraph(prepared)),
            ("list", points(prepared)),
            ("table", data_table(prepared)),
            ("formula", formula(prepared)),
            ("callout", lesson_callout(prepared)),
            ("code", code(prepared)),
            ("figure", figure(prepared)),
            ("model", model(prepared)),
            ("video", video(prepared, reader)),
            ("file", file(prepared)),
            ("quiz", quiz(prepared, reader)),
            rx.fragment(),
        ),
        class_name="block block-" + prepared["type"].to(str),
        custom_attrs={"data-block": prepared["id"]},
    )
