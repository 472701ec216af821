"""Looks up preferences, and how a lesson stands for them; for jobs, what there is to word anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

from sqlmodel import col, select

from alp_app.db.reads import fetch_all, fetch_one
from alp_app.kit.ids import (
    CourseId,
    CourseVersionId,
    LessonId,
    ModuleId,
    QuestionVersionId,
)
from alp_app.models.assessment import QuestionVersion
from alp_app.models.fitting import LearnerPreferences, VariantState
from alp_app.models.job import JobState
from alp_app.models.questions import AnyQuestion
from alp_app.services.courses.reading_views import ReadingDocument
from alp_app.services.fitting.rules import Fit, fit_for, fitted, languages
from alp_app.services.fitting.views import FitView, PreferencesView
from alp_app.services.learning.access import enrolment_for_lesson
from alp_app.services.learning.errors import LessonNotFound
from alp_app.unit_of_work import Reader

_HASH: LiteralString = """
    encode(sha256(convert_to(lv.title || coalesce(lv.reading ->> 'summary', '') || lv.content::text
      || jsonb_path_query_array(lv.reading, '$.blocks[*].questions[*].question_version_id')::text,
      'UTF8')), 'hex')
"""
"""Of what a published lesson `lv` says and asks, whoever reads it and wherever it stands."""
_LESSON: LiteralString = (
    "SELECT lv.module_id, v.outline ->> 'language' AS language,"  # noqa: S608 - literals
    + _HASH
    + """ AS content_hash
      FROM lesson_version lv JOIN course_version v ON v.id = lv.version_id
     WHERE lv.version_id = %(version_id)s AND lv.lesson_id = %(lesson_id)s
       AND lv.organisation_id = %(organisation_id)s
"""
)
_VARIANT = """
    SELECT x.state, x.model, x.made_at, x.reading, x.refusals, x.tries, x.job_id,
           j.state AS job_state, lv.reading::text AS base,
           (SELECT count(*) FROM job o
             WHERE o.queue = j.queue AND o.id <> j.id AND j.state = 'queued'
               AND (o.state = 'running' OR (o.state = 'queued' AND (
                     -o.priority, o.run_at, o.id) < (-j.priority, j.run_at, j.id)))) AS ahead
      FROM lesson_version lv
      LEFT JOIN lesson_variant x ON x.lesson_id = lv.lesson_id AND x.content_hash = %(content_hash)s
       AND x.preference_key = %(preference_key)s AND x.organisation_id = lv.organisation_id
      LEFT JOIN job j ON j.id = x.job_id
     WHERE lv.version_id = %(version_id)s AND lv.lesson_id = %(lesson_id)s
"""
_BASE: LiteralString = (
    "SELECT lv.lesson_id, lv.title, coalesce(lv.reading ->> 'summary', '') AS summary,"  # noqa: S608
    " lv.content, v.outline ->> 'language' AS language, v.course_id, "
    + _HASH
    + """ AS content_hash,
           ARRAY(SELECT q #>> '{}' FROM jsonb_path_query(
               lv.reading, '$.blocks[*].questions[*].question_version_id') AS q) AS asked
      FROM lesson_version lv JOIN course_version v ON v.id = lv.version_id
     WHERE lv.version_id = %(version_id)s AND lv.lesson_id = %(lesson_id)s
       AND lv.organisation_id = %(organisation_id)s
"""
)
_UNWRITTEN: LiteralString = (
    """
    SELECT lv.lesson_id FROM lesson_version lv
     WHERE lv.version_id = %(version_id)s AND lv.module_id = %(module_id)s
       AND lv.organisation_id = %(organisation_id)s
       AND NOT EXISTS (SELECT FROM lesson_variant x
                        WHERE x.lesson_id = lv.lesson_id AND x.preference_key = %(key)s
                          AND x.content_hash = """  # noqa: S608 - literals
    + _HASH
    + """)
     ORDER BY lv.position
"""
)
_NEXT_MODULE = """
    SELECT n.module_id FROM lesson_version here
      JOIN lesson_version n ON n.version_id = here.version_id AND n.position > here.position
       AND n.module_id <> here.module_id
     WHERE here.version_id = %(version_id)s AND here.lesson_id = %(lesson_id)s
     ORDER BY n.position LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A lesson as one learner reads it, and what their preferences ask for."""

    course_id: CourseId
    version_id: CourseVersionId
    lesson_id: LessonId
    content_hash: str
    preferences: PreferencesView
    fit: Fit | None
    """None: the base."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseLesson:
    """What there is to word anew, for jobs."""

    course_id: CourseId
    lesson_id: LessonId
    title: str
    summary: str
    language: str
    content_hash: str
    blocks: list[dict[str, Any]]
    questions: Mapping[QuestionVersionId, AnyQuestion]


async def get_preferences(reader: Reader, course_id: CourseId | None = None) -> PreferencesView:
    """Mine for a course, else mine for all courses, else none."""
    mine = LearnerPreferences
    statement = (
        select(mine)
        .where(
            col(mine.user_id) == reader.user_id,
            col(mine.course_id).is_(None) | (col(mine.course_id) == course_id),
        )
        .order_by(col(mine.course_id).is_(None))
        .limit(1)
    )
    row = (await reader.session.scalars(statement)).first()
    return PreferencesView.model_validate(row, from_attributes=True) if row else PreferencesView()


async def standing_of(reader: Reader, lesson_id: LessonId) -> Standing:
    """Raises NotEnrolled, LessonNotFound or LessonLocked."""
    enrolment = await enrolment_for_lesson(reader, lesson_id)
    row = await fetch_one(
        reader,
        _LESSON,
        {
            "version_id": enrolment.version_id,
            "lesson_id": lesson_id,
            "organisation_id": reader.organisation_id,
        },
    )
    if row is None:
        raise LessonNotFound
    preferences = await get_preferences(reader, enrolment.course_id)
    return Standing(
        course_id=enrolment.course_id,
        version_id=enrolment.version_id,
        lesson_id=lesson_id,
        content_hash=row["content_hash"],
        preferences=preferences,
        fit=fit_for(
            level=preferences.level,
            detail=preferences.detail,
            examples=preferences.examples,
            language=preferences.language,
            has_short_sentences=preferences.has_short_sentences,
            base_language=row["language"],
        ),
    )


async def get_fit(reader: Reader, lesson_id: LessonId) -> FitView:
    """How a lesson stands for my preferences, with its words when they are ready.

    Raises NotEnrolled, LessonNotFound or LessonLocked.
    """
    standing = await standing_of(reader, lesson_id)
    if standing.fit is None:
        return FitView(preferences=standing.preferences, languages=languages(), state="as_written")
    row = await fetch_one(
        reader,
        _VARIANT,
        {
            "version_id": standing.version_id,
            "lesson_id": lesson_id,
            "content_hash": standing.content_hash,
            "preference_key": standing.fit.key,
        },
    )
    if row is None:
        raise LessonNotFound
    return _view(standing, row)


async def get_base(
    reader: Reader, version_id: CourseVersionId, lesson_id: LessonId
) -> BaseLesson | None:
    """For jobs; None when the lesson is gone."""
    row = await fetch_one(
        reader,
        _BASE,
        {
            "version_id": version_id,
            "lesson_id": lesson_id,
            "organisation_id": reader.organisation_id,
        },
    )
    if row is None:
        return None
    wanted = [QuestionVersionId(UUID(each)) for each in row["asked"]]
    statement = select(QuestionVersion).where(col(QuestionVersion.id).in_(wanted))
    known = {each.id: each.content for each in (await reader.session.scalars(statement)).all()}
    return BaseLesson(
        course_id=row["course_id"],
        lesson_id=lesson_id,
        title=row["title"],
        summary=row["summary"],
        language=row["language"],
        content_hash=row["content_hash"],
        blocks=row["content"],
        questions={each: known[each] for each in wanted if each in known},
    )


async def list_unwritten(
    reader: Reader, version_id: CourseVersionId, module_id: ModuleId, key: str
) -> list[LessonId]:
    """The lessons of a module that nobody has asked for yet with a kind of preferences."""
    given = {
        "version_id": version_id,
        "module_id": module_id,
        "key": key,
        "organisation_id": reader.organisation_id,
    }
    rows = await fetch_all(reader, _UNWRITTEN, given)
    return [row["lesson_id"] for row in rows]


async def find_next_module(
    reader: Reader, version_id: CourseVersionId, lesson_id: LessonId
) -> ModuleId | None:
    given = {"version_id": version_id, "lesson_id": lesson_id}
    row = await fetch_one(reader, _NEXT_MODULE, given)
    return row["module_id"] if row else None


def _view(standing: Standing, row: Mapping[str, Any]) -> FitView:
    state = _state(row["state"], row["job_state"])
    view = FitView(
        preferences=standing.preferences,
        languages=languages(),
        state=state,
        ahead=row["ahead"] or 0,
        model=row["model"] or "",
        made_at=row["made_at"],
        kept=len(row["refusals"] or ()) if state == "ready" else 0,
        refusals=tuple(row["refusals"] or ()),
    )
    if state != "ready":
        return view
    base = ReadingDocument.model_validate_json(row["base"])
    return view.model_copy(update={"reading": fitted(base, row["reading"], row["model"])})


def _state(variant: str | None, job: str | None) -> Any:
    if variant is None:
        return "none"
    is_over = job is None or job in {JobState.FAILED, JobState.CANCELLED, JobState.DONE}
    if variant == VariantState.WAITING and is_over:
        return "failed"
    return variant
