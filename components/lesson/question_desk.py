"""What the form of a question shows that only the browser can: the preview, the regions of a picture."""

from typing import Any

import reflex as rx

from components.lesson.model import LIBRARIES
from components.ui.values import Handler, Text


class QuestionPreview(rx.Component):
    library = "$/public/client/question_preview.jsx"
    tag = "QuestionPreview"

    question: rx.Var[dict[str, Any] | None]


class RegionEditor(rx.Component):
    library = "$/public/client/region_editor.jsx"
    tag = "RegionEditor"
    lib_dependencies: list[str] = LIBRARIES

    url: rx.Var[str]
    asset_id: rx.Var[str]
    regions: rx.Var[str]
    on_draw: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_picture: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def question_preview(question: Any) -> rx.Component:
    """`question` is the core's `AskedView`. What is answered here goes nowhere."""
    return QuestionPreview.create(question=question)


def region_editor(
    *, course_id: Text, asset_id: Text, regions: Text, on_draw: Handler, on_picture: Handler
) -> rx.Component:
    """Gives its form the picture as `asset_id`. `regions` and what `on_draw` gets is JSON,
    `[{id, shape}]` with the core's shapes; `on_picture` gets the id of a picture that was chosen."""
    return RegionEditor.create(
        url=f"/api/v1/assets?kind=image&course_id={course_id}",
        asset_id=asset_id,
        regions=regions,
        on_draw=on_draw,
        on_picture=on_picture,
    )
