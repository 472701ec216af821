"""Pure decisions about studying: where a reader stopped, how long is left, what a week held, what passes."""

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal, get_args

from alp_app.kit.ids import BlockId
from alp_app.services.courses.reading_views import ReadingBlock, ReadingDocument
from alp_app.services.learning.views import StoppedAt

Landmark = Literal["heading", "figure", "table", "formula"]

QUESTION_LENGTH = 750
"""Characters that take as long to read as a question takes to answer."""
LONGEST_PAUSE = timedelta(minutes=5)
"""Between two signs of life further apart than this, nobody knows whether somebody was reading."""
ROUNDING = 1e-9
"""Relative slack for sums of scores that were kept as binary numbers."""


def is_passed(score: float, max_score: float, passing_percent: int) -> bool:
    return score * 100 >= passing_percent * max_score * (1 - ROUNDING)


def minutes_by_day(moments: Sequence[datetime]) -> dict[date, int]:
    """Minutes of study on each day, from the ordered moments at which something was seen to happen.

    Only the time between two moments that are close to each other counts, so it is never too much.
    """
    seconds: dict[date, float] = {}
    for earlier, later in pairwise(moments):
        if later - earlier <= LONGEST_PAUSE:
            day = earlier.date()
            seconds[day] = seconds.get(day, 0.0) + (later - earlier).total_seconds()
    return {day: round(total / 60) for day, total in seconds.items()}


def stopped_at(document: ReadingDocument, block_id: BlockId | None) -> StoppedAt:
    """Describe a place in a lesson by the last landmark at or before it."""
    places = {block.id: index for index, block in enumerate(document.blocks, start=1)}
    reached = places.get(block_id, 0) if block_id else 0
    minutes_left = _minutes_left(document, reached)
    for block in reversed(document.blocks[:reached]):
        kind = _landmark(block)
        if kind is not None:
            return StoppedAt(
                kind=kind, number=block.number, title=block.title, minutes_left=minutes_left
            )
    return StoppedAt(kind="start", minutes_left=minutes_left)


def _landmark(block: ReadingBlock) -> Landmark | None:
    if block.type in {"model", "video"}:
        return "figure"
    return next((kind for kind in get_args(Landmark) if kind == block.type), None)


def _minutes_left(document: ReadingDocument, reached: int) -> int:
    """The share of the lesson's minutes that its unread blocks make up, by their length."""
    lengths = [_length(block) for block in document.blocks]
    total = sum(lengths)
    if not total:
        return document.minutes
    return math.ceil(document.minutes * sum(lengths[max(reached - 1, 0) :]) / total)


def _length(block: ReadingBlock) -> int:
    """Roughly, in characters."""
    sentences = (*block.sentences, *(each for item in block.list_items for each in item))
    cells = sum(len(cell) for row in block.rows for cell in row)
    return (
        sum(len(sentence.html) for sentence in sentences)
        + cells
        + len(block.code)
        + QUESTION_LENGTH * len(block.questions)
    )
