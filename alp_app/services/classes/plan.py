"""The release plan of a class: which module or lesson opens when, and after what."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlmodel import col, select

from alp_app.db.reads import fetch_one
from alp_app.kit.ids import ClassroomId, LessonId, ModuleId
from alp_app.models.classroom import Classroom, ReleaseRule
from alp_app.services.classes import events
from alp_app.services.classes.access import class_for
from alp_app.services.classes.commands import in_zone, moved
from alp_app.services.classes.errors import NotInCourse, PlanGoesRound
from alp_app.services.classes.inputs import Opening, Spread
from alp_app.services.classes.members import announce, require_running
from alp_app.services.classes.views import PlanLesson, PlanModule, PlanView
from alp_app.services.courses.reading_views import CourseOutline, OutlineModule
from alp_app.services.learning.release import Rule, can_be_finished, requirements
from alp_app.unit_of_work import Reader, UnitOfWork

_OUTLINE = """
    SELECT v.outline::text AS outline
      FROM course c JOIN course_version v ON v.id = c.published_version_id
     WHERE c.id = %(course_id)s
"""
_FORM_TIME = "%Y-%m-%dT%H:%M"
_NOT_RULES = {"id", "organisation_id", "classroom_id"}


async def get_plan(reader: Reader, classroom_id: ClassroomId) -> PlanView:
    """The course as it is published now, with what opens when."""
    classroom = await class_for(reader, classroom_id)
    return _view(classroom, await _modules(reader, classroom), await _stored(reader, classroom))


async def set_opening(work: UnitOfWork, classroom_id: ClassroomId, *, opening: Opening) -> PlanView:
    """Say when one module or lesson opens; the rest of the plan stays.

    Raises PlanGoesRound, or NotInCourse.
    """
    classroom = await class_for(work, classroom_id, for_update=True)
    others = [rule for rule in await _stored(work, classroom) if _target(rule) != _target(opening)]
    return await _replace(work, classroom, [*others, _rule(classroom, opening)])


async def change_plan(
    work: UnitOfWork, classroom_id: ClassroomId, *, openings: Sequence[Opening]
) -> PlanView:
    """Put another plan in the place of the whole one."""
    classroom = await class_for(work, classroom_id, for_update=True)
    by_target = {_target(opening): _rule(classroom, opening) for opening in openings}
    return await _replace(work, classroom, list(by_target.values()))


async def spread_plan(work: UnitOfWork, classroom_id: ClassroomId, *, spread: Spread) -> PlanView:
    """Open the modules one after another; dates of single lessons go, conditions stay."""
    classroom = await class_for(work, classroom_id, for_update=True)
    first = in_zone(spread.first_at, classroom.time_zone) or spread.first_at
    rules: dict[Any, Rule] = {}
    for rule in await _stored(work, classroom):
        rules[_target(rule)] = _with_date(rule, None)
    for number, module in enumerate(await _modules(work, classroom)):
        opens_at = moved(first, number * spread.every_days, classroom.time_zone)
        known = rules.get((module.id, None), Rule(module_id=module.id))
        rules[module.id, None] = _with_date(known, opens_at)
    return await _replace(work, classroom, list(rules.values()))


def openings_of(plan: PlanView) -> list[Opening]:
    """A plan as it would be put back."""
    parts: list[tuple[str, PlanModule | PlanLesson]] = []
    for module in plan.modules:
        parts.append(("module_id", module))
        parts.extend(("lesson_id", lesson) for lesson in module.lessons)
    made = [
        Opening.model_validate(
            {
                name: part.id,
                "opens_at": part.opens_at,
                "after_module_id": part.after_module_id,
                "after_lesson_id": part.after_lesson_id,
            }
        )
        for name, part in parts
    ]
    return [one for one in made if one.opens_at or one.after_module_id or one.after_lesson_id]


async def _replace(work: UnitOfWork, classroom: Classroom, rules: Sequence[Rule]) -> PlanView:
    require_running(classroom)
    modules = await _modules(work, classroom)
    _check(rules, modules)
    kept = [rule for rule in rules if rule.opens_at or rule.after_module_id or rule.after_lesson_id]
    await work.session.execute(
        delete(ReleaseRule).where(col(ReleaseRule.classroom_id) == classroom.id)
    )
    for rule in kept:
        work.session.add(
            ReleaseRule(
                organisation_id=classroom.organisation_id,
                classroom_id=classroom.id,
                module_id=rule.module_id,
                lesson_id=rule.lesson_id,
                opens_at=rule.opens_at,
                after_module_id=rule.after_module_id,
                after_lesson_id=rule.after_lesson_id,
            )
        )
    await work.session.flush()
    work.record(events.PLAN_CHANGED, classroom.id, rules=len(kept))
    announce(work, classroom)
    work.notify("learning", course_id=classroom.course_id)
    return _view(classroom, modules, kept)


def _check(rules: Iterable[Rule], modules: Sequence[OutlineModule]) -> None:
    known: set[ModuleId | LessonId | None] = {None}
    known |= {module.id for module in modules}
    known |= {lesson.id for module in modules for lesson in module.lessons}
    for rule in rules:
        named = {rule.module_id, rule.lesson_id, rule.after_module_id, rule.after_lesson_id}
        if not named <= known:
            raise NotInCourse
    if not can_be_finished(requirements(rules, modules)):
        raise PlanGoesRound


async def _modules(reader: Reader, classroom: Classroom) -> tuple[OutlineModule, ...]:
    row = await fetch_one(reader, _OUTLINE, {"course_id": classroom.course_id})
    return CourseOutline.model_validate_json(row["outline"]).modules if row else ()


async def _stored(reader: Reader, classroom: Classroom) -> list[Rule]:
    statement = select(ReleaseRule).where(col(ReleaseRule.classroom_id) == classroom.id)
    rows = (await reader.session.scalars(statement)).all()
    return [Rule(**row.model_dump(exclude=_NOT_RULES)) for row in rows]


def _rule(classroom: Classroom, opening: Opening) -> Rule:
    values = opening.model_dump()
    values["opens_at"] = in_zone(opening.opens_at, classroom.time_zone)
    return Rule(**values)


def _with_date(rule: Rule, opens_at: datetime | None) -> Rule:
    return Rule(
        module_id=rule.module_id,
        lesson_id=rule.lesson_id,
        opens_at=opens_at,
        after_module_id=rule.after_module_id,
        after_lesson_id=rule.after_lesson_id,
    )


def _target(rule: Rule | Opening) -> tuple[ModuleId | None, LessonId | None]:
    return rule.module_id, rule.lesson_id


def _view(
    classroom: Classroom, modules: Sequence[OutlineModule], rules: Iterable[Rule]
) -> PlanView:
    by_target = {_target(rule): rule for rule in rules}

    def said(module_id: ModuleId | None, lesson_id: LessonId | None) -> dict[str, Any]:
        rule = by_target.get((module_id, lesson_id), Rule())
        local = rule.opens_at and rule.opens_at.astimezone(ZoneInfo(classroom.time_zone))
        return {
            "opens_at": rule.opens_at,
            "opens_local": local.strftime(_FORM_TIME) if local else "",
            "after_module_id": rule.after_module_id,
            "after_lesson_id": rule.after_lesson_id,
        }

    return PlanView(
        classroom_id=classroom.id,
        time_zone=classroom.time_zone,
        modules=tuple(
            PlanModule(
                id=module.id,
                number=module.number,
                title=module.title,
                **said(module.id, None),
                lessons=tuple(
                    PlanLesson(
                        id=lesson.id,
                        number=lesson.number,
                        title=lesson.title,
                        **said(None, lesson.id),
                    )
                    for lesson in module.lessons
                ),
            )
            for module in modules
        ),
    )
