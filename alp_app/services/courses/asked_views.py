"""A question as it is asked: nothing in it depends on the key. Immutable, safe to send to a browser."""

from typing import Literal

from alp_app.models.questions import Picture, Shape
from alp_app.services.courses.views import View


class PictureView(View):
    src: str
    """Empty while the picture is still missing."""
    alt: str
    width: int
    """Pixels of the original, as spots and shapes are counted in."""
    height: int

    @classmethod
    def of(cls, picture: Picture) -> "PictureView":
        src = f"/media/{picture.asset_id}/original" if picture.asset_id else ""
        return cls(src=src, alt=picture.alt, width=picture.width, height=picture.height)


class PickView(View):
    """Something to pick or to put to its place: an option, a match, an item, a label."""

    id: str
    html: str
    text: str
    """Its words without marks, for lists and for reading aloud."""


class GapView(View):
    id: str
    kind: Literal["text", "number", "choice"]
    unit: str = ""
    picks: tuple[PickView, ...] = ()


class PieceView(View):
    """A piece of a text with gaps, and the gap behind it."""

    html: str
    gap: GapView | None = None


class ZoneView(View):
    id: str
    number: int
    """Counts from 1, for who cannot see the picture."""
    shape: Shape


class AskedView(View):
    """Fields that a type does not use keep their empty value."""

    type: str
    answer: str
    """The field of an answer to it, such as `option_ids`."""
    stem_html: str
    pictures: tuple[PictureView, ...] = ()
    points: str
    costs: str = ""
    """The points that an answer costs which earns nothing; empty where there is no such rule."""
    picks: tuple[PickView, ...] = ()
    most_picks: int = 0
    """How many options or spots; 0 where the question does not say."""
    prompts: tuple[PickView, ...] = ()
    pieces: tuple[PieceView, ...] = ()
    picture: PictureView | None = None
    zones: tuple[ZoneView, ...] = ()
    unit: str = ""
    is_unit_required: bool = False
    code_html: str = ""
    variables: tuple[str, ...] = ()
    least_words: int = 0
    most_words: int | None = None
    most_files: int = 0
    most_megabytes: int = 0
    """Of each file."""
    extensions: tuple[str, ...] = ()
