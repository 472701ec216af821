"""The history of a part of a draft: its states, what two of them differ in, and going back to one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import col, select

from alp_app.db.reads import fetch_all
from alp_app.kit.ids import BlockId, CourseId, LessonId, QuestionId
from alp_app.models.content import BlockContent
from alp_app.models.course import Course
from alp_app.models.questions import AnyQuestion
from alp_app.models.revision import Part, Revision, RevisionContent
from alp_app.services.courses.access import (
    block_for,
    lesson_for,
    question_for,
)
from alp_app.services.revisions.differences import compare_words
from alp_app.services.revisions.errors import RevisionNotFound
from alp_app.services.revisions.showing import plain_lines
from alp_app.services.revisions.views import (
    ComparedPart,
    ComparisonView,
    HistoryView,
    RevisionView,
)
from alp_app.unit_of_work import Reader

PAGE = 50
HasHistory = Literal[Part.BLOCK, Part.QUESTION, Part.LESSON]
KINDS: Mapping[str, HasHistory] = {
    "block": Part.BLOCK,
    "question": Part.QUESTION,
    "lesson": Part.LESSON,
}
BLOCK = TypeAdapter[BlockContent](BlockContent)
QUESTION = TypeAdapter[AnyQuestion](AnyQuestion)

_REVISIONS = """
    SELECT r.number, r.cause, r.writer, r.model, r.job_id, r.manifest_id, r.proposal_id, r.at,
           coalesce(u.display_name, '') AS name,
           r.number = max(r.number) OVER () AS is_current,
           coalesce((
             SELECT array_agg(v.number ORDER BY v.number) FROM course_version v
              WHERE v.course_id = r.course_id AND v.published_at >= r.at
                AND v.published_at < coalesce((
                  SELECT n.at FROM revision n WHERE n.part_id = r.part_id AND n.number > r.number
                   ORDER BY n.number LIMIT 1), 'infinity')), '{}') AS published
      FROM revision r LEFT JOIN user_account u ON u.id = r.actor_id
     WHERE r.part_id = %(part_id)s AND r.course_id = %(course_id)s
     ORDER BY r.number DESC
"""


@dataclass(frozen=True, slots=True)
class Owned:
    """A part that the actor may edit, with what it is called."""

    course: Course
    lesson_id: LessonId | None
    title: str


async def list_revisions(
    reader: Reader, part: HasHistory, part_id: UUID, *, before: int | None = None
) -> HistoryView:
    """The states of a part, the latest first; of those before number `before`, at most PAGE."""
    owned = await part_owned(reader, part, part_id)
    rows = await fetch_all(reader, _REVISIONS, {"part_id": part_id, "course_id": owned.course.id})
    earlier = [row for row in rows if before is None or row["number"] < before]
    return HistoryView(
        course_id=owned.course.id,
        lesson_id=owned.lesson_id,
        part=part,
        part_id=part_id,
        title=owned.title,
        revisions=tuple(RevisionView.model_validate(row) for row in earlier[:PAGE]),
        has_more=len(earlier) > PAGE,
    )


async def compare_revisions(
    reader: Reader, part: HasHistory, part_id: UUID, *, before: int, after: int
) -> ComparisonView:
    """What two states of a part differ in, word by word; number 0 is when there was nothing. Raises
    RevisionNotFound."""
    owned = await part_owned(reader, part, part_id)
    old = await content_of(reader, owned.course.id, part_id, before)
    new = await content_of(reader, owned.course.id, part_id, after)
    if part is not Part.LESSON:
        words = (_words(part, old), _words(part, new))
        kind = str(new.get("type", ""))
        compared = [] if words[0] == words[1] else [_compared(part_id, kind, *words)]
        return ComparisonView(
            before=before, after=after, parts=tuple(compared), unchanged=not compared
        )
    return await _compare_lessons(reader, owned.course.id, part_id, (before, old), (after, new))


async def part_owned(
    reader: Reader, part: HasHistory, part_id: UUID, *, for_update: bool = False
) -> Owned:
    session, actor = reader.session, reader.actor
    if part is Part.BLOCK:
        course, lesson, _ = await block_for(session, actor, BlockId(part_id), for_update=for_update)
        return Owned(course, lesson.id, lesson.title)
    if part is Part.QUESTION:
        course, _ = await question_for(session, actor, QuestionId(part_id), for_update=for_update)
        return Owned(course, None, course.title)
    course, lesson = await lesson_for(session, actor, LessonId(part_id), for_update=for_update)
    return Owned(course, lesson.id, lesson.title)


async def content_of(
    reader: Reader, course_id: CourseId, part_id: UUID, number: int
) -> dict[str, Any]:
    if number == 0:
        return {}
    statement = (
        select(RevisionContent)
        .join(
            Revision,
            (col(Revision.sha256) == col(RevisionContent.sha256))
            & (col(Revision.course_id) == col(RevisionContent.course_id)),
        )
        .where(
            col(Revision.course_id) == course_id,
            col(Revision.part_id) == part_id,
            col(Revision.number) == number,
        )
    )
    found = (await reader.session.scalars(statement)).first()
    if found is None:
        raise RevisionNotFound
    return found.content


async def contents_of(
    reader: Reader, course_id: CourseId, hashes: Sequence[str]
) -> dict[str, dict[str, Any]]:
    statement = select(RevisionContent).where(
        col(RevisionContent.course_id) == course_id, col(RevisionContent.sha256).in_(hashes)
    )
    return {row.sha256: row.content for row in (await reader.session.scalars(statement)).all()}


async def _compare_lessons(
    reader: Reader,
    course_id: CourseId,
    lesson_id: UUID,
    old: tuple[int, dict[str, Any]],
    new: tuple[int, dict[str, Any]],
) -> ComparisonView:
    parts: list[ComparedPart] = []
    heads = [
        "\n".join(filter(None, (content.get("title"), content.get("summary"))))
        for _, content in (old, new)
    ]
    if heads[0] != heads[1]:
        parts.append(_compared(lesson_id, "title", *heads))
    unchanged = 0
    for part, key in ((Part.BLOCK, "blocks"), (Part.QUESTION, "questions")):
        before, after = held_in(old[1], key), held_in(new[1], key)
        contents = await contents_of(reader, course_id, [*before.values(), *after.values()])
        for part_id in _in_order(before, after):
            one, other = before.get(part_id), after.get(part_id)
            if one == other:
                unchanged += 1
                continue
            held = [contents.get(sha256 or "", {}) for sha256 in (one, other)]
            words = [_words(part, content) for content in held]
            if one and other and words[0] == words[1]:
                unchanged += 1
                continue
            kind = str((held[1] or held[0]).get("type", ""))
            parts.append(_compared(part_id, kind, *words, is_added=not one, is_removed=not other))
    return ComparisonView(before=old[0], after=new[0], parts=tuple(parts), unchanged=unchanged)


def held_in(content: Mapping[str, Any], key: str) -> dict[UUID, str]:
    """Of a lesson's state: the hash of each of its blocks or questions."""
    entries = cast("list[dict[str, str]]", content.get(key, []))
    return {UUID(entry["id"]): entry["sha256"] for entry in entries}


def _in_order(before: Mapping[UUID, str], after: Mapping[UUID, str]) -> list[UUID]:
    """As the later state has them; what it lost stands behind what it stood behind."""
    order = list(after)
    last: UUID | None = None
    for part_id in before:
        if part_id not in after:
            order.insert(order.index(last) + 1 if last else 0, part_id)
        last = part_id
    return order


def _words(part: Part, content: dict[str, Any]) -> str:
    if not content:
        return ""
    kind: TypeAdapter[Any] = QUESTION if part is Part.QUESTION else BLOCK
    return plain_lines(kind.validate_python(content))


def _compared(
    part_id: UUID,
    kind: str,
    before: str,
    after: str,
    *,
    is_added: bool = False,
    is_removed: bool = False,
) -> ComparedPart:
    return ComparedPart(
        part_id=part_id,
        kind=kind,
        is_added=is_added,
        is_removed=is_removed,
        pieces=compare_words(before, after),
    )
