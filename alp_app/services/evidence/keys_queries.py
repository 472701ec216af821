"""Reads the evidence for answer keys, for who may edit their course."""

from collections.abc import Sequence

from sqlmodel import col, select

from alp_app.kit.ids import CourseId, LessonId, QuestionId, UserId
from alp_app.models.account import User
from alp_app.models.assessment import Question, QuestionVersion
from alp_app.models.content import BlockContent, QuizBlock, Writer
from alp_app.models.course import Block, Lesson
from alp_app.models.keys import KeyCheck
from alp_app.models.manifest import Manifest
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.courses.errors import PartNotFound
from alp_app.services.courses.gradable import verdicts_on
from alp_app.services.courses.reading import plain_text
from alp_app.services.evidence.keys_views import BankedKey, KeyCheckView, KeyToCheck, KeyView
from alp_app.unit_of_work import Reader


async def get_key(reader: Reader, course_id: CourseId, question_id: QuestionId) -> KeyView:
    """Raises CourseNotFound or PartNotFound."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    found = await _banked(reader, course_id, [question_id])
    if not found:
        raise PartNotFound("question")
    [(_, version)] = found
    statement = (
        select(KeyCheck)
        .where(
            col(KeyCheck.question_version_id) == version.id, col(KeyCheck.withdrawn_at).is_(None)
        )
        .order_by(col(KeyCheck.id).desc())
    )
    checks = (await reader.session.scalars(statement)).all()
    origin = version.content.origin
    people = {check.decided_by for check in checks} | {origin.edited_by}
    names = await _names(reader, [each for each in people if each])
    is_by_model = origin.writer is Writer.MODEL
    author = origin.model if is_by_model else names.get(origin.edited_by, "")
    return KeyView(
        course_id=course_id,
        question_id=question_id,
        version_id=version.id,
        verdict=(await verdicts_on(reader, [version.id]))[version.id],
        is_by_model=is_by_model,
        author=author,
        checks=tuple(
            KeyCheckView(
                id=check.id,
                verdict=check.verdict,
                found=check.found,
                reasons=tuple(check.reasons),
                evidence=check.evidence,
                method=check.method,
                note=check.note,
                decided_by=names.get(check.decided_by, ""),
                checked_at=check.checked_at,
            )
            for check in checks
        ),
    )


async def list_keys_to_check(
    reader: Reader, course_id: CourseId, question_ids: Sequence[QuestionId]
) -> list[KeyToCheck]:
    """These questions, or all by engines that no check has looked at, the oldest first."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    found = await _banked(reader, course_id, question_ids)
    if not question_ids:
        looked_at = select(col(KeyCheck.question_version_id)).where(
            col(KeyCheck.course_id) == course_id, col(KeyCheck.withdrawn_at).is_(None)
        )
        seen = set((await reader.session.scalars(looked_at)).all())
        found = [
            (question, version)
            for question, version in found
            if version.content.origin.writer is Writer.MODEL and version.id not in seen
        ]
    engines = await _engines(reader, [version for _, version in found])
    return [
        KeyToCheck(
            question_id=question.id,
            version_id=version.id,
            content=version.content,
            author_engine=engines.get(version.content.origin.manifest_id, ""),
        )
        for question, version in found
    ]


async def list_bank_keys(reader: Reader, course_id: CourseId) -> list[BankedKey]:
    """The present wording of every question of the bank, the oldest first."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    return [
        BankedKey(question_id=question.id, content=version.content)
        for question, version in await _banked(reader, course_id, ())
    ]


async def _banked(
    reader: Reader, course_id: CourseId, question_ids: Sequence[QuestionId]
) -> list[tuple[Question, QuestionVersion]]:
    statement = (
        select(Question, QuestionVersion)
        .join(QuestionVersion, col(QuestionVersion.id) == col(Question.current_version_id))
        .where(col(Question.course_id) == course_id, col(Question.deleted_at).is_(None))
        .order_by(col(Question.id))
    )
    if question_ids:
        statement = statement.where(col(Question.id).in_(question_ids))
    return [(row[0], row[1]) for row in (await reader.session.execute(statement)).all()]


async def _engines(reader: Reader, versions: Sequence[QuestionVersion]) -> dict[object, str]:
    made = [version.content.origin.manifest_id for version in versions]
    statement = select(Manifest).where(col(Manifest.id).in_([each for each in made if each]))
    return {row.id: row.making.engine for row in await reader.session.scalars(statement)}


async def _names(reader: Reader, user_ids: Sequence[UserId]) -> dict[object, str]:
    statement = select(User).where(
        col(User.id).in_(user_ids), col(User.organisation_id) == reader.organisation_id
    )
    return {row.id: row.display_name for row in await reader.session.scalars(statement)}


async def read_lesson_around(reader: Reader, course_id: CourseId, question_id: QuestionId) -> str:
    """The text of the first lesson of the draft that asks a question, plain; empty without one."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    statement = (
        select(Block)
        .join(Lesson, col(Lesson.id) == col(Block.lesson_id))
        .where(
            col(Lesson.course_id) == course_id,
            col(Lesson.deleted_at).is_(None),
            col(Block.deleted_at).is_(None),
        )
        .order_by(col(Lesson.id), col(Block.position), col(Block.id))
    )
    by_lesson: dict[LessonId, list[BlockContent]] = {}
    for block in (await reader.session.scalars(statement)).all():
        by_lesson.setdefault(block.lesson_id, []).append(block.content)
    for contents in by_lesson.values():
        if any(
            isinstance(content, QuizBlock) and question_id in content.question_ids
            for content in contents
        ):
            return plain_text(contents)
    return ""


async def language_of(reader: Reader, course_id: CourseId) -> str:
    """The code of the language that a course is written in."""
    return (await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)).language
