"""Keeping the history of every part of a draft: whatever changed it, in the transaction that did.

Nobody who edits a draft has to think of this. At the end of a transaction that edited a course, each
part that does not hold what its last revision says gets another one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from alp_app.kit import clock
from alp_app.kit.ids import CourseId, ProposalId, read_id
from alp_app.models.audit import AuditEvent
from alp_app.models.content import Writer
from alp_app.models.revision import Cause
from alp_app.services.revisions import events as names
from alp_app.unit_of_work import UnitOfWork

_LAST = """
    LEFT JOIN LATERAL (
      SELECT r.number, r.sha256 FROM revision r
       WHERE r.part_id = hashed.part_id ORDER BY r.number DESC LIMIT 1) last ON true
     WHERE last.sha256 IS DISTINCT FROM hashed.sha256
"""
_HASHED = """
    hashed AS (
      SELECT parts.*, encode(sha256(convert_to(said.words::text, 'UTF8')), 'hex') AS sha256
        FROM parts
        CROSS JOIN LATERAL (
          SELECT CASE
            WHEN parts.content ? 'sentences' THEN jsonb_set(parts.content, '{sentences}', (
              SELECT coalesce(jsonb_agg(one - '{support,citations}'::text[] ORDER BY place), '[]')
                FROM jsonb_array_elements(parts.content -> 'sentences')
                     WITH ORDINALITY AS told (one, place)))
            WHEN parts.content ->> 'type' = 'list' THEN jsonb_set(parts.content, '{items}', (
              SELECT coalesce(jsonb_agg((
                SELECT coalesce(jsonb_agg(one - '{support,citations}'::text[] ORDER BY place), '[]')
                  FROM jsonb_array_elements(item) WITH ORDINALITY AS told (one, place))
                ORDER BY row), '[]')
                FROM jsonb_array_elements(parts.content -> 'items')
                     WITH ORDINALITY AS listed (item, row)))
            ELSE parts.content END AS words) said
    ), changed AS (
      SELECT hashed.*, coalesce(last.number, 0) + 1 AS number FROM hashed
"""
"""What a check found about a sentence is not what the sentence says: a check makes no new state."""
_KEEP = """
    ), kept AS (
      INSERT INTO revision_content (course_id, sha256, content)
      SELECT DISTINCT ON (sha256) CAST(:course_id AS uuid), sha256, content FROM changed
      ON CONFLICT DO NOTHING
    )
    INSERT INTO revision (part_id, number, organisation_id, course_id, part, sha256, cause, writer,
                          model, actor_id, job_id, manifest_id, proposal_id, at)
    SELECT changed.part_id, changed.number, :organisation_id, :course_id, changed.part,
           changed.sha256, :cause, :writer, coalesce(made.making ->> 'model', ''), :actor_id,
           made.job_id, made.id, :proposal_id, :at
      FROM changed LEFT JOIN LATERAL (
        SELECT m.id, m.job_id, m.making FROM manifest m
         WHERE m.id = ANY(:manifest_ids) OR m.id IN (
           SELECT jsonb_array_elements_text(p.manifest_ids)::uuid FROM proposal p
            WHERE p.id = :proposal_id)
         ORDER BY m.subject_id = changed.part_id DESC, m.number LIMIT 1) made ON true
"""
_PARTS = """
    WITH parts AS (
      SELECT 'block' AS part, b.id AS part_id, b.content
        FROM block b JOIN lesson l ON l.id = b.lesson_id
       WHERE l.course_id = :course_id AND b.deleted_at IS NULL AND l.deleted_at IS NULL
      UNION ALL
      SELECT 'question', q.id, v.content
        FROM question q JOIN question_version v ON v.id = q.current_version_id
       WHERE q.course_id = :course_id AND q.deleted_at IS NULL
    ),
"""
_LESSONS = """
    WITH parts AS (
      SELECT 'lesson' AS part, l.id AS part_id,
             jsonb_build_object(
               'title', l.title, 'summary', l.summary,
               'blocks', coalesce(held.blocks, '[]'), 'questions', coalesce(asked.questions, '[]')
             ) AS content
        FROM lesson l
        LEFT JOIN LATERAL (
          SELECT jsonb_agg(jsonb_build_object('id', b.id, 'sha256', last.sha256)
                           ORDER BY b.position, b.id) AS blocks
            FROM block b JOIN LATERAL (
              SELECT r.sha256 FROM revision r WHERE r.part_id = b.id
               ORDER BY r.number DESC LIMIT 1) last ON true
           WHERE b.lesson_id = l.id AND b.deleted_at IS NULL) held ON true
        LEFT JOIN LATERAL (
          SELECT jsonb_agg(jsonb_build_object('id', q.id, 'sha256', last.sha256)
                           ORDER BY b.position, b.id, asked.place) AS questions
            FROM block b
            CROSS JOIN LATERAL jsonb_array_elements_text(
              CASE b.content ->> 'type' WHEN 'quiz' THEN b.content -> 'question_ids'
              ELSE '[]' END) WITH ORDINALITY AS asked (id, place)
            JOIN question q ON q.id = asked.id::uuid AND q.deleted_at IS NULL
            JOIN LATERAL (
              SELECT r.sha256 FROM revision r WHERE r.part_id = q.id
               ORDER BY r.number DESC LIMIT 1) last ON true
           WHERE b.lesson_id = l.id AND b.deleted_at IS NULL) asked ON true
       WHERE l.course_id = :course_id AND l.deleted_at IS NULL
    ),
"""
_CHANGED = _HASHED + _LAST + _KEEP
KEEP_PARTS = text(_PARTS + _CHANGED)
KEEP_LESSONS = text(_LESSONS + _CHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why the parts that changed hold something else now."""

    cause: Cause
    proposal_id: ProposalId | None = None
    manifest_ids: tuple[UUID, ...] = ()

    @property
    def writer(self) -> Writer:
        by_engine = self.cause in {Cause.GENERATED, Cause.ACCEPTED}
        return Writer.MODEL if by_engine else Writer.HUMAN


async def keep_history(work: UnitOfWork, events: Sequence[AuditEvent]) -> None:
    """`alp_app.unit_of_work.Listener`. Learners change no draft, so what they do costs nothing here."""
    if not work.actor.is_staff:
        return
    for course_id in sorted({id_ for event in events for id_ in _course_of(event)}):
        await keep_revisions(work, course_id, _reason_of(events))


async def keep_revisions(work: UnitOfWork, course_id: CourseId, reason: Reason) -> None:
    """Add a revision of every block, question and lesson of a course that holds something new. The course
    is locked by whoever changed it."""
    await work.session.flush()
    given = {
        "course_id": course_id,
        "organisation_id": work.organisation_id,
        "cause": reason.cause.value,
        "writer": reason.writer.value,
        "actor_id": work.actor.user_id,
        "proposal_id": reason.proposal_id,
        "manifest_ids": list(reason.manifest_ids),
        "at": clock.now(),
    }
    await work.session.execute(KEEP_PARTS, given)
    await work.session.execute(KEEP_LESSONS, given)


def _course_of(event: AuditEvent) -> list[CourseId]:
    """The course that an event is about, if there is one."""
    if event.name.startswith("course."):
        return [CourseId(event.subject_id)]
    named = event.facts.get("course_id")
    return [CourseId(read_id(named))] if isinstance(named, str) else []


def _reason_of(heard: Sequence[AuditEvent]) -> Reason:
    told = {event.name for event in heard}
    made = tuple(item.subject_id for item in heard if item.name == names.MANIFEST_RECORDED)
    accepted = [item for item in heard if item.name == names.PROPOSAL_ACCEPTED]
    if accepted:
        return Reason(
            cause=Cause.ACCEPTED,
            proposal_id=ProposalId(accepted[0].subject_id),
            manifest_ids=made,
        )
    if names.REVISION_RESTORED in told:
        return Reason(cause=Cause.RESTORED)
    if names.CHANGE_UNDONE in told:
        return Reason(cause=Cause.UNDONE)
    if made or any(name.endswith("generated") for name in told):
        return Reason(cause=Cause.GENERATED, manifest_ids=made)
    return Reason(cause=Cause.EDITED)
