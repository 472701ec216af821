"""Assignments and handed-in work as pages show them: every value as it stands there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from alp_app.services.assignments.views import (
    CriterionView,
    FileView,
    MarkView,
    SubmissionView,
)
from alp_app.services.exams.sitting_views import AnsweredFile


@dataclass(frozen=True)
class LevelLine:
    place: int
    title: str
    description: str
    points: str
    is_chosen: bool = False


@dataclass(frozen=True)
class CriterionLine:
    id: str
    title: str
    description: str
    levels: tuple[LevelLine, ...]
    comment: str = ""
    """What was said of it, with its mark."""


@dataclass(frozen=True)
class FileLine:
    id: str
    filename: str
    size: int
    scan: str
    href: str
    looks_as: str
    """image, video, audio, pdf, or nothing that a browser shows."""


@dataclass(frozen=True)
class Said:
    """An answer to one question of a reflection."""

    title: str
    text: str


@dataclass(frozen=True)
class WorkShown:
    """One attempt."""

    id: str
    attempt: int
    submitted_at: str
    days_late: int
    receipt: str
    text: str
    said: tuple[Said, ...]
    files: tuple[FileLine, ...]
    has_mark: bool
    points: str
    comment: str
    criteria: tuple[CriterionLine, ...]
    """With the levels that were chosen."""


@dataclass(frozen=True)
class WorkRemark:
    """What somebody unnamed said of one's work."""

    points: str
    comment: str


NO_WORK = WorkShown(
    "", 0, "", 0, "", "", (), (), has_mark=False, points="", comment="", criteria=()
)


def moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def plain_points(points: Decimal) -> str:
    """7.5 for 7.500."""
    return f"{points.normalize():f}"


def criteria_lines(
    criteria: Sequence[CriterionView], mark: MarkView | None = None
) -> tuple[CriterionLine, ...]:
    """With the levels that a mark has chosen."""
    return tuple(_criterion(each, mark) for each in criteria)


def file_lines(files: Sequence[FileView | AnsweredFile]) -> tuple[FileLine, ...]:
    return tuple(
        FileLine(
            str(file.id),
            file.filename,
            file.size,
            file.scan.value,
            file.href,
            _looks_as(file.media_type),
        )
        for file in files
    )


def work_shown(submission: SubmissionView | None, criteria: Sequence[CriterionView]) -> WorkShown:
    if submission is None:
        return NO_WORK
    mark: MarkView | None = submission.mark
    return WorkShown(
        id=str(submission.id),
        attempt=submission.attempt,
        submitted_at=moment(submission.submitted_at),
        days_late=submission.days_late,
        receipt=submission.receipt,
        text=submission.text,
        said=tuple(
            Said(each.title, submission.reflections[each.id])
            for each in criteria
            if submission.reflections.get(each.id)
        ),
        files=file_lines(submission.files),
        has_mark=mark is not None,
        points=mark.points if mark else "",
        comment=mark.comment if mark else "",
        criteria=criteria_lines(criteria, mark),
    )


def _criterion(criterion: CriterionView, mark: MarkView | None) -> CriterionLine:
    said = mark.criteria.get(criterion.id) if mark else None
    chosen = said.level if said else None
    return CriterionLine(
        id=str(criterion.id),
        title=criterion.title,
        description=criterion.description,
        levels=tuple(
            LevelLine(
                place,
                level.title,
                level.description,
                plain_points(level.points),
                is_chosen=place == chosen,
            )
            for place, level in enumerate(criterion.levels)
        ),
        comment=said.comment if said else "",
    )


def _looks_as(media_type: str) -> str:
    if media_type == "application/pdf":
        return "pdf"
    kind = media_type.partition("/")[0]
    return kind if kind in {"image", "video", "audio"} and "svg" not in media_type else ""
