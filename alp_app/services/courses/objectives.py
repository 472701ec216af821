"""Changes to what a course promises. Each can be undone with the change id it returns."""

from uuid import UUID

from alp_app.kit import clock
from alp_app.kit.ids import CourseId, new_uuid
from alp_app.models.content import Origin, Writer
from alp_app.models.course import Course, Objective
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.courses.errors import PartNotFound
from alp_app.services.courses.inputs import ObjectiveInput
from alp_app.services.courses.undo import as_it_was, done
from alp_app.services.courses.views import ChangeView
from alp_app.unit_of_work import UnitOfWork


async def change_objectives(
    work: UnitOfWork, course_id: CourseId, *, objectives: list[tuple[UUID | None, ObjectiveInput]]
) -> ChangeView:
    """Replace the list. An objective keeps its id, and its maker while its text stays the same."""
    course = await _editable(work, course_id)
    known = {objective.id: objective for objective in course.objectives}
    replaced = [
        _worded(work, known.get(objective_id) if objective_id else None, given)
        for objective_id, given in objectives
    ]
    return _replace(work, course, replaced, "course.objectives_changed", course.id)


async def add_objective(
    work: UnitOfWork, course_id: CourseId, *, objective: ObjectiveInput
) -> ChangeView:
    """Put an objective at the end."""
    course = await _editable(work, course_id)
    added = _worded(work, None, objective)
    return _replace(work, course, [*course.objectives, added], "objective.added", added.id)


async def change_objective(
    work: UnitOfWork, course_id: CourseId, objective_id: UUID, *, objective: ObjectiveInput
) -> ChangeView:
    course = await _editable(work, course_id)
    place = _place_of(course, objective_id)
    replaced = list(course.objectives)
    replaced[place] = _worded(work, replaced[place], objective)
    return _replace(work, course, replaced, "objective.changed", objective_id)


async def move_objective(
    work: UnitOfWork, course_id: CourseId, objective_id: UUID, *, to: int
) -> ChangeView:
    """Place an objective at index `to` (from 0) among the others."""
    course = await _editable(work, course_id)
    replaced = list(course.objectives)
    moved = replaced.pop(_place_of(course, objective_id))
    replaced.insert(max(0, to), moved)
    return _replace(work, course, replaced, "objective.moved", objective_id)


async def delete_objective(work: UnitOfWork, course_id: CourseId, objective_id: UUID) -> ChangeView:
    """Lessons that led to it say so no more."""
    course = await _editable(work, course_id)
    replaced = list(course.objectives)
    del replaced[_place_of(course, objective_id)]
    return _replace(work, course, replaced, "objective.deleted", objective_id)


async def _editable(work: UnitOfWork, course_id: CourseId) -> Course:
    return await course_for(work.session, work.actor, course_id, Purpose.EDIT, for_update=True)


def _place_of(course: Course, objective_id: UUID) -> int:
    ids = [objective.id for objective in course.objectives]
    if objective_id not in ids:
        raise PartNotFound("objective")
    return ids.index(objective_id)


def _worded(work: UnitOfWork, old: Objective | None, given: ObjectiveInput) -> Objective:
    is_same = old is not None and old.text == given.text
    human = Origin(writer=Writer.HUMAN, at=clock.now(), edited_by=work.user_id)
    return Objective(
        id=old.id if old else new_uuid(),
        text=given.text,
        bloom=given.bloom,
        origin=old.origin if old and is_same else human,
    )


def _replace(
    work: UnitOfWork, course: Course, objectives: list[Objective], name: str, subject_id: UUID
) -> ChangeView:
    before = as_it_was(course, "objectives")
    course.objectives = objectives
    return done(work, course, name, subject_id, [before])
