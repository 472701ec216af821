"""A course over a real text with questions by an engine: what the tests of checking keys share."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from alp_app.kit.ids import CourseId, QuestionId
from alp_app.kit.text import slugify
from alp_app.models.assessment import Question, QuestionVersion
from alp_app.models.content import Origin, Writer
from alp_app.models.course import Course
from alp_app.models.keys import KeyCheck, KeyVerdict
from alp_app.prompts.loader import load
from alp_app.services.courses.commands import store_question
from alp_app.services.courses.markup import plain
from alp_app.services.courses.sentences import split_sentences
from alp_app.services.generation.question_drafts import DRAFTS, Kind, question_of
from alp_app.services.operations.sample_course import FOLDER, read_lesson
from alp_app.services.sources.commands import add_source
from jobs.registry import HANDLERS
from providers.contracts.embeddings import EmbeddingModel
from providers.contracts.engines import Engine, Providers
from providers.contracts.text import Message, TextModel, TextRequest
from providers.fakes.images import PlaceholderImages
from providers.fakes.scenes import PlaceholderScenes
from providers.structured import complete_json
from tests.jobs.workshop import Workshop

MODEL = Origin(writer=Writer.MODEL, model="engine", prompt="generation/question@2")
SENTENCES_OF_AN_ITEM = 2
NOTES = FOLDER / "sample_sources" / "diesel-particulate-filter-notes.md"


@dataclass(frozen=True)
class Checked:
    """A question after its check."""

    question_id: QuestionId
    stem: str
    verdict: KeyVerdict
    reasons: tuple[str, ...]
    kind: str


def engines(
    workshop: Workshop, text: TextModel, embeddings: EmbeddingModel, *, beside: Sequence[Any] = ()
) -> None:
    """Give the workers these engines, and what the product does with them."""
    workshop.providers = Providers(
        text=text,
        embeddings=embeddings,
        images=PlaceholderImages(),
        scenes=PlaceholderScenes(),
        scanner=None,
        engines=tuple(
            Engine(purpose="text", place=place, engine=engine)
            for place, engine in enumerate((text, *beside), start=1)
        ),
        parts=(),
    )
    workshop.handlers = dict(HANDLERS)


def real_paragraphs() -> list[tuple[str, list[str]]]:
    """The lessons of the sample course, which people wrote: their titles and plain sentences."""
    lessons = [read_lesson(path.name) for path in sorted((FOLDER / "lessons").glob("*.yaml"))]
    found = [
        (lesson.title, [each for block in lesson.blocks for each in _sentences(block)])
        for lesson in lessons
    ]
    parts = re.split(r"^#+ (.+)$", NOTES.read_text(), flags=re.MULTILINE)
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        prose = [part for part in body.split("\n\n") if not re.match(r"[|>#*-]", part)]
        found.append((title, [each for part in prose for each in split_sentences(plain(part))]))
    return found


def _sentences(block: dict[str, Any]) -> Iterator[str]:
    sentences = block.get("sentences") or [each for item in block.get("items", ()) for each in item]
    for sentence in sentences:
        text = plain(sentence if isinstance(sentence, str) else sentence["text"])
        if "$" not in text and text.endswith("."):
            yield from split_sentences(text)


async def make_course(workshop: Workshop, tmp_path: Path, text: str, title: str) -> CourseId:
    """A course with one source, which is read."""
    path = tmp_path / "handbook.md"
    path.write_text(text)
    async with workshop.work() as work:
        course = Course(
            organisation_id=workshop.actor.organisation_id,
            owner_id=workshop.actor.user_id,
            slug=slugify(title),
            title=title,
        )
        work.session.add(course)
        await work.session.flush()
        await add_source(work, workshop.objects, path, course.id, filename=path.name)
    await workshop.drain()
    return course.id


async def write_question(
    engine: TextModel, paragraph: str, kind: Kind, *, lesson: str, turn: int
) -> Any:
    """As generation asks for it, and as it becomes a question."""
    is_true = turn % 2 == 0
    system, user = load("generation/question").render(
        lesson=lesson,
        text=paragraph,
        language="en",
        audience="apprentices",
        asked=[],
        objective="",
        kind=kind,
        truth="true" if is_true else "false",
    )
    request = TextRequest(messages=(Message("system", system), Message("user", user)), seed=turn)
    draft, result, _ = await complete_json(engine, request, DRAFTS[kind])
    origin = Origin(writer=Writer.MODEL, model=result.model, prompt="generation/question@2")
    return question_of(draft, origin, objective_id=None, is_true=is_true, language="en")


async def keep_questions(workshop: Workshop, course_id: CourseId, questions: Sequence[Any]) -> None:
    async with workshop.work() as work:
        for question in questions:
            await store_question(work, course_id, question)


async def checked_keys(workshop: Workshop, course_id: CourseId) -> list[Checked]:
    """The latest check of each question."""
    statement = (
        select(KeyCheck, QuestionVersion)
        .join(QuestionVersion, col(QuestionVersion.id) == col(KeyCheck.question_version_id))
        .join(Question, col(Question.id) == col(KeyCheck.question_id))
        .where(col(Question.course_id) == course_id)
        .order_by(col(KeyCheck.id))
    )
    async with workshop.sessions() as session:
        rows = (await session.execute(statement)).all()
    return [
        Checked(
            question_id=check.question_id,
            stem=version.content.stem,
            verdict=check.verdict,
            reasons=tuple(reason.key for reason in check.reasons),
            kind=version.content.type,
        )
        for check, version in {
            check.question_id: (check, version) for check, version in rows
        }.values()
    ]
