"""What the sender of a file may know of it."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from alp_app.kit.ids import UploadId
from alp_app.models.upload import Upload


class UploadView(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: UploadId
    filename: str
    length: int
    """Bytes that were announced."""
    received: int
    """Bytes that are safe."""
    expires_at: datetime

    @classmethod
    def of(cls, upload: Upload) -> "UploadView":
        return cls(
            id=upload.id,
            filename=upload.filename,
            length=upload.length,
            received=upload.received,
            expires_at=upload.expires_at,
        )
