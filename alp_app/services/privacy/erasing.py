"""Erasing an account: at once for the person, and to the last row in the background.

What is asked for is a row of its own, so that two requests are one erasure with one receipt, and a worker
that dies is followed by another that goes on.
"""

from sqlalchemy import delete
from sqlmodel import col, select

from alp_app.db.reads import fetch_one
from alp_app.jobspecs.privacy import EraseAccount
from alp_app.kit import clock
from alp_app.kit.ids import ErasureId, UserId
from alp_app.models.account import Organisation, ReturnCode, User
from alp_app.models.calendar import CalendarFeed
from alp_app.models.privacy import Erasure
from alp_app.security.actor import Role
from alp_app.security.guard import Guard
from alp_app.services.accounts.access import user_for
from alp_app.services.accounts.commands import PASSWORD_CHANGES, require_another_admin
from alp_app.services.accounts.errors import WrongPassword
from alp_app.services.accounts.sign_in import end_access
from alp_app.services.certificates.codes import new_signed_code
from alp_app.services.certificates.issuing import school_key
from alp_app.services.privacy import events
from alp_app.services.privacy.access import classes_taught_alone
from alp_app.services.privacy.errors import OnlyTeacher, WrongName
from alp_app.services.privacy.inputs import Confirmation
from alp_app.services.privacy.portions import PORTIONS, Portion
from alp_app.services.privacy.queries import receipt_view
from alp_app.services.privacy.views import ReceiptView
from alp_app.unit_of_work import Reader, UnitOfWork


async def erase_my_account(
    work: UnitOfWork, *, confirmation: Confirmation, guard: Guard
) -> ReceiptView:
    """Sign me out everywhere now, and have everything of mine erased. There is no way back.

    Asked twice at once, both get the one receipt. Raises WrongPassword, WrongName, LastAdmin, OnlyTeacher
    or TooManyRequests.
    """
    await guard.limits.take(PASSWORD_CHANGES, str(work.user_id))
    user = await user_for(work.session, work.actor, work.user_id)
    await _confirm(user, confirmation, guard)
    await work.session.refresh(user, with_for_update=True)
    school = await work.session.get_one(Organisation, user.organisation_id)
    statement = select(Erasure).where(col(Erasure.user_id) == user.id)
    known = (await work.session.scalars(statement)).first()
    if known is not None:
        return receipt_view(known, school.name)
    if user.role is Role.ADMIN:
        await require_another_admin(work, user)
    if classes := await classes_taught_alone(work, user.id):
        raise OnlyTeacher(", ".join(classes))
    erasure = Erasure(
        organisation_id=user.organisation_id,
        code=new_signed_code(await school_key(work)),
        user_id=user.id,
        requested_at=clock.now(),
        removed=await _numbers(work, user.id),
    )
    work.session.add(erasure)
    user.disabled_at = erasure.requested_at
    await end_access(work, user.id)
    for kind in (ReturnCode, CalendarFeed):
        await work.session.execute(delete(kind).where(col(kind.user_id) == user.id))
    await work.session.flush()
    work.record(events.ERASURE_REQUESTED, erasure.id)
    await work.request(EraseAccount(erasure_id=erasure.id), for_nobody=True)
    return receipt_view(erasure, school.name)


async def erase_portion(work: UnitOfWork, erasure_id: ErasureId, portion: Portion) -> None:
    """Remove one portion of an account that is being erased; nothing when that is done.

    For jobs, like what follows.
    """
    erasure = await work.session.get(Erasure, erasure_id)
    if erasure is None or erasure.user_id is None:
        return
    connection = await work.session.connection()
    given = {
        "user_id": erasure.user_id,
        "erasure_id": erasure.id,
        "organisation_id": erasure.organisation_id,
    }
    for statement in portion.erase:
        await connection.exec_driver_sql(statement, given)


async def finish_erasure(work: UnitOfWork, erasure_id: ErasureId) -> None:
    """Remove the account itself, with whatever was written meanwhile, and close the receipt; once."""
    erasure = await work.session.get(Erasure, erasure_id, with_for_update=True)
    if erasure is None or erasure.user_id is None:
        return
    # Who still writes something of this person waits for this lock, and finds nobody.
    await work.session.get(User, erasure.user_id, with_for_update=True)
    for portion in PORTIONS:
        await erase_portion(work, erasure_id, portion)
    await work.session.execute(delete(User).where(col(User.id) == erasure.user_id))
    erasure.user_id = None
    erasure.finished_at = clock.now()
    work.record(events.ERASURE_FINISHED, erasure.id)
    work.notify("privacy")


async def _confirm(user: User, confirmation: Confirmation, guard: Guard) -> None:
    if user.password_hash is None:
        if confirmation.name.split() != user.display_name.split():
            raise WrongName
        return
    async with guard.passwords.turn():
        password = confirmation.password.get_secret_value()
        if not (await guard.passwords.check(password, user.password_hash)).is_correct:
            raise WrongPassword


async def _numbers(reader: Reader, user_id: UserId) -> dict[str, int]:
    found: dict[str, int] = {}
    for portion in PORTIONS:
        row = await fetch_one(reader, portion.count, {"user_id": user_id})
        if row is not None and row["number"]:
            found[portion.name] = row["number"]
    return found
