"""The only way to a gradebook: its teachers to all of it, a learner of the class to their own row."""

from sqlalchemy.dialects.postgresql import insert

from alp_app.kit.ids import ClassroomId, GradeCategoryId, GradeItemId, UserId
from alp_app.models.classroom import ClassMember, ClassRole, Classroom
from alp_app.models.grading import GradeCategory, GradeEntry, GradeItem
from alp_app.services.classes.access import class_for
from alp_app.services.classes.errors import ClassArchived, ClassNotFound, MemberNotFound
from alp_app.services.gradebook.errors import CategoryNotFound, ColumnNotFound
from alp_app.unit_of_work import Reader, UnitOfWork


async def taught_class(reader: Reader, classroom_id: ClassroomId, *, to_change: bool) -> Classroom:
    """Raises ClassNotFound; ClassArchived when it is `to_change`."""
    classroom = await class_for(reader, classroom_id)
    if to_change and classroom.archived_at is not None:
        raise ClassArchived
    return classroom


async def announce(
    work: UnitOfWork, classroom_id: ClassroomId, *, learner: UserId | None = None
) -> None:
    """Tell the open pages of a class's teachers, and of one learner, that work or grades changed."""
    classroom = await work.session.get_one(Classroom, classroom_id)
    work.notify("grading", course_id=classroom.course_id)
    if learner is not None:
        work.notify("learning", user_id=learner)


async def my_class(reader: Reader, classroom_id: ClassroomId) -> Classroom:
    """A class that I learn in; an archived one can still be looked at. Raises ClassNotFound."""
    member = await reader.session.get(ClassMember, (classroom_id, reader.user_id))
    if member is None or member.removed_at is not None or member.role is not ClassRole.LEARNER:
        raise ClassNotFound
    return await reader.session.get_one(Classroom, classroom_id)


async def column_for(reader: Reader, item_id: GradeItemId, *, to_change: bool = True) -> GradeItem:
    """A column of a class that the actor teaches. Raises ColumnNotFound or ClassArchived."""
    item = await reader.session.get(GradeItem, item_id)
    if item is None or item.deleted_at is not None:
        raise ColumnNotFound
    try:
        await taught_class(reader, item.classroom_id, to_change=to_change)
    except ClassNotFound as error:
        raise ColumnNotFound from error
    return item


async def category_for(
    reader: Reader, classroom_id: ClassroomId, category_id: GradeCategoryId
) -> GradeCategory:
    """Of this class. Raises CategoryNotFound."""
    category = await reader.session.get(GradeCategory, category_id)
    if category is None or category.classroom_id != classroom_id:
        raise CategoryNotFound
    return category


async def require_learner(reader: Reader, classroom_id: ClassroomId, user_id: UserId) -> None:
    """Raises MemberNotFound."""
    member = await reader.session.get(ClassMember, (classroom_id, user_id))
    if member is None or member.removed_at is not None or member.role is not ClassRole.LEARNER:
        raise MemberNotFound


async def locked_entry(work: UnitOfWork, item: GradeItem, user_id: UserId) -> GradeEntry:
    """What a learner has in a column, made when there is nothing. Locked to the end of the
    transaction, so that changes of it and of the learner's submissions follow one another."""
    first = insert(GradeEntry).values(
        item_id=item.id,
        user_id=user_id,
        organisation_id=item.organisation_id,
        is_excused=False,
        extra_attempts=0,
        override_reason="",
        extension_reason="",
    )
    await work.session.execute(first.on_conflict_do_nothing())
    return await work.session.get_one(
        GradeEntry, (item.id, user_id), with_for_update=True, populate_existing=True
    )
