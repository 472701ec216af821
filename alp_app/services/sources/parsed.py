"""What reading a file gives: its pages and passages, or the reason why there are none."""

from pydantic import BaseModel, Field

from alp_app.models.source import PassageKind

UNREADABLE = 3
"""Exit status of the reading process when a file is refused."""
FULL = 10_000
"""Places on a page are whole numbers: so many are its width, and its height."""
BOX_NUMBERS = 4
WORD_NUMBERS = 6


class Passage(BaseModel):
    """As the columns of the same names."""

    page: int | None = None
    headings: list[str] = Field(default_factory=list[str])
    kind: PassageKind = PassageKind.TEXT
    text: str
    cells: list[list[str]] | None = None
    overlap: int = 0
    boxes: list[int] = Field(default_factory=list[int])


class ParsedPage(BaseModel):
    """As the columns of the same names; only PDFs have them."""

    number: int
    width: float
    height: float
    text: str
    words: list[int]
    is_scanned: bool = False
    """It shows a picture and hardly any text."""


class ParsedSource(BaseModel):
    pages: int | None
    title: str
    passages: list[Passage]
    layout: list[ParsedPage] = Field(default_factory=list[ParsedPage])


class RecognisedWord(BaseModel):
    """A word that an engine saw in the picture of a page."""

    text: str
    line: int
    """Words of one line share this number, and follow each other."""
    box: tuple[int, int, int, int]


Recognised = dict[int, list[RecognisedWord]]
"""By number of the page."""


class Unreadable(Exception):
    """`code` is one of `errors.READING_FAILURES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
