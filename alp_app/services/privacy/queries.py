"""What is held about me, in numbers, and what is known of an erasure."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from alp_app.db.reads import fetch_one
from alp_app.kit.codes import spelled
from alp_app.models.account import Organisation
from alp_app.models.certificate import CertificateKey
from alp_app.models.privacy import DataExport, Erasure
from alp_app.security.guard import Guard
from alp_app.security.rate_limits import Limit
from alp_app.services.accounts.access import user_for
from alp_app.services.accounts.inputs import Client
from alp_app.services.certificates.codes import read_signed_code
from alp_app.services.privacy.access import classes_taught_alone, is_last_admin
from alp_app.services.privacy.clocks import BY_KIND
from alp_app.services.privacy.errors import ReceiptNotFound
from alp_app.services.privacy.portions import PORTIONS
from alp_app.services.privacy.retention import days_kept
from alp_app.services.privacy.views import ExportView, MyDataView, PortionView, ReceiptView
from alp_app.unit_of_work import Reader
from alp_app.wording import words

CHECKS = Limit("erasure.check", 60, timedelta(minutes=10))
STAYING = (*(each.name for each in PORTIONS if each.stays), "discussion", "trail")
"""Portions of which rows remain that name nobody."""


async def get_my_data(reader: Reader) -> MyDataView:
    """Everything that is held about me, in numbers."""
    user = await user_for(reader.session, reader.actor, reader.user_id)
    days = await days_kept(reader)
    portions: list[PortionView] = []
    for portion in PORTIONS:
        row = await fetch_one(reader, portion.count, {"user_id": user.id})
        if row is None or not row["number"]:
            continue
        clock = BY_KIND[portion.kept] if portion.kept else None
        portions.append(
            PortionView(
                name=portion.name,
                number=row["number"],
                since=row["since"],
                href=portion.href,
                kept_days=days[clock.kind] if clock else None,
                is_after_class=clock is not None and clock.is_after_class,
                stays=portion.stays,
            )
        )
    classes = await classes_taught_alone(reader, user.id)
    held_back = "only_teacher" if classes else ""
    if await is_last_admin(reader, user):
        held_back = "last_admin"
    return MyDataView(
        portions=tuple(portions),
        export=await get_my_export(reader),
        has_password=user.password_hash is not None,
        display_name=user.display_name,
        held_back=held_back,
        classes=tuple(classes),
    )


async def get_my_export(reader: Reader) -> ExportView | None:
    """The download that I asked for last, if it is still there."""
    statement = (
        select(DataExport)
        .where(col(DataExport.user_id) == reader.user_id)
        .execution_options(populate_existing=True)
    )
    found = (await reader.session.scalars(statement)).first()
    return None if found is None else export_view(found)


def export_view(export: DataExport) -> ExportView:
    return ExportView(
        id=export.id,
        requested_at=export.requested_at,
        ready_at=export.ready_at,
        expires_at=export.expires_at,
        size=export.size,
        file_href=f"/media/my-data/{export.id}" if export.ready_at else "",
    )


async def get_receipt(reader: Reader, typed: str, *, client: Client, guard: Guard) -> ReceiptView:
    """Of an erasure, for anybody who has its code. Raises ReceiptNotFound or TooManyRequests."""
    await guard.limits.take(CHECKS, client.address)
    kept = await reader.session.get(CertificateKey, reader.organisation_id)
    code = read_signed_code(kept.key, typed) if kept is not None else None
    if code is None:
        raise ReceiptNotFound
    statement = (
        select(Erasure)
        .where(col(Erasure.code) == code, col(Erasure.organisation_id) == reader.organisation_id)
        .execution_options(populate_existing=True)
    )
    found = (await reader.session.scalars(statement)).first()
    if found is None:
        raise ReceiptNotFound
    school = await reader.session.get_one(Organisation, reader.organisation_id)
    return receipt_view(found, school.name)


def receipt_text(receipt: ReceiptView) -> str:
    """The receipt as plain words, to be kept."""
    lines = [
        f"{words('erased.title')}: {receipt.code}",
        receipt.school,
        f"{words('erased.requested')}: {_moment(receipt.requested_at)}",
        f"{words('erased.finished')}: {_moment(receipt.finished_at)}",
        "",
        words("erased.removed"),
        *(f"- {words(f'privacy.portion.{name}')}: {n}" for name, n in receipt.removed.items()),
    ]
    if receipt.kept:
        lines += [
            "",
            words("erased.kept"),
            *(f"- {words(f'erased.kept.{n}')}" for n in receipt.kept),
        ]
    return "\n".join([*lines, "", words("erased.files"), ""])


def _moment(at: datetime | None) -> str:
    return words("erased.soon") if at is None else at.strftime("%Y-%m-%d %H:%M UTC")


def receipt_view(erasure: Erasure, school: str) -> ReceiptView:
    return ReceiptView(
        code=spelled(erasure.code),
        school=school,
        requested_at=erasure.requested_at,
        finished_at=erasure.finished_at,
        removed={name: number for name, number in erasure.removed.items() if name not in STAYING},
        kept=tuple(name for name in STAYING if erasure.removed.get(name)),
    )
