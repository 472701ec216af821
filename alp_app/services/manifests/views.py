"""What authors may see of how something was made. Immutable, safe to send out."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from alp_app.kit.ids import CourseId, JobId, LessonId, ManifestId, RerunId
from alp_app.kit.word_diff import DiffPart, word_diff
from alp_app.models.job import Job, JobState
from alp_app.models.manifest import (
    Making,
    Manifest,
    Outcome,
    PictureDifference,
    Reason,
    Rerun,
    Subject,
)


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class RerunView(View):
    """A request that was sent again, and what came of it."""

    id: RerunId
    job_id: JobId | None
    requested_at: datetime
    outcome: Outcome | None
    """None while it runs, or when its job failed."""
    is_running: bool
    failure: str
    """Why its job failed, in words; empty when it did not."""
    reasons: tuple[Reason, ...]
    words: tuple[DiffPart, ...]
    """Of a text that came out different."""
    picture: PictureDifference | None
    ended_at: datetime | None

    @classmethod
    def of(cls, rerun: Rerun, before: Making, job: Job | None = None) -> "RerunView":
        is_other_text = (
            rerun.outcome is Outcome.DIFFERENT and rerun.making is not None and before.output
        )
        failed = rerun.outcome is None and job is not None and job.state is JobState.FAILED
        return cls(
            id=rerun.id,
            job_id=rerun.job_id,
            requested_at=rerun.requested_at,
            outcome=rerun.outcome,
            is_running=rerun.ended_at is None and not failed,
            failure=job.error.message if failed and job and job.error else "",
            reasons=tuple(rerun.reasons),
            words=word_diff(before.output, rerun.making.output)
            if is_other_text and rerun.making
            else (),
            picture=rerun.picture,
            ended_at=rerun.ended_at,
        )


class ManifestRow(View):
    """One line of a course's list."""

    id: ManifestId
    number: int
    subject: Subject
    subject_id: UUID
    title: str
    """Of what was made: a lesson's title, a question's stem, a file's name."""
    lesson_id: LessonId | None
    """Where it stands in the draft."""
    capability: str
    engine: str
    engine_version: str
    model: str
    prompt: str
    is_placeholder: bool
    duration_seconds: float
    prompt_tokens: int | None
    output_tokens: int | None
    energy_joules: float | None
    made_at: datetime
    is_edited: bool
    """A person has changed some of it since."""
    last_outcome: Outcome | None
    """Of its latest re-run."""


class ManifestPage(View):
    """A course's manifests, the newest first, and what there is to choose from."""

    course_id: CourseId
    course_title: str
    rows: tuple[ManifestRow, ...]
    total: int
    """Of those chosen."""
    next_before: int | None
    """Ask again with `before` this number to go on; None at the end."""
    engines: tuple[str, ...]
    prompts: tuple[str, ...]


class BreakView(View):
    number: int
    fault: str


class ChainView(View):
    """Whether a course's chain is as it was written."""

    links: int
    is_whole: bool
    last_hash: str
    breaks: tuple[BreakView, ...]


class EditView(View):
    """A sentence that an engine wrote and a person has changed since."""

    sentence_id: UUID
    lesson_id: LessonId
    words: tuple[DiffPart, ...]
    """Empty when the sentence is not found again in what the engine wrote."""
    now: str
    editor: str
    at: datetime | None


class ManifestView(View):
    """How one thing was made, whole."""

    id: ManifestId
    course_id: CourseId
    course_title: str
    number: int
    subject: Subject
    subject_id: UUID
    title: str
    lesson_id: LessonId | None
    job_id: JobId | None
    making: Making
    previous_hash: str
    hash: str
    recorded_at: datetime
    template_now: str
    """The template of today; another version than the making's when it was changed since."""
    kept_sentences: int
    """Of a text: sentences of the draft that stand as the engine wrote them."""
    edits: tuple[EditView, ...]
    reruns: tuple[RerunView, ...]

    @classmethod
    def of(cls, manifest: Manifest, **more: Any) -> "ManifestView":
        return cls(
            id=manifest.id,
            course_id=manifest.course_id,
            number=manifest.number,
            subject=manifest.subject,
            subject_id=manifest.subject_id,
            job_id=manifest.job_id,
            making=manifest.making,
            previous_hash=manifest.previous_hash,
            hash=manifest.hash,
            recorded_at=manifest.recorded_at,
            **more,
        )


class PartMade(View):
    """A part of a draft, and the manifest that says how it was made."""

    manifest_id: ManifestId
    number: int
    subject: Subject
    model: str
    title: str
    """The sentence, the question or the file itself."""
    is_edited: bool


class PackView(View):
    """An evidence pack that was asked for."""

    job_id: JobId
    state: JobState
    requested_at: datetime
    sha256: str
    """Empty until it is ready."""
    size: int
    href: str
    """Where it is downloaded; empty until it is ready."""


class PacksView(View):
    course_id: CourseId
    course_title: str
    fingerprint: str
    """Of the key that seals the packs of this installation."""
    packs: tuple[PackView, ...]
