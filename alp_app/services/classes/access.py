"""The only way to a class: as one of its teachers, or as an administrator. Its learners get no further
than what `learning` shows them; for everybody else it does not exist."""

from typing import Any

from sqlalchemy import ColumnElement, true
from sqlmodel import col, select

from alp_app.kit.ids import ClassroomId, UserId
from alp_app.models.account import User
from alp_app.models.classroom import ClassMember, ClassRole, Classroom
from alp_app.security.actor import Role
from alp_app.security.policies import Policy
from alp_app.services.classes.errors import ClassNotFound, MemberNotFound
from alp_app.unit_of_work import Reader


async def class_for(
    reader: Reader, classroom_id: ClassroomId, *, for_update: bool = False
) -> Classroom:
    """A class that the actor teaches. `for_update` locks it, so that seats and names are given out
    one after another. Raises ClassNotFound."""
    Policy.STAFF.require(reader.actor)
    statement = (
        select(Classroom)
        .where(col(Classroom.id) == classroom_id, is_taught_by(reader))
        .execution_options(populate_existing=True)
    )
    if for_update:
        statement = statement.with_for_update(key_share=True)
    found = (await reader.session.scalars(statement)).first()
    if found is None:
        raise ClassNotFound
    return found


def is_taught_by(reader: Reader) -> ColumnElement[bool]:
    """Of a Classroom: the actor is one of its teachers, or an administrator of its school."""
    teaches = (
        select(col(ClassMember.user_id))
        .where(
            col(ClassMember.classroom_id) == col(Classroom.id),
            col(ClassMember.user_id) == reader.user_id,
            col(ClassMember.role) == ClassRole.TEACHER,
            col(ClassMember.removed_at).is_(None),
        )
        .exists()
    )
    is_here: Any = col(Classroom.organisation_id) == reader.organisation_id
    return is_here & (true() if reader.actor.role is Role.ADMIN else teaches)


IS_TAUGHT = """
    k.organisation_id = %(organisation_id)s
    AND (%(is_admin)s OR EXISTS (
      SELECT FROM class_member t
       WHERE t.classroom_id = k.id AND t.user_id = %(user_id)s AND t.role = 'teacher'
         AND t.removed_at IS NULL))
"""
"""What `is_taught_by` says, for hot reads: of `classroom k`, with `asker_of` among the parameters."""


def asker_of(reader: Reader) -> dict[str, Any]:
    """Raises what a policy of STAFF raises."""
    Policy.STAFF.require(reader.actor)
    return {
        "organisation_id": reader.organisation_id,
        "user_id": reader.user_id,
        "is_admin": reader.actor.role is Role.ADMIN,
    }


async def member_for(
    reader: Reader, classroom: Classroom, user_id: UserId, *, is_removed: bool = False
) -> tuple[ClassMember, User]:
    """Somebody of a class, or with `is_removed` who was taken out of it. Raises MemberNotFound."""
    member = await reader.session.get(ClassMember, (classroom.id, user_id), populate_existing=True)
    if member is None or (member.removed_at is not None) is not is_removed:
        raise MemberNotFound
    return member, await reader.session.get_one(User, user_id)
