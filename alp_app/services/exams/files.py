"""Files that answer a question of a test: taken while it goes on, looked at for malware, then served."""

import asyncio
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path, PurePath
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import delete, func
from sqlmodel import col, select

from alp_app.jobspecs.exams import ScanExamFile
from alp_app.kit.ids import ExamAttemptId, ExamFileId
from alp_app.models.asset import Asset, Rendition
from alp_app.models.exams import Exam, ExamAnswer, ExamAttempt, ExamFile
from alp_app.models.grading import ScanState
from alp_app.models.questions import FileQuestion
from alp_app.services.exams import events
from alp_app.services.exams.access import announce, running_attempt
from alp_app.services.exams.drawing import wordings
from alp_app.services.exams.errors import (
    AnsweredFileNotFound,
    AnswerFinal,
    FileKindRefused,
    FilesNotAsked,
    FileTooLarge,
    NotAsked,
    TooManyFiles,
    TooManyTries,
)
from alp_app.services.exams.inputs import Write
from alp_app.services.exams.sitting_views import AnsweredFile
from alp_app.services.media.handed_in import (
    SERVED,
    handed_in_type,
    record_handed_in,
    store_handed_in,
)
from alp_app.unit_of_work import Reader, UnitOfWork
from providers.contracts.objects import ObjectStore
from providers.contracts.scanner import Verdict

MEBIBYTE = 1024 * 1024
MOST_TRIES = 60
"""Files of one slot, with those that others have replaced: more than a patient learner needs."""
TOLD_BY_CONTENT = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
}
"""Endings that say no more than the first bytes do."""


async def add_file(
    work: UnitOfWork,
    objects: ObjectStore,
    path: Path,
    attempt_id: ExamAttemptId,
    slot: int,
    *,
    filename: str,
    has_scanner: bool,
) -> AnsweredFile:
    """Take an uploaded file that lies whole at `path` for a slot of my attempt. It is part of my answer
    once a write names it. The attempt is locked only when the bytes are safe.

    Raises NotAsked, FilesNotAsked, FileTooLarge, FileKindRefused, AnswerFinal, TooManyTries, or what
    `running_attempt` and media raise.
    """
    _, attempt = await running_attempt(work, attempt_id, for_update=False)
    await _require_fit(work, attempt, slot, path, filename)
    stored = await store_handed_in(objects, path, filename)
    turn, attempt = await running_attempt(work, attempt_id, for_update=True)
    answer = await work.session.get_one(ExamAnswer, (attempt.id, slot), populate_existing=True)
    if answer.is_final:
        raise AnswerFinal
    tries = select(func.count()).where(
        col(ExamFile.attempt_id) == attempt.id, col(ExamFile.slot) == slot
    )
    if (await work.session.scalar(tries) or 0) >= MOST_TRIES:
        raise TooManyTries(MOST_TRIES)
    file = ExamFile(
        organisation_id=attempt.organisation_id,
        attempt_id=attempt.id,
        slot=slot,
        asset_id=await record_handed_in(work, stored, filename),
        scan=ScanState.PENDING if has_scanner else ScanState.NOT_SCANNED,
    )
    work.session.add(file)
    await work.session.flush()
    if has_scanner:
        await work.request(ScanExamFile(file_id=file.id))
    await announce(work, turn.exam)
    return _view(file, filename, stored[0].media_type, stored[0].size)


async def require_own_files(
    work: UnitOfWork, attempt: ExamAttempt, writes: Sequence[Write]
) -> None:
    """Raises AnsweredFileNotFound or TooManyFiles for an answer that names more than what its slot has
    taken, or may."""
    named = [(each.slot, each.answer.file_ids) for each in writes if each.answer]
    naming = [(slot, ids) for slot, ids in named if ids]
    if not naming:
        return
    statement = select(col(ExamFile.id), col(ExamFile.slot)).where(
        col(ExamFile.attempt_id) == attempt.id
    )
    rows = (await work.session.execute(statement)).all()
    taken = {file_id: slot for file_id, slot in rows}  # noqa: C416 - a row is no pair to the type checker
    asked = await wordings(work, [attempt.asked[slot].version_id for slot, _ in naming])
    for slot, ids in naming:
        if any(taken.get(each) != slot for each in ids):
            raise AnsweredFileNotFound
        question = asked[attempt.asked[slot].version_id]
        if isinstance(question, FileQuestion) and len(ids) > question.most_files:
            raise TooManyFiles(question.most_files)


async def forget_unnamed(
    work: UnitOfWork, attempt: ExamAttempt, answers: Sequence[ExamAnswer]
) -> None:
    """What was taken and then replaced, or never named, is not handed in."""
    named = [ExamFileId(UUID(each)) for answer in answers for each in named_by(answer)]
    forgotten = select(col(ExamFile.asset_id)).where(
        col(ExamFile.attempt_id) == attempt.id, col(ExamFile.id).not_in(named)
    )
    await work.session.execute(delete(Asset).where(col(Asset.id).in_(forgotten)))


class Named(Protocol):
    """Whatever holds an answer."""

    @property
    def response(self) -> Mapping[str, Any]: ...


async def files_named_by(reader: Reader, answers: Sequence[Named]) -> tuple[AnsweredFile, ...]:
    """In the order in which they came, for a caller who may see them."""
    ids = [UUID(each) for answer in answers for each in named_by(answer)]
    if not ids:
        return ()
    statement = (
        select(ExamFile, Asset, Rendition)
        .join(Asset, col(Asset.id) == col(ExamFile.asset_id))
        .join(
            Rendition,
            (col(Rendition.asset_id) == col(Asset.id)) & (col(Rendition.name) == "original"),
        )
        .where(col(ExamFile.id).in_(ids))
        .order_by(col(ExamFile.id))
    )
    return tuple(
        _view(file, asset.filename, rendition.media_type, rendition.size)
        for file, asset, rendition in (await reader.session.execute(statement)).all()
    )


def named_by(answer: Named) -> AbstractSet[str]:
    return frozenset(answer.response.get("file_ids", ()))


async def key_to_scan(reader: Reader, file_id: ExamFileId) -> str | None:
    """Of the object to look at; None when the file was replaced meanwhile."""
    statement = (
        select(col(Rendition.sha256))
        .join(ExamFile, col(ExamFile.asset_id) == col(Rendition.asset_id))
        .where(col(ExamFile.id) == file_id, col(Rendition.name) == "original")
    )
    return (await reader.session.scalars(statement)).first()


async def keep_verdict(work: UnitOfWork, file_id: ExamFileId, verdict: Verdict | None) -> None:
    """What the scanner said; None when there is no scanner any more."""
    file = await work.session.get(ExamFile, file_id, with_for_update=True)
    if file is None:
        return
    file.scan = ScanState.NOT_SCANNED
    if verdict is not None:
        file.scan = ScanState.CLEAN if verdict.is_clean else ScanState.QUARANTINED
        file.signature, file.scanned_by = verdict.signature, verdict.engine
    work.record(events.FILE_SCANNED, file_id, scan=file.scan.value)
    attempt = await work.session.get_one(ExamAttempt, file.attempt_id)
    await announce(work, await work.session.get_one(Exam, attempt.exam_id))


async def _require_fit(
    reader: Reader, attempt: ExamAttempt, slot: int, path: Path, filename: str
) -> None:
    if slot >= len(attempt.asked):
        raise NotAsked(slot)
    version_id = attempt.asked[slot].version_id
    question = (await wordings(reader, [version_id]))[version_id]
    if not isinstance(question, FileQuestion):
        raise FilesNotAsked
    size = (await asyncio.to_thread(path.stat)).st_size
    if size > question.most_megabytes * MEBIBYTE:
        raise FileTooLarge(question.most_megabytes)
    ending = PurePath(filename).suffix.removeprefix(".").lower()
    if not question.extensions:
        return
    expected = TOLD_BY_CONTENT.get(ending)
    is_other = expected and expected != await asyncio.to_thread(handed_in_type, path, filename)
    if ending not in {each.lower() for each in question.extensions} or is_other:
        raise FileKindRefused(question.extensions)


def _view(file: ExamFile, filename: str, media_type: str, size: int) -> AnsweredFile:
    return AnsweredFile(
        id=file.id,
        slot=file.slot,
        filename=filename,
        media_type=media_type,
        size=size,
        scan=file.scan,
        href=f"/media/answered/{file.id}" if file.scan in SERVED else "",
    )
