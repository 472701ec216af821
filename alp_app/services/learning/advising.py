"""What to study next in a course, and why: from what is due, what was shown, and where the learner is."""

from uuid import UUID

from sqlmodel import col, select

from alp_app.kit.ids import CourseId
from alp_app.models.course import Course
from alp_app.models.learning import Enrolment
from alp_app.services.courses.editions import edition_of
from alp_app.services.courses.outline import next_lesson
from alp_app.services.learning.access import study_in, why_not_enrolled
from alp_app.services.learning.errors import ObjectiveNotFound
from alp_app.services.learning.locks import done_in, links_of, locks_of
from alp_app.services.learning.views import AdviceView, CourseAdvice
from alp_app.services.mastery.queries import evidence_of, standings_of
from alp_app.services.mastery.rules import Shown, Taught, advise
from alp_app.services.mastery.views import EvidenceView
from alp_app.services.practice.queries import get_summary
from alp_app.unit_of_work import Reader


async def get_advice(reader: Reader, course_id: CourseId, *, zone: str = "UTC") -> CourseAdvice:
    """Raises CourseNotFound, NotEnrolled, or UnknownZone of practice."""
    enrolment = await _mine(reader, course_id)
    outline = (await edition_of(reader, enrolment.version_id)).outline
    locks = await locks_of(reader, study_in(enrolment))
    done = await done_in(reader, enrolment.id)
    standings = {each.id: each for each in await standings_of(reader, reader.user_id, outline)}
    practice = await get_summary(reader, zone=zone, course_id=course_id)
    links = {link.id: link for link in links_of(outline)}
    found = advise(
        [
            Taught(
                id=lesson.id,
                objective_ids=lesson.objective_ids,
                is_done=lesson.id in done,
                is_locked=lesson.id in locks,
            )
            for module in outline.modules
            for lesson in module.lessons
        ],
        [
            Shown(id=each.id, mastery=each.mastery, middle=each.percent, low=each.low)
            for each in standings.values()
        ],
        due=practice.now,
        next_lesson_id=next_lesson(list(links), done, enrolment.last_lesson_id),
    )
    return CourseAdvice(
        course_id=course_id,
        slug=outline.slug,
        title=outline.title,
        advice=tuple(
            AdviceView(
                kind=each.kind,
                due=practice.now if each.kind == "review" else 0,
                lesson=links[each.lesson_id] if each.lesson_id else None,
                objective=standings[each.objective_id] if each.objective_id else None,
                lock=locks.get(each.lesson_id) if each.lesson_id else None,
            )
            for each in found
        ),
        objectives=tuple(standings.values()),
    )


async def list_my_evidence(
    reader: Reader, course_id: CourseId, objective_id: UUID
) -> list[EvidenceView]:
    """The answers that tell of one objective, the latest first.

    Raises CourseNotFound, NotEnrolled or ObjectiveNotFound.
    """
    enrolment = await _mine(reader, course_id)
    outline = (await edition_of(reader, enrolment.version_id)).outline
    if objective_id not in {each.id for each in outline.objectives}:
        raise ObjectiveNotFound
    return await evidence_of(reader, reader.user_id, course_id, objective_id)


async def _mine(reader: Reader, course_id: CourseId) -> Enrolment:
    statement = (
        select(Enrolment)
        .join(Course, col(Course.id) == col(Enrolment.course_id))
        .where(
            col(Enrolment.user_id) == reader.user_id,
            col(Enrolment.course_id) == course_id,
            col(Enrolment.is_current),
            col(Course.organisation_id) == reader.organisation_id,
            col(Course.deleted_at).is_(None),
        )
    )
    enrolment = (await reader.session.scalars(statement)).first()
    if enrolment is None:
        raise await why_not_enrolled(reader, course_id)
    return enrolment
