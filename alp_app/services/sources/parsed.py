"""What reading a file gives: its passages, or the reason why there are none."""

from pydantic import BaseModel

UNREADABLE = 3
"""Exit status of the reading process when a file is refused."""


class Passage(BaseModel):
    page: int | None = None
    heading: str = ""
    text: str


class ParsedSource(BaseModel):
    pages: int | None
    title: str
    passages: list[Passage]


class Unreadable(Exception):
    """`code` is one of `errors.READING_FAILURES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
