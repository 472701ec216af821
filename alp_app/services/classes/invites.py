"""Invite links: who may come in by one, how many, until when."""

from datetime import timedelta

from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import ClassroomId, InviteId
from alp_app.models.classroom import ClassInvite
from alp_app.security.tokens import new_token, token_hash
from alp_app.services.classes import events
from alp_app.services.classes.access import class_for
from alp_app.services.classes.errors import InviteNotFound
from alp_app.services.classes.inputs import NewInvite
from alp_app.services.classes.joining import is_open
from alp_app.services.classes.members import announce, require_running
from alp_app.services.classes.views import InviteView, NewInviteView
from alp_app.unit_of_work import Reader, UnitOfWork


async def list_invites(reader: Reader, classroom_id: ClassroomId) -> list[InviteView]:
    """Those that were not taken back, the newest first."""
    classroom = await class_for(reader, classroom_id)
    statement = (
        select(ClassInvite)
        .where(col(ClassInvite.classroom_id) == classroom.id, col(ClassInvite.revoked_at).is_(None))
        .order_by(col(ClassInvite.created_at).desc())
        .limit(50)
    )
    return [_view(invite) for invite in (await reader.session.scalars(statement)).all()]


async def create_invite(
    work: UnitOfWork, classroom_id: ClassroomId, *, new: NewInvite
) -> NewInviteView:
    """A link whose token is known only now."""
    classroom = await class_for(work, classroom_id)
    require_running(classroom)
    token = new_token()
    invite = ClassInvite(
        organisation_id=classroom.organisation_id,
        classroom_id=classroom.id,
        role=new.role,
        token_hash=token_hash(token),
        seats=new.seats,
        expires_at=clock.now() + timedelta(days=new.days),
        created_by=work.user_id,
    )
    work.session.add(invite)
    work.record(events.INVITE_CREATED, classroom.id, role=new.role.value, days=new.days)
    announce(work, classroom)
    return NewInviteView(invite=_view(invite), token=token)


async def revoke_invite(work: UnitOfWork, classroom_id: ClassroomId, invite_id: InviteId) -> None:
    """Nobody comes in by it any more. Who did stays. Raises InviteNotFound."""
    classroom = await class_for(work, classroom_id)
    invite = await work.session.get(ClassInvite, invite_id, with_for_update=True)
    if invite is None or invite.classroom_id != classroom.id:
        raise InviteNotFound
    if invite.revoked_at is None:
        invite.revoked_at = clock.now()
        work.record(events.INVITE_REVOKED, classroom.id)
        announce(work, classroom)


def _view(invite: ClassInvite) -> InviteView:
    return InviteView(
        id=invite.id,
        role=invite.role,
        seats=invite.seats,
        used=invite.used,
        expires_at=invite.expires_at,
        is_open=is_open(invite),
    )
