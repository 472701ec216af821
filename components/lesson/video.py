"""Videos with captions, that go on where they were left."""

import reflex as rx

from components.lesson.caption import caption
from components.lesson.props import Reader
from components.ui.values import Item, number, text
from components.ui.words import t


class Video(rx.Component):
    library = "$/public/client/video.jsx"
    tag = "Video"

    src: rx.Var[str]
    poster: rx.Var[str]
    captions: rx.Var[str]
    language: rx.Var[str]
    alt: rx.Var[str]
    lesson_id: rx.Var[str]
    block_id: rx.Var[str]
    start_at: rx.Var[int]
    saves: rx.Var[bool]
    width: rx.Var[int]
    height: rx.Var[int]


def video(block: Item, reader: Reader) -> rx.Component:
    is_start = text(reader.start_block) == block["id"]
    return rx.el.figure(
        rx.cond(
            block["src"] != "",
            Video.create(
                src=block["src"],
                poster=block["poster_src"],
                captions=block["captions_src"],
                language=reader.language,
                alt=block["alt"],
                lesson_id=reader.lesson_id,
                block_id=block["id"],
                start_at=rx.cond(is_start, number(reader.video_seconds), 0),
                saves=reader.is_enrolled,
                width=block["width"],
                height=block["height"],
            ),
            rx.el.p(t("video.not_made"), " ", block["alt"], class_name="not-made"),
        ),
        caption(block, "figure"),
        class_name="fig",
    )
