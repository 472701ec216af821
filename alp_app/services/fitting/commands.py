"""Changes to how a learner likes to read, and the keeping of lessons in other words."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, delete, select

from alp_app.jobspecs.fitting import PrepareModule, WriteVariant
from alp_app.kit import clock
from alp_app.kit.errors import QuotaExceeded
from alp_app.kit.ids import CourseId, JobId, LessonId, new_uuid
from alp_app.models.fitting import LearnerPreferences, LessonVariant, Refusal, VariantState
from alp_app.models.learning import Enrolment
from alp_app.models.manifest import Making, Subject
from alp_app.services.fitting import events
from alp_app.services.fitting.errors import LanguageNotOffered, NothingToFit
from alp_app.services.fitting.inputs import PreferencesInput
from alp_app.services.fitting.queries import (
    BaseLesson,
    Standing,
    find_next_module,
    list_unwritten,
    standing_of,
)
from alp_app.services.fitting.rules import languages, shown
from alp_app.services.learning.access import why_not_enrolled
from alp_app.services.manifests.commands import record_manifest
from alp_app.unit_of_work import UnitOfWork


async def change_preferences(
    work: UnitOfWork, *, inputs: PreferencesInput, course_id: CourseId | None = None
) -> None:
    """How I like to read: in one course, or in all that have no preferences of their own.

    Raises LanguageNotOffered, CourseNotFound or NotEnrolled.
    """
    if inputs.language and inputs.language not in languages():
        raise LanguageNotOffered(inputs.language)
    if course_id is not None:
        await _require_enrolled(work, course_id)
    values = inputs.model_dump()
    kept = insert(LearnerPreferences).values(
        id=new_uuid(),
        organisation_id=work.organisation_id,
        user_id=work.user_id,
        course_id=course_id,
        updated_at=clock.now(),
        **values,
    )
    await work.session.execute(
        kept.on_conflict_do_update(
            index_elements=["user_id", "course_id"], set_={**values, "updated_at": clock.now()}
        )
    )
    work.record(events.PREFERENCES_CHANGED, work.user_id)
    work.notify("learning", user_id=work.user_id, course_id=course_id)


async def forget_preferences(work: UnitOfWork, course_id: CourseId) -> None:
    """From now on a course is read as all others are."""
    mine = (
        col(LearnerPreferences.user_id) == work.user_id,
        col(LearnerPreferences.course_id) == course_id,
    )
    await work.session.execute(delete(LearnerPreferences).where(*mine))
    work.record(events.PREFERENCES_CHANGED, work.user_id)
    work.notify("learning", user_id=work.user_id, course_id=course_id)


async def fit_lesson(work: UnitOfWork, lesson_id: LessonId) -> None:
    """Somebody opens a lesson: have it worded for their preferences, once for all who share them, and
    the module after it when nobody else waits. Nothing happens for who reads it as it was written, and
    what was refused is not tried again by itself.
    """
    standing = await standing_of(work, lesson_id)
    if standing.fit is None or standing.preferences.reads_base:
        return
    with suppress(QuotaExceeded):  # then the lesson is read as it was written
        await _fit(work, standing, lesson_id)


async def _fit(work: UnitOfWork, standing: Standing, lesson_id: LessonId) -> None:
    if standing.fit is None:
        return
    await _require_variant(work, standing, again=False)
    module_id = await find_next_module(work, standing.version_id, lesson_id)
    if module_id is None:
        return
    key = standing.fit.key
    if await list_unwritten(work, standing.version_id, module_id, key):
        ahead = PrepareModule(
            course_id=standing.course_id,
            version_id=standing.version_id,
            module_id=module_id,
            preference_key=key,
        )
        await work.request(ahead, for_nobody=True)


async def request_variant(work: UnitOfWork, lesson_id: LessonId) -> None:
    """Have a lesson worded for my preferences, also when that was refused or failed before.

    Raises NothingToFit, NotEnrolled, LessonNotFound or LessonLocked.
    """
    standing = await standing_of(work, lesson_id)
    if standing.fit is None:
        raise NothingToFit
    await _require_variant(work, standing, again=True)


async def keep_variant(
    work: UnitOfWork,
    base: BaseLesson,
    key: str,
    *,
    texts: Mapping[str, str],
    refusals: Sequence[Refusal],
    makings: Sequence[Making],
    model: str,
    job_id: JobId,
    is_ready: bool,
) -> None:
    """Store what was worded, or why it was not. One that is ready stays as it is: whoever reads it must
    not find other words. For jobs."""
    row = await _row(work, base.course_id, base.lesson_id, base.content_hash, key)
    if row.state is VariantState.READY:
        return
    row.state = VariantState.READY if is_ready else VariantState.REFUSED
    row.model, row.job_id, row.made_at = model, job_id, clock.now()
    row.refusals, row.tries = list(refusals), row.tries + 1
    if is_ready:
        row.content = [{"key": part, "text": text} for part, text in texts.items()]
        row.reading = {part: shown(part, text) for part, text in texts.items()}
    await work.session.flush()
    for making in makings if is_ready else ():
        await record_manifest(
            work,
            base.course_id,
            making,
            subject=Subject.VARIANT,
            subject_id=row.id,
            job_id=job_id,
        )
    name = events.VARIANT_KEPT if is_ready else events.VARIANT_REFUSED
    work.record(name, row.id, parts=len(texts), kept_as_written=len(refusals))
    work.notify("fitting", course_id=base.course_id)


async def _require_variant(work: UnitOfWork, standing: Standing, *, again: bool) -> None:
    if standing.fit is None:
        raise NothingToFit
    row = await _row(
        work, standing.course_id, standing.lesson_id, standing.content_hash, standing.fit.key
    )
    if row.state is VariantState.READY or (row.state is VariantState.REFUSED and not again):
        return
    row.job_id = await work.request(
        WriteVariant(
            course_id=standing.course_id,
            version_id=standing.version_id,
            lesson_id=standing.lesson_id,
            content_hash=standing.content_hash,
            preference_key=standing.fit.key,
        ),
        for_nobody=True,
    )
    row.state = VariantState.WAITING
    work.record(events.VARIANT_REQUESTED, row.id)
    work.notify("fitting", course_id=standing.course_id)


async def _row(
    work: UnitOfWork, course_id: CourseId, lesson_id: LessonId, content_hash: str, key: str
) -> LessonVariant:
    """Locked, and made when there is none."""
    adding = insert(LessonVariant).values(
        id=new_uuid(),
        organisation_id=work.organisation_id,
        course_id=course_id,
        lesson_id=lesson_id,
        content_hash=content_hash,
        preference_key=key,
        state=VariantState.WAITING,
        model="",
        content=[],
        refusals=[],
        tries=0,
        created_at=clock.now(),
    )
    await work.session.execute(adding.on_conflict_do_nothing())
    statement = (
        select(LessonVariant)
        .where(
            col(LessonVariant.lesson_id) == lesson_id,
            col(LessonVariant.content_hash) == content_hash,
            col(LessonVariant.preference_key) == key,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await work.session.scalars(statement)).one()


async def _require_enrolled(work: UnitOfWork, course_id: CourseId) -> None:
    statement = select(col(Enrolment.id)).where(
        col(Enrolment.user_id) == work.user_id, col(Enrolment.course_id) == course_id
    )
    if (await work.session.scalars(statement)).first() is None:
        raise await why_not_enrolled(work, course_id)
