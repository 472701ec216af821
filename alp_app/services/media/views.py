"""What is needed to send a file of a course."""

from alp_app.models.asset import AssetKind
from alp_app.services.courses.views import View


class ServedFile(View):
    key: str
    """Of the object in the store: the hash of its bytes, hex."""
    media_type: str
    size: int
    """Bytes."""
    filename: str
    kind: AssetKind
    is_public: bool
    """Anybody may see it, so caches on the way may keep it."""
