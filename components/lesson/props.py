"""The prepared block of a lesson, as a page gets it: the fields of the core's `ReadingBlock` by name.

HTML in here was made safe by the core. Fields that a type of block does not use keep their empty value.
"""

from dataclasses import dataclass
from typing import Any, Literal, TypedDict

import reflex as rx

from components.ui.values import Flag, Handler, Number, Text

BlockType = Literal[
    "heading",
    "text",
    "list",
    "table",
    "formula",
    "callout",
    "code",
    "figure",
    "model",
    "video",
    "file",
    "quiz",
]


class CitationProps(TypedDict, total=False):
    number: int
    title: str
    page: int | None
    quote: str
    source_id: str | None
    passage_id: str | None


class SentenceProps(TypedDict, total=False):
    id: str
    html: str
    writer: str
    """human or model."""
    verdict: str | None
    """`accepted` where a person vouches for it; None where nothing was checked."""
    citations: list[CitationProps]


class QuantityProps(TypedDict, total=False):
    mathml: str
    meaning_html: str


class LegendProps(TypedDict, total=False):
    mark: str
    meaning_html: str


class QuestionProps(TypedDict, total=False):
    question_id: str
    question_version_id: str
    number: int
    is_varied: bool
    type: str
    answer: str
    stem_html: str
    pictures: list[dict[str, Any]]
    points: str
    costs: str
    picks: list[dict[str, Any]]
    most_picks: int
    prompts: list[dict[str, Any]]
    pieces: list[dict[str, Any]]
    picture: dict[str, Any] | None
    zones: list[dict[str, Any]]
    unit: str
    is_unit_required: bool
    code_html: str
    variables: list[str]
    least_words: int
    most_words: int | None
    most_files: int
    most_megabytes: int
    extensions: list[str]


class BlockProps(TypedDict, total=False):
    id: str
    type: BlockType
    number: str
    title: str
    level: int
    sentences: list[SentenceProps]
    tone: str
    is_ordered: bool
    list_items: list[list[SentenceProps]]
    caption_html: str
    header: list[str]
    rows: list[list[str]]
    mathml: str
    latex: str
    where: list[QuantityProps]
    language: str
    code: str
    code_html: str
    src: str
    small_src: str
    dark_src: str
    poster_src: str
    captions_src: str
    width: int
    height: int
    alt: str
    legend: list[LegendProps]
    maker: str
    is_placeholder: bool
    filename: str
    media_type: str
    size: int
    questions: list[QuestionProps]
    passing_percent: int
    held_questions: int


class ReferenceProps(TypedDict, total=False):
    """One entry of the list under a lesson."""

    number: int
    title: str
    source_id: str | None
    page: int | None
    quotes: list[str]


class QuizStandingProps(TypedDict, total=False):
    block_id: str
    is_passed: bool
    attempt: dict[str, Any] | None
    variants: list[QuestionProps]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads the lesson, and where they were. A reader who is not enrolled looks: nothing is saved."""

    lesson_id: Text
    is_enrolled: Flag = True
    start_block: Text = ""
    """Id of the block to land on; empty for the top."""
    video_seconds: Number = 0
    """How far the video in `start_block` had played."""
    standings: list[QuizStandingProps] | rx.Var[list[QuizStandingProps]] | None = None
    language: Text = "en"
    on_lesson_completed: Handler | None = None
    """Gets whether the course is completed too."""
