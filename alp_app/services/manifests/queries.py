"""What authors can see of how the parts of their courses were made."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from alp_app.db.reads import fetch_all
from alp_app.kit.ids import CourseId, LessonId, ManifestId
from alp_app.kit.sheets import write_sheet
from alp_app.kit.word_diff import word_diff
from alp_app.models.account import User
from alp_app.models.assessment import Question, QuestionVersion
from alp_app.models.content import Writer
from alp_app.models.course import Course
from alp_app.models.job import Job
from alp_app.models.manifest import Making, Manifest, Rerun, Subject
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.manifests.access import manifest_for
from alp_app.services.manifests.chain import ChainReport, Link, check_chain
from alp_app.services.manifests.draft import DraftParts, Placed, as_written, parts_of
from alp_app.services.manifests.inputs import ManifestFilter
from alp_app.services.manifests.rules import current_template
from alp_app.services.manifests.views import (
    BreakView,
    ChainView,
    EditView,
    ManifestPage,
    ManifestRow,
    ManifestView,
    PartMade,
    RerunView,
)
from alp_app.unit_of_work import Reader

_TITLED = """
    WITH titled AS (
      SELECT m.id, m.number, m.subject, m.subject_id, m.making,
             coalesce(l.title, b_l.title, v.content ->> 'stem', a.filename, c.title, '') AS title,
             v.content -> 'origin' ->> 'writer' = 'human' AS is_edited,
             (SELECT r.outcome FROM rerun r WHERE r.manifest_id = m.id AND r.outcome IS NOT NULL
               ORDER BY r.requested_at DESC LIMIT 1) AS last_outcome
        FROM manifest m
        LEFT JOIN course c ON m.subject = 'course' AND c.id = m.subject_id
        LEFT JOIN lesson l ON m.subject = 'lesson' AND l.id = m.subject_id
        LEFT JOIN block b ON m.subject = 'block' AND b.id = m.subject_id
        LEFT JOIN lesson b_l ON b_l.id = b.lesson_id
        LEFT JOIN question q ON m.subject = 'question' AND q.id = m.subject_id
        LEFT JOIN question_version v ON v.id = q.current_version_id
        LEFT JOIN asset a ON m.subject = 'asset' AND a.id = m.subject_id
       WHERE m.course_id = %(course_id)s)
    """
_CHOSEN = """
      FROM titled
     WHERE (%(subject)s::text IS NULL OR subject = %(subject)s)
       AND (%(engine)s = '' OR making ->> 'engine' = %(engine)s)
       AND (%(prompt)s = '' OR making ->> 'prompt' = %(prompt)s)
       AND (%(search)s = '' OR strpos(lower(title || ' ' || (making ->> 'model')), %(search)s) > 0)
    """
_LISTED = (
    _TITLED
    + """
    SELECT id, number, subject, subject_id, title, coalesce(is_edited, false) AS is_edited,
           last_outcome, making ->> 'capability' AS capability, making ->> 'engine' AS engine,
           making ->> 'engine_version' AS engine_version, making ->> 'model' AS model,
           making ->> 'prompt' AS prompt, (making ->> 'is_placeholder')::bool AS is_placeholder,
           (making ->> 'duration_seconds')::float AS duration_seconds,
           (making ->> 'prompt_tokens')::int AS prompt_tokens,
           (making ->> 'output_tokens')::int AS output_tokens,
           (making ->> 'energy_joules')::float AS energy_joules,
           (making ->> 'made_at')::timestamptz AS made_at
    """
    + _CHOSEN
    + """
       AND (%(before)s::int IS NULL OR number < %(before)s)
     ORDER BY number DESC LIMIT %(limit)s + 1
    """
)
_COUNTED = _TITLED + "SELECT count(*) AS n" + _CHOSEN
_CHOICES = """
    SELECT DISTINCT making ->> 'engine' AS engine, making ->> 'prompt' AS prompt
      FROM manifest WHERE course_id = %(course_id)s
    """
_RECORDED = """
    SELECT m.id, a.facts ->> 'hash' AS hash
      FROM manifest m JOIN audit_event a ON a.subject_id = m.id AND a.name = 'manifest.recorded'
     WHERE m.course_id = %(course_id)s AND a.facts ->> 'hash' IS NOT NULL
    """
_SHEET = (
    "number", "made_at", "subject", "title", "capability", "engine", "engine_version", "model",
    "prompt", "duration_seconds", "prompt_tokens", "output_tokens", "energy_joules", "is_edited",
    "last_outcome", "id",
)  # fmt: skip
_ALL = 100_000
"""Lines of a sheet, at most: what spreadsheets open."""
_CHUNK = 200


async def list_manifests(
    reader: Reader, course_id: CourseId, chosen: ManifestFilter
) -> ManifestPage:
    """Raises CourseNotFound or Forbidden."""
    course = await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    rows = await _rows(reader, course_id, chosen, limit=chosen.limit)
    given = _given(course_id, chosen)
    [counted] = await fetch_all(reader, _COUNTED, given)
    choices = await fetch_all(reader, _CHOICES, {"course_id": course_id})
    shown = rows[: chosen.limit]
    return ManifestPage(
        course_id=course_id,
        course_title=course.title,
        rows=tuple(shown),
        total=counted["n"],
        next_before=shown[-1].number if len(rows) > chosen.limit else None,
        engines=tuple(sorted({row["engine"] for row in choices})),
        prompts=tuple(sorted({row["prompt"] for row in choices if row["prompt"]})),
    )


async def write_manifests(reader: Reader, course_id: CourseId, chosen: ManifestFilter) -> str:
    """The chosen ones as a CSV."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    rows = await _rows(reader, course_id, chosen, limit=_ALL)
    lines = (row.model_dump(mode="json") for row in rows)
    return write_sheet(_SHEET, ([line[name] for name in _SHEET] for line in lines))


async def get_manifest(reader: Reader, manifest_id: ManifestId) -> ManifestView:
    manifest = await manifest_for(reader, manifest_id)
    course = await reader.session.get_one(Course, manifest.course_id)
    parts = await parts_of(reader, manifest.course_id)
    placed = parts.sentences.get(manifest.id, [])
    edits = [await _edit(reader, manifest.making, one) for one in placed if one.is_edited]
    if manifest.subject is Subject.QUESTION:
        edits += await _question_edit(reader, manifest, parts)
    chosen = ManifestFilter(before=manifest.number + 1)
    [row] = (await _rows(reader, manifest.course_id, chosen, limit=1, parts=parts))[:1]
    return ManifestView.of(
        manifest,
        course_title=course.title,
        title=row.title,
        lesson_id=row.lesson_id,
        template_now=current_template(manifest.making.prompt),
        kept_sentences=sum(not one.is_edited for one in placed),
        edits=tuple(edits),
        reruns=tuple(await _reruns(reader, manifest)),
    )


async def get_making(reader: Reader, rerun: Rerun) -> Making:
    """What a re-run is to be compared with. For jobs."""
    return (await reader.session.get_one(Manifest, rerun.manifest_id)).making


async def list_made(reader: Reader, course_id: CourseId, subject_id: UUID) -> list[PartMade]:
    """How a lesson, block, sentence, question or file of a draft came about: the manifests of all its
    parts."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    parts = await parts_of(reader, course_id)
    rows = await _rows(reader, course_id, ManifestFilter(), limit=_ALL, parts=parts)
    found: list[PartMade] = []
    for row in rows:
        within = {row.subject_id, row.lesson_id, parts.block_of.get(row.subject_id)}
        sentences = [
            one
            for one in parts.sentences.get(row.id, [])
            if subject_id in (one.sentence.id, one.block_id)
        ]
        if subject_id not in within and not sentences:
            continue
        is_edited = any(one.is_edited for one in sentences) if sentences else row.is_edited
        found.append(
            PartMade(
                manifest_id=row.id,
                number=row.number,
                subject=row.subject,
                model=row.model,
                title=sentences[0].sentence.text if sentences else row.title,
                is_edited=is_edited,
            )
        )
    return found


async def check_course_chain(reader: Reader, course_id: CourseId) -> ChainView:
    """Whether nobody changed the record of this course. Reads all of it."""
    course = await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    report = await examine_chain(reader, course)
    return ChainView(
        links=report.links,
        is_whole=report.is_whole,
        last_hash=report.last_hash,
        breaks=tuple(BreakView(number=one.number, fault=one.fault.value) for one in report.breaks),
    )


async def examine_chain(reader: Reader, course: Course) -> ChainReport:
    """As `check_course_chain`, for who has the course already."""
    links = [link async for link in links_of(reader, course.id)]
    rows = await fetch_all(reader, _RECORDED, {"course_id": course.id})
    recorded = {row["id"]: row["hash"] for row in rows}
    return check_chain(
        links, count=course.manifest_count, last_hash=course.manifest_hash, recorded=recorded
    )


async def links_of(reader: Reader, course_id: CourseId) -> AsyncIterator[Link]:
    """A course's chain in order, in portions."""
    last = 0
    while True:
        statement = (
            select(Manifest)
            .where(col(Manifest.course_id) == course_id, col(Manifest.number) > last)
            .order_by(col(Manifest.number))
            .limit(_CHUNK)
        )
        rows = (await reader.session.scalars(statement)).all()
        for row in rows:
            last = row.number
            yield Link(
                id=row.id,
                number=row.number,
                subject=row.subject,
                subject_id=row.subject_id,
                making=row.making,
                previous_hash=row.previous_hash,
                hash=row.hash,
            )
        if len(rows) < _CHUNK:
            return


async def _rows(
    reader: Reader,
    course_id: CourseId,
    chosen: ManifestFilter,
    *,
    limit: int,
    parts: DraftParts | None = None,
) -> list[ManifestRow]:
    """At most one more than `limit`."""
    parts = parts or await parts_of(reader, course_id)
    given = {**_given(course_id, chosen), "before": chosen.before, "limit": limit}
    rows = await fetch_all(reader, _LISTED, given)
    return [_row(row, parts) for row in rows]


def _given(course_id: CourseId, chosen: ManifestFilter) -> dict[str, Any]:
    return {
        "course_id": course_id,
        "subject": chosen.subject.value if chosen.subject else None,
        "engine": chosen.engine,
        "prompt": chosen.prompt,
        "search": chosen.search.strip().lower(),
    }


def _row(row: dict[str, Any], parts: DraftParts) -> ManifestRow:
    is_lesson = row["subject"] == Subject.LESSON.value
    lesson_id = row["subject_id"] if is_lesson else parts.lesson_of.get(row["subject_id"])
    edited = any(one.is_edited for one in parts.sentences.get(row["id"], []))
    return ManifestRow.model_validate(
        {**row, "is_edited": row["is_edited"] or edited, "lesson_id": lesson_id}
    )


async def _edit(reader: Reader, making: Making, placed: Placed) -> EditView:
    sentence = placed.sentence
    then = as_written(making, sentence.text)
    return EditView(
        sentence_id=sentence.id,
        lesson_id=placed.lesson_id,
        words=word_diff(then, sentence.text) if then else (),
        now=sentence.text,
        editor=await _name(reader, sentence.origin.edited_by),
        at=sentence.origin.at,
    )


async def _question_edit(
    reader: Reader, manifest: Manifest, parts: DraftParts
) -> Sequence[EditView]:
    """What people made of a question: its first wording beside the present one."""
    question = await reader.session.get(Question, manifest.subject_id)
    if question is None:
        return ()
    statement = select(QuestionVersion).where(
        col(QuestionVersion.question_id) == question.id,
        (col(QuestionVersion.number) == 1)
        | (col(QuestionVersion.id) == question.current_version_id),
    )
    versions = (await reader.session.scalars(statement.order_by(col(QuestionVersion.number)))).all()
    first, now = versions[0].content, versions[-1].content
    if now.origin.writer is Writer.MODEL:
        return ()
    return (
        EditView(
            sentence_id=manifest.subject_id,
            lesson_id=parts.lesson_of.get(manifest.subject_id, LessonId(UUID(int=0))),
            words=word_diff(_wording(first), _wording(now)),
            now=now.stem,
            editor=await _name(reader, now.origin.edited_by),
            at=now.origin.at or versions[-1].created_at,
        ),
    )


def _wording(content: Any) -> str:
    options = [option.text for option in getattr(content, "options", [])]
    return "\n".join([content.stem, *options, content.explanation])


async def _name(reader: Reader, user_id: UUID | None) -> str:
    user = await reader.session.get(User, user_id) if user_id else None
    return user.display_name if user else ""


async def _reruns(reader: Reader, manifest: Manifest) -> list[RerunView]:
    statement = (
        select(Rerun, Job)
        .outerjoin(Job, col(Job.id) == col(Rerun.job_id))
        .where(col(Rerun.manifest_id) == manifest.id)
        .order_by(col(Rerun.requested_at).desc())
        .limit(20)
    )
    rows = (await reader.session.execute(statement)).all()
    return [RerunView.of(rerun, manifest.making, job) for rerun, job in rows]
