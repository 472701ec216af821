"""Who may open a download, and who may not erase their account yet."""

from sqlmodel import col, select

from alp_app.db.reads import fetch_all
from alp_app.kit import clock
from alp_app.kit.ids import DataExportId, UserId
from alp_app.models.account import User
from alp_app.models.asset import AssetKind
from alp_app.models.privacy import DataExport
from alp_app.security.actor import Role
from alp_app.services.media.views import ServedFile
from alp_app.services.privacy.errors import ExportNotFound
from alp_app.unit_of_work import Reader

ZIP = "application/zip"

_TAUGHT_ALONE = """
    SELECT k.name FROM class_member m JOIN classroom k ON k.id = m.classroom_id
     WHERE m.user_id = %(user_id)s AND m.role = 'teacher' AND m.removed_at IS NULL
       AND k.archived_at IS NULL
       AND EXISTS (
         SELECT FROM class_member l WHERE l.classroom_id = k.id
            AND l.role = 'learner' AND l.removed_at IS NULL)
       AND NOT EXISTS (
         SELECT FROM class_member o JOIN user_account u ON u.id = o.user_id
          WHERE o.classroom_id = k.id AND o.role = 'teacher' AND o.removed_at IS NULL
            AND o.user_id <> m.user_id AND u.disabled_at IS NULL)
     ORDER BY k.name
"""


async def classes_taught_alone(reader: Reader, user_id: UserId) -> list[str]:
    """Classes with learners that would have no teacher without this one."""
    rows = await fetch_all(reader, _TAUGHT_ALONE, {"user_id": user_id})
    return [row["name"] for row in rows]


async def is_last_admin(reader: Reader, user: User) -> bool:
    if user.role is not Role.ADMIN:
        return False
    others = select(col(User.id)).where(
        col(User.organisation_id) == user.organisation_id,
        col(User.role) == Role.ADMIN,
        col(User.disabled_at).is_(None),
        col(User.password_hash).is_not(None),
        col(User.id) != user.id,
    )
    return (await reader.session.scalars(others.limit(1))).first() is None


async def file_to_open(reader: Reader, export_id: DataExportId) -> ServedFile:
    """A download, for whom it is about alone. Raises ExportNotFound, also when its time is over."""
    export = await reader.session.get(DataExport, export_id)
    if (
        export is None
        or export.user_id != reader.user_id
        or export.sha256 is None
        or export.expires_at is None
        or export.expires_at <= clock.now()
    ):
        raise ExportNotFound
    return ServedFile(
        key=export.sha256,
        media_type=ZIP,
        size=export.size,
        filename="my-data.zip",
        kind=AssetKind.FILE,
        is_public=False,
    )
