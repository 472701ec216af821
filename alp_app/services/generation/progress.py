"""How far a draft is, stage by stage, as its author watches it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlmodel import col, func, select

from alp_app.db.reads import fetch_all
from alp_app.job_line import PLACES
from alp_app.jobspecs.evidence import CheckKeys
from alp_app.jobspecs.generation import (
    BuildModel,
    DrawPictures,
    FindTopics,
    GenerateCourse,
    ReadSources,
    WriteLessons,
    WriteObjectives,
    WriteQuizzes,
    WriteSyllabus,
)
from alp_app.kit.ids import CourseId, JobId
from alp_app.models.engine import JobPause
from alp_app.models.job import ENDED, Job, JobError, JobState
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.generation.views import View
from alp_app.unit_of_work import Reader

STAGES = {
    "sources": ReadSources.kind,
    "topics": FindTopics.kind,
    "objectives": WriteObjectives.kind,
    "syllabus": WriteSyllabus.kind,
    "lessons": WriteLessons.kind,
    "quizzes": WriteQuizzes.kind,
    "pictures": DrawPictures.kind,
    "model": BuildModel.kind,
    "verification": CheckKeys.kind,
}
"""In the order in which they are shown."""

OF_SOURCES = frozenset({"sources", "topics"})
"""Stages of courses that are made from files."""

_AHEAD = text(f"""
    SELECT before + (SELECT count(*) FROM job AS other, job AS mine
        WHERE mine.id = :id AND other.queue = mine.queue AND other.state = 'running')
    FROM ({PLACES}) AS place WHERE id = :id
    """)  # noqa: S608 - written here


_NOTES = """
    SELECT split_part(message, '.', 2) AS name, count(*),
        (array_agg(facts ORDER BY job_log.id DESC))[1] AS facts
    FROM job_log JOIN job ON job.id = job_log.job_id
    WHERE job.parent_id = %(job_id)s AND job_log.level = 'warning'
    GROUP BY message, facts ->> 'engine', facts ->> 'instead_of' ORDER BY min(job_log.id)
    """
"""The same warning is told once, with the facts of its last time."""


class NoteView(View):
    """What its author should know of how the draft came about."""

    name: str
    """The sentence is the catalogue's `generation_note.<name>`."""
    facts: Mapping[str, Any]


class StageView(View):
    stage: str
    """A key of STAGES; its name is the catalogue's `stage_name.<stage>`."""
    state: str
    """A JobState, or `planned` before the stage is asked for."""
    percent: int
    message_key: str
    message_facts: Mapping[str, Any]
    ahead: int
    """Jobs before it in its queue, while it waits."""
    started_at: datetime | None
    finished_at: datetime | None
    retry_at: datetime | None
    error_code: str
    error_facts: Mapping[str, Any]
    error_message: str
    error_hint: str
    job_id: JobId | None


class GenerationView(View):
    job_id: JobId
    state: JobState
    is_active: bool
    has_failures: bool
    """A stage failed, whether or not the rest went on."""
    done_stages: int
    stages: tuple[StageView, ...]
    notes: tuple[NoteView, ...]
    """Until the course is published."""
    created_at: datetime
    finished_at: datetime | None


class _Row(NamedTuple):
    job: Job
    ahead: int
    pause: JobPause | None
    """The engine that it needs rests."""


async def find_generation(reader: Reader, course_id: CourseId) -> GenerationView | None:
    """The last generation of a draft; None when it was never generated."""
    course = await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    parent = await reader.session.scalar(
        select(Job)
        .where(col(Job.course_id) == course_id, col(Job.kind) == GenerateCourse.kind)
        .order_by(col(Job.id).desc())
        .limit(1)
    )
    if parent is None:
        return None
    children = await reader.session.scalars(select(Job).where(col(Job.parent_id) == parent.id))
    pauses = await _pauses(reader)
    rows = {
        job.stage: _Row(job, await _ahead(reader, job), pauses.get(job.kind))
        for job in children.all()
    }
    shown = [name for name in STAGES if name not in OF_SOURCES or name in rows or not rows]
    stages = tuple(_stage(name, rows.get(name)) for name in shown)
    return GenerationView(
        job_id=parent.id,
        state=parent.state,
        is_active=any(
            job.state not in ENDED for job in (parent, *(row.job for row in rows.values()))
        ),
        has_failures=any(stage.state == JobState.FAILED for stage in stages),
        done_stages=sum(stage.state == JobState.DONE for stage in stages),
        stages=stages,
        notes=() if course.published_version_id else await _notes(reader, parent.id),
        created_at=parent.created_at,
        finished_at=parent.finished_at,
    )


async def _notes(reader: Reader, job_id: JobId) -> tuple[NoteView, ...]:
    rows = await fetch_all(reader, _NOTES, {"job_id": job_id})
    return tuple(
        NoteView(name=row["name"], facts={**row["facts"], "count": row["count"]}) for row in rows
    )


async def _pauses(reader: Reader) -> dict[str, JobPause]:
    statement = select(JobPause).where(col(JobPause.until) > func.clock_timestamp())
    return {pause.kind: pause for pause in (await reader.session.scalars(statement)).all()}


async def _ahead(reader: Reader, job: Job) -> int:
    if job.state is not JobState.QUEUED:
        return 0
    return int(await reader.session.scalar(_AHEAD, {"id": job.id}) or 0)


def _stage(name: str, row: _Row | None) -> StageView:
    if row is None:
        return StageView(
            stage=name,
            state="planned",
            percent=0,
            message_key="",
            message_facts={},
            ahead=0,
            started_at=None,
            finished_at=None,
            retry_at=None,
            error_code="",
            error_facts={},
            error_message="",
            error_hint="",
            job_id=None,
        )
    job = row.job
    error = job.error if job.state in {JobState.QUEUED, JobState.FAILED} else None
    pause = row.pause if job.state is JobState.QUEUED else None
    if pause and error is None:
        error = JobError(
            code="provider.resting",
            message=f"{pause.engine}: {pause.reason}",
            facts={"provider": pause.engine, "reason": pause.reason},
        )
    return StageView(
        stage=name,
        state=job.state.value,
        percent=100 if job.state is JobState.DONE else round(job.progress * 100),
        message_key=job.message_key,
        message_facts=job.message_facts,
        ahead=row.ahead,
        started_at=job.started_at,
        finished_at=job.finished_at,
        retry_at=_retry_at(job, pause) if error and job.state is JobState.QUEUED else None,
        error_code=error.code if error else "",
        error_facts=error.facts if error else {},
        error_message=error.message if error else "",
        error_hint=error.hint if error else "",
        job_id=job.id,
    )


def _retry_at(job: Job, pause: JobPause | None) -> datetime:
    return max(job.run_at, pause.until) if pause else job.run_at
