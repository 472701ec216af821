"""What can be seen of a file of a course, and what is needed to send it."""

from alp_app.kit.ids import AssetId, CourseId
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


class AssetView(View):
    """A file of a course, as its editors see it."""

    id: AssetId
    course_id: CourseId
    kind: AssetKind
    filename: str
    media_type: str
    """Found from the bytes, not from the name."""
    size: int
    """Bytes."""
    width: int | None
    height: int | None
    """Pixels, for pictures."""
    src: str
    """Where a browser that is signed in gets it."""
