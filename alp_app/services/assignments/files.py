"""Files that learners add to their work: checked by content, looked at for malware, then served."""

import asyncio
from pathlib import Path

from sqlalchemy import func
from sqlmodel import col, select

from alp_app.jobspecs.assignments import ScanFile
from alp_app.kit.ids import AssignmentId, SubmissionFileId
from alp_app.models.asset import Asset, Rendition
from alp_app.models.grading import (
    Assignment,
    ScanState,
    Submission,
    SubmissionFile,
    SubmissionState,
)
from alp_app.services.assignments import events
from alp_app.services.assignments.access import my_turn
from alp_app.services.assignments.errors import (
    FilesNotAllowed,
    FileTooLarge,
    SubmittedFileNotFound,
    TooManyFiles,
)
from alp_app.services.assignments.submitting import open_draft
from alp_app.services.assignments.views import FileView
from alp_app.services.gradebook.access import announce
from alp_app.services.media.handed_in import SERVED, record_handed_in, store_handed_in
from alp_app.unit_of_work import Reader, UnitOfWork
from providers.contracts.objects import ObjectStore
from providers.contracts.scanner import Verdict

MEBIBYTE = 1024 * 1024


async def add_file(
    work: UnitOfWork,
    objects: ObjectStore,
    path: Path,
    assignment_id: AssignmentId,
    *,
    filename: str,
    has_scanner: bool,
) -> FileView:
    """Keep an uploaded file that lies whole at `path` with my draft.

    Raises FilesNotAllowed, TooManyFiles, FileTooLarge, or what `open_draft` and media raise.
    """
    assignment, _, entry = await my_turn(work, assignment_id)
    if not assignment.allows_files:
        raise FilesNotAllowed
    draft = await open_draft(work, assignment, entry)
    count = select(func.count()).where(col(SubmissionFile.submission_id) == draft.id)
    if (await work.session.scalar(count) or 0) >= assignment.files_most:
        raise TooManyFiles(assignment.files_most)
    size = (await asyncio.to_thread(path.stat)).st_size
    if size > assignment.file_megabytes_most * MEBIBYTE:
        raise FileTooLarge(assignment.file_megabytes_most)
    stored = await store_handed_in(objects, path, filename)
    asset_id = await record_handed_in(work, stored, filename)
    file = SubmissionFile(
        organisation_id=draft.organisation_id,
        submission_id=draft.id,
        asset_id=asset_id,
        scan=ScanState.PENDING if has_scanner else ScanState.NOT_SCANNED,
    )
    work.session.add(file)
    await work.session.flush()
    if has_scanner:
        await work.request(ScanFile(file_id=file.id))
    return FileView(
        id=file.id,
        filename=filename,
        media_type=stored[0].media_type,
        size=stored[0].size,
        scan=file.scan,
        href=href_of(file),
    )


async def remove_file(work: UnitOfWork, file_id: SubmissionFileId) -> None:
    """Take a file out of my draft. Raises SubmittedFileNotFound."""
    file = await work.session.get(SubmissionFile, file_id)
    submission = await work.session.get(Submission, file.submission_id) if file else None
    if file is None or submission is None or submission.user_id != work.user_id:
        raise SubmittedFileNotFound
    await my_turn(work, submission.assignment_id)
    await work.session.refresh(submission)
    if submission.state is not SubmissionState.DRAFT:
        raise SubmittedFileNotFound
    asset = await work.session.get_one(Asset, file.asset_id)
    await work.session.delete(file)
    await work.session.flush()
    await work.session.delete(asset)


async def key_to_scan(reader: Reader, file_id: SubmissionFileId) -> str | None:
    """Of the object to look at; None when the file was taken out again."""
    statement = (
        select(col(Rendition.sha256))
        .join(SubmissionFile, col(SubmissionFile.asset_id) == col(Rendition.asset_id))
        .where(col(SubmissionFile.id) == file_id, col(Rendition.name) == "original")
    )
    return (await reader.session.scalars(statement)).first()


async def keep_verdict(
    work: UnitOfWork, file_id: SubmissionFileId, verdict: Verdict | None
) -> None:
    """What the scanner said; None when there is no scanner any more."""
    file = await work.session.get(SubmissionFile, file_id, with_for_update=True)
    if file is None:
        return
    file.scan = ScanState.NOT_SCANNED
    if verdict is not None:
        file.scan = ScanState.CLEAN if verdict.is_clean else ScanState.QUARANTINED
        file.signature, file.scanned_by = verdict.signature, verdict.engine
    work.record(events.FILE_SCANNED, file_id, scan=file.scan.value)
    submission = await work.session.get_one(Submission, file.submission_id)
    assignment = await work.session.get_one(Assignment, submission.assignment_id)
    await announce(work, assignment.classroom_id, learner=submission.user_id)


def href_of(file: SubmissionFile) -> str:
    """Empty while it must not be opened."""
    return f"/media/submitted/{file.id}" if file.scan in SERVED else ""
