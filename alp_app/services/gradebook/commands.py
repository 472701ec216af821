"""What teachers change in a gradebook: categories, columns, rules, and single cells."""

from decimal import Decimal
from fractions import Fraction

from sqlalchemy import func
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import ClassroomId, GradeCategoryId, GradeItemId, UserId
from alp_app.models.exams import Exam
from alp_app.models.grading import Assignment, GradebookRules, GradeCategory, GradeItem
from alp_app.services.gradebook import events
from alp_app.services.gradebook.access import (
    announce,
    category_for,
    column_for,
    locked_entry,
    require_learner,
    taught_class,
)
from alp_app.services.gradebook.errors import (
    CategoryInUse,
    ColumnNotFound,
    ColumnOfAssignment,
    PointsOutOfRange,
    ReasonNeeded,
    TitleTaken,
)
from alp_app.services.gradebook.figures import plain
from alp_app.services.gradebook.inputs import (
    CategoryInput,
    ColumnInput,
    EntryInput,
    ExtensionInput,
    RequirementsInput,
    RulesInput,
)
from alp_app.unit_of_work import Reader, UnitOfWork

FIRST_CATEGORY = "All work"


async def set_rules(work: UnitOfWork, classroom_id: ClassroomId, *, rules: RulesInput) -> None:
    classroom = await taught_class(work, classroom_id, to_change=True)
    row = await work.session.get(GradebookRules, classroom_id) or GradebookRules(
        classroom_id=classroom_id, organisation_id=classroom.organisation_id
    )
    row.missing = rules.missing
    row.decimals = rules.decimals
    row.letters = sorted(rules.letters, key=lambda letter: letter.at_least, reverse=True)
    work.session.add(row)
    work.record(events.RULES_CHANGED, classroom_id)
    await announce(work, classroom_id)


async def add_category(
    work: UnitOfWork, classroom_id: ClassroomId, *, category: CategoryInput
) -> GradeCategoryId:
    classroom = await taught_class(work, classroom_id, to_change=True)
    count = func.count()
    made = GradeCategory(
        organisation_id=classroom.organisation_id,
        classroom_id=classroom_id,
        position=await work.session.scalar(
            select(count).where(col(GradeCategory.classroom_id) == classroom_id)
        )
        or 0,
        title=category.title,
        weight=category.weight,
        drop_lowest=category.drop_lowest,
    )
    work.session.add(made)
    work.record(events.CATEGORY_CHANGED, made.id)
    await announce(work, classroom_id)
    return made.id


async def change_category(
    work: UnitOfWork,
    classroom_id: ClassroomId,
    category_id: GradeCategoryId,
    *,
    category: CategoryInput,
) -> None:
    await taught_class(work, classroom_id, to_change=True)
    row = await category_for(work, classroom_id, category_id)
    row.title, row.weight = category.title, category.weight
    row.drop_lowest = category.drop_lowest
    work.record(events.CATEGORY_CHANGED, category_id)
    await announce(work, classroom_id)


async def delete_category(
    work: UnitOfWork, classroom_id: ClassroomId, category_id: GradeCategoryId
) -> None:
    """Raises CategoryInUse."""
    await taught_class(work, classroom_id, to_change=True)
    category = await category_for(work, classroom_id, category_id)
    columns = await work.session.scalar(
        select(func.count()).where(col(GradeItem.category_id) == category_id)
    )
    if columns:
        raise CategoryInUse(columns)
    await work.session.delete(category)
    work.record(events.CATEGORY_DELETED, category_id)
    await announce(work, classroom_id)


async def add_column(
    work: UnitOfWork, classroom_id: ClassroomId, *, column: ColumnInput
) -> GradeItemId:
    """A column that is filled in by hand."""
    item = await make_column(work, classroom_id, column)
    return item.id


async def make_column(
    work: UnitOfWork, classroom_id: ClassroomId, column: ColumnInput
) -> GradeItem:
    classroom = await taught_class(work, classroom_id, to_change=True)
    await _require_free(work, classroom_id, column.title)
    category_id = column.category_id
    if category_id is None:
        category_id = await _first_category(work, classroom_id)
    await category_for(work, classroom_id, category_id)
    item = GradeItem(
        organisation_id=classroom.organisation_id,
        classroom_id=classroom_id,
        category_id=category_id,
        position=await work.session.scalar(
            select(func.count()).where(col(GradeItem.classroom_id) == classroom_id)
        )
        or 0,
        title=column.title,
        points=column.points,
        is_extra=column.is_extra,
        is_hidden=column.is_hidden,
    )
    work.session.add(item)
    await work.session.flush()
    work.record(events.COLUMN_CHANGED, item.id)
    await announce(work, item.classroom_id)
    return item


async def change_column(work: UnitOfWork, item_id: GradeItemId, *, column: ColumnInput) -> None:
    """Raises TitleTaken, or ColumnOfAssignment."""
    item = await column_for(work, item_id)
    if await is_of_assignment(work, item_id):
        raise ColumnOfAssignment
    await reshape_column(work, item, column)


async def reshape_column(work: UnitOfWork, item: GradeItem, column: ColumnInput) -> None:
    """The same of a column that the caller may change."""
    await _require_free(work, item.classroom_id, column.title, but=item.id)
    if column.category_id is not None:
        await category_for(work, item.classroom_id, column.category_id)
        item.category_id = column.category_id
    item.title, item.points = column.title, column.points
    item.is_extra, item.is_hidden = column.is_extra, column.is_hidden
    work.record(events.COLUMN_CHANGED, item.id)
    await announce(work, item.classroom_id)


async def delete_column(work: UnitOfWork, item_id: GradeItemId) -> None:
    """Raises ColumnOfAssignment."""
    item = await column_for(work, item_id)
    if await is_of_assignment(work, item_id):
        raise ColumnOfAssignment
    item.deleted_at = clock.now()
    work.record(events.COLUMN_DELETED, item_id)
    await announce(work, item.classroom_id)


async def set_requirements(
    work: UnitOfWork, classroom_id: ClassroomId, *, requirements: RequirementsInput
) -> None:
    """Say which columns of a class completing its course asks for. Raises ColumnNotFound."""
    await taught_class(work, classroom_id, to_change=True)
    statement = (
        select(GradeItem)
        .where(col(GradeItem.classroom_id) == classroom_id, col(GradeItem.deleted_at).is_(None))
        .with_for_update()
    )
    items = {item.id: item for item in await work.session.scalars(statement)}
    if requirements.percent.keys() - items.keys():
        raise ColumnNotFound
    for item_id, item in items.items():
        item.required_percent = requirements.percent.get(item_id)
    work.record(events.RULES_CHANGED, classroom_id, required=len(requirements.percent))
    await announce(work, classroom_id)


async def change_entry(
    work: UnitOfWork, item_id: GradeItemId, user_id: UserId, *, change: EntryInput
) -> None:
    """Mark by hand, excuse, or let a figure stand instead of the mark.

    Raises ColumnOfAssignment, PointsOutOfRange or ReasonNeeded.
    """
    item = await column_for(work, item_id)
    await require_learner(work, item.classroom_id, user_id)
    entry = await locked_entry(work, item, user_id)
    if change.points is not None:
        if await is_of_assignment(work, item_id):
            raise ColumnOfAssignment
        check_points(item, change.points)
        entry.points = change.points
        entry.released_at = entry.released_at or clock.now()
    if change.is_excused is not None:
        entry.is_excused = change.is_excused
    if change.clears_override:
        entry.override_points, entry.override_reason = None, ""
    elif change.override is not None:
        if not change.reason:
            raise ReasonNeeded
        check_points(item, change.override)
        entry.override_points, entry.override_reason = change.override, change.reason
        entry.released_at = entry.released_at or clock.now()
    work.record(events.ENTRY_CHANGED, item_id, learner=str(user_id))
    await announce(work, item.classroom_id, learner=user_id)


async def extend(
    work: UnitOfWork, item_id: GradeItemId, user_id: UserId, *, extension: ExtensionInput
) -> None:
    """Give one learner more time or attempts."""
    item = await column_for(work, item_id)
    await require_learner(work, item.classroom_id, user_id)
    entry = await locked_entry(work, item, user_id)
    entry.due_at, entry.closes_at = extension.due_at, extension.closes_at
    entry.extra_attempts = extension.extra_attempts
    entry.extension_reason = extension.reason
    work.record(events.ENTRY_CHANGED, item_id, learner=str(user_id), is_extended=True)
    await announce(work, item.classroom_id, learner=user_id)


def check_points(item: GradeItem, points: Decimal) -> None:
    if points > item.points:
        raise PointsOutOfRange(plain(Fraction(item.points)))


async def is_of_assignment(reader: Reader, item_id: GradeItemId) -> bool:
    """Or of a test."""
    assignments = select(col(Assignment.id)).where(col(Assignment.item_id) == item_id)
    exams = select(col(Exam.id)).where(col(Exam.item_id) == item_id)
    return bool(await reader.session.scalar(assignments) or await reader.session.scalar(exams))


async def _first_category(work: UnitOfWork, classroom_id: ClassroomId) -> GradeCategoryId:
    statement = (
        select(col(GradeCategory.id))
        .where(col(GradeCategory.classroom_id) == classroom_id)
        .order_by(col(GradeCategory.position), col(GradeCategory.id))
    )
    found = (await work.session.scalars(statement)).first()
    return found or await add_category(
        work, classroom_id, category=CategoryInput(title=FIRST_CATEGORY)
    )


async def _require_free(
    work: UnitOfWork, classroom_id: ClassroomId, title: str, but: GradeItemId | None = None
) -> None:
    statement = select(col(GradeItem.id)).where(
        col(GradeItem.classroom_id) == classroom_id,
        col(GradeItem.deleted_at).is_(None),
        func.lower(col(GradeItem.title)) == title.lower(),
        col(GradeItem.id).is_distinct_from(but),
    )
    if (await work.session.scalars(statement)).first() is not None:
        raise TitleTaken(title)
