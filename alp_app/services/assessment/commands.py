"""Changes to the question bank of a course. Each can be taken back with the change id it returns."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import AssetId, CourseId, QuestionId
from alp_app.models.assessment import Question, QuestionVersion
from alp_app.models.content import Origin, Writer
from alp_app.models.course import Course
from alp_app.models.questions import AnyQuestion
from alp_app.services.assessment.bank import quizzes_asking
from alp_app.services.assessment.bank_inputs import FileFormat, QuestionInput
from alp_app.services.assessment.bank_views import ImportedEntry, ImportView
from alp_app.services.assessment.checks import problems_of
from alp_app.services.assessment.errors import (
    FileNotReadable,
    FileTooLong,
    QuestionInUse,
    QuestionUnusable,
)
from alp_app.services.assessment.exchange.aiken import read_aiken
from alp_app.services.assessment.exchange.gift import read_gift
from alp_app.services.assessment.exchange.moodle_read import read_moodle
from alp_app.services.assessment.exchange.report import Imported, Item, NotReadable, QuestionFile
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.courses.commands import add_version, store_question
from alp_app.services.courses.errors import PartNotFound
from alp_app.services.courses.undo import as_it_was, done
from alp_app.services.courses.views import ChangeView
from alp_app.unit_of_work import UnitOfWork

MOST_IMPORTED = 2000

KeepPicture = Callable[[QuestionFile], Awaitable[AssetId | None]]
"""Makes a picture an asset of the course; None for one that is damaged. See `media.imported`."""


async def add_bank_question(
    work: UnitOfWork, course_id: CourseId, *, question: QuestionInput
) -> ChangeView:
    """Put a question into the bank. No quiz asks it yet. Raises QuestionUnusable."""
    course = await _editable(work, course_id)
    await require_usable(question.content)
    stored = await _stored(work, course_id, question, question.content)
    return done(work, course, "question.added", stored.id, [_unmade(stored)])


async def change_bank_question(
    work: UnitOfWork, course_id: CourseId, question_id: QuestionId, *, question: QuestionInput
) -> ChangeView:
    """Give a question its next version when its content differs, and its place in the bank.

    Answers already given keep the version they were given to. Raises QuestionUnusable.
    """
    course = await _editable(work, course_id)
    stored = await _question(work, course_id, question_id)
    await require_usable(question.content)
    before = as_it_was(stored, "current_version_id", "name", "category", "tags")
    current = await work.session.get_one(QuestionVersion, stored.current_version_id)
    origin = current.content.origin
    if question.content.model_copy(update={"origin": origin}) != current.content:
        version = await add_version(work, stored, by_hand(work, question.content))
        stored.current_version_id = version.id
    place_in_bank(stored, question)
    return done(work, course, "question.changed", stored.id, [before])


async def delete_bank_question(
    work: UnitOfWork, course_id: CourseId, question_id: QuestionId
) -> ChangeView:
    """Take a question out of the bank. Raises QuestionInUse while a quiz asks it."""
    course = await _editable(work, course_id)
    stored = await _question(work, course_id, question_id)
    quizzes = await quizzes_asking(work, stored)
    if quizzes:
        raise QuestionInUse(quizzes)
    before = as_it_was(stored, "deleted_at")
    stored.deleted_at = clock.now()
    return done(work, course, "question.deleted", stored.id, [before])


async def import_questions(
    work: UnitOfWork,
    course_id: CourseId,
    *,
    data: bytes,
    file_format: FileFormat,
    is_dry_run: bool,
    keep_picture: KeepPicture,
) -> ImportView:
    """Read a file of another system into the bank, and report what became of each part of it.

    A dry run changes nothing. Raises FileNotReadable or FileTooLong.
    """
    course = await _editable(work, course_id)
    imported = await asyncio.to_thread(_read, data, file_format)
    if len(imported.items) > MOST_IMPORTED:
        raise FileTooLong(MOST_IMPORTED)
    change = None
    if imported.items and not is_dry_run:
        assets = {old: await keep_picture(file) for old, file in imported.files.items()}
        made = [await _kept(work, course_id, item, assets) for item in imported.items]
        undo = [_unmade(question) for question in made]
        change = done(work, course, "question.imported", course_id, undo)
    return ImportView(
        is_dry_run=is_dry_run,
        questions=tuple(
            ImportedEntry(
                name=item.name,
                type=item.content.type,
                stem=item.content.stem,
                category=item.category,
                tags=item.tags,
                line=item.line,
            )
            for item in imported.items
        ),
        findings=imported.findings,
        change=change,
    )


def _read(data: bytes, file_format: FileFormat) -> Imported:
    readers: Mapping[FileFormat, Callable[[str], Imported]] = {
        FileFormat.GIFT: read_gift,
        FileFormat.AIKEN: read_aiken,
    }
    try:
        if file_format is FileFormat.MOODLE:
            return read_moodle(data)
        return readers[file_format](data.decode())
    except NotReadable as refusal:
        raise FileNotReadable(refusal.line, refusal.problem) from None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FileNotReadable(line, "not UTF-8") from None


async def _kept(
    work: UnitOfWork,
    course_id: CourseId,
    item: Item,
    assets: Mapping[AssetId, AssetId | None],
) -> Question:
    pictures = [
        picture.model_copy(update={"asset_id": assets.get(picture.asset_id)})
        if picture.asset_id
        else picture
        for picture in item.content.pictures
    ]
    content = item.content.model_copy(update={"pictures": pictures})
    given = QuestionInput.model_construct(
        content=content, name=item.name, category=item.category, tags=list(item.tags)
    )
    return await _stored(work, course_id, given, content)


async def _stored(
    work: UnitOfWork, course_id: CourseId, given: QuestionInput, content: AnyQuestion
) -> Question:
    stored = await store_question(work, course_id, by_hand(work, content))
    place_in_bank(stored, given)
    return stored


def place_in_bank(stored: Question, given: QuestionInput) -> None:
    stored.name = given.name
    stored.category = "/".join(part.strip() for part in given.category.split("/") if part.strip())
    stored.tags = list(dict.fromkeys(given.tags))


def by_hand(work: UnitOfWork, content: AnyQuestion) -> AnyQuestion:
    """The content as this person's word, whatever it says of itself."""
    human = Origin(writer=Writer.HUMAN, at=clock.now(), edited_by=work.user_id)
    return content.model_copy(update={"origin": human})


async def require_usable(content: AnyQuestion) -> None:
    """Raises QuestionUnusable for what could not be marked for everybody."""
    problems = await asyncio.to_thread(problems_of, content)
    if problems:
        raise QuestionUnusable(problems[0].key, problems[0].detail)


async def _editable(work: UnitOfWork, course_id: CourseId) -> Course:
    return await course_for(work.session, work.actor, course_id, Purpose.EDIT, for_update=True)


async def _question(work: UnitOfWork, course_id: CourseId, question_id: QuestionId) -> Question:
    statement = select(Question).where(
        col(Question.id) == question_id,
        col(Question.course_id) == course_id,
        col(Question.deleted_at).is_(None),
    )
    found = (await work.session.scalars(statement)).first()
    if found is None:
        raise PartNotFound("question")
    return found


def _unmade(question: Question) -> dict[str, Any]:
    """What takes the making of a question back."""
    values = {"deleted_at": clock.now().isoformat()}
    return {"table": "question", "id": str(question.id), "values": values}
