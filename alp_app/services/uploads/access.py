"""The only way to obtain a file on its way: as whoever sends it, while it has not expired."""

from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import UploadId
from alp_app.models.upload import Upload
from alp_app.services.uploads.errors import UploadNotFound
from alp_app.unit_of_work import Reader


async def my_upload(reader: Reader, upload_id: UploadId, *, for_update: bool = False) -> Upload:
    """Raises UploadNotFound."""
    statement = (
        select(Upload)
        .where(
            col(Upload.id) == upload_id,
            col(Upload.user_id) == reader.user_id,
            col(Upload.expires_at) > clock.now(),
        )
        .execution_options(populate_existing=True)
    )
    if for_update:
        statement = statement.with_for_update()
    upload = (await reader.session.scalars(statement)).first()
    if upload is None:
        raise UploadNotFound
    return upload
