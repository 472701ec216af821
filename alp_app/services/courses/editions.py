"""Published versions, as this process has read them lately: they never change, so nobody reads them
twice.

For callers who have found the version in a row that the actor may see.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from alp_app.db.reads import fetch_all
from alp_app.kit.ids import CourseVersionId, LessonId
from alp_app.kit.kept import Kept
from alp_app.services.courses.reading_views import CourseOutline, OutlineLesson, ReadingDocument
from alp_app.unit_of_work import Reader

MOST_BYTES = 4 * 1024 * 1024
"""Of JSON, for outlines and again for lessons: some ten times as much in memory."""
ID_BYTES = 16

_OUTLINES = """
    SELECT id, outline::text AS outline FROM course_version WHERE id = ANY(%(version_ids)s)
"""
_READING = """
    SELECT reading::text AS reading FROM lesson_version
     WHERE version_id = %(version_id)s AND lesson_id = %(lesson_id)s
"""


@dataclass(frozen=True, slots=True)
class Edition:
    """The outline of a version, and its lessons in their order."""

    outline: CourseOutline
    lessons: tuple[OutlineLesson, ...]
    order: tuple[LessonId, ...]
    by_bytes: Mapping[bytes, LessonId]

    @classmethod
    def of(cls, outline: CourseOutline) -> "Edition":
        lessons = tuple(lesson for module in outline.modules for lesson in module.lessons)
        order = tuple(lesson.id for lesson in lessons)
        return cls(outline, lessons, order, {each.bytes: each for each in order})

    def unpacked(self, ids: bytes | None) -> set[LessonId]:
        """Lessons of this version, from what `string_agg(uuid_send(lesson_id), '')` gives."""
        if ids is None:
            return set()
        keys = (ids[at : at + ID_BYTES] for at in range(0, len(ids), ID_BYTES))
        return {self.by_bytes[key] for key in keys if key in self.by_bytes}


_editions: Kept[UUID, Edition] = Kept(MOST_BYTES)
_readings: Kept[tuple[UUID, UUID], ReadingDocument] = Kept(MOST_BYTES)


async def editions_of(
    reader: Reader, version_ids: Collection[CourseVersionId]
) -> Mapping[CourseVersionId, Edition]:
    """Versions that are gone are left out."""
    found = {each: _editions.find(each) for each in version_ids}
    missing = [each for each, edition in found.items() if edition is None]
    if missing:
        for row in await fetch_all(reader, _OUTLINES, {"version_ids": missing}):
            edition = Edition.of(CourseOutline.model_validate_json(row["outline"]))
            found[row["id"]] = _editions.keep(row["id"], edition, weight=len(row["outline"]))
    return {each: edition for each, edition in found.items() if edition is not None}


async def edition_of(reader: Reader, version_id: CourseVersionId) -> Edition:
    found = (await editions_of(reader, [version_id])).get(version_id)
    if found is None:
        raise LookupError(f"version {version_id} is gone")
    return found


async def reading_of(
    reader: Reader, version_id: CourseVersionId, lesson_id: LessonId
) -> ReadingDocument | None:
    """A lesson of a version; None when it has no such lesson."""
    key = (version_id, lesson_id)
    if (kept := _readings.find(key)) is not None:
        return kept
    rows = await fetch_all(reader, _READING, {"version_id": version_id, "lesson_id": lesson_id})
    for row in rows:
        document = ReadingDocument.model_validate_json(row["reading"])
        return _readings.keep(key, document, weight=len(row["reading"]))
    return None
