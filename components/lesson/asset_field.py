"""A form's field for the picture, 3D model, video or file of a block."""

from typing import Literal

import reflex as rx

from components.lesson.model import LIBRARIES
from components.ui.uploader import SENDING
from components.ui.values import Item, Text

NEEDED = [*LIBRARIES, *SENDING]

AssetKind = Literal["image", "model", "video", "file"]


class AssetField(rx.Component):
    library = "$/public/client/asset_field.jsx"
    tag = "AssetField"
    lib_dependencies: list[str] = NEEDED

    url: rx.Var[str]
    name: rx.Var[str]
    kind: rx.Var[str]
    value: rx.Var[str]
    filename: rx.Var[str]
    size: rx.Var[int]


def asset_field(
    kind: AssetKind, *, course_id: Text, name: str, value: Item, filename: Item, size: Item
) -> rx.Component:
    """Sends its file to the course at once, shows it, and gives the form its id under `name`.

    `value` is the id that the block has now, `filename` and `size` (bytes) belong to it.
    """
    return AssetField.create(
        url=f"/api/v1/assets?kind={kind}&course_id={course_id}",
        name=name,
        kind=kind,
        value=value,
        filename=filename,
        size=size,
    )
