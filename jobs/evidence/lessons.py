"""Checking what was written: the sentences of whole lessons, or of those that somebody changed."""

from pydantic import BaseModel

from alp_app.jobspecs.evidence import CheckSupport
from alp_app.kit.ids import LessonId
from alp_app.models.content import Sentence, Verdict, Writer
from alp_app.services.courses.errors import PartNotFound
from alp_app.services.courses.queries import get_draft, get_lesson_draft
from alp_app.services.courses.sentences import sentences_in
from alp_app.services.evidence.support_commands import keep_support
from alp_app.unit_of_work import UnitOfWork
from jobs.context import JobContext
from jobs.evidence.support import check_support


class Checked(BaseModel):
    sentences: list[Sentence]


async def check_lessons(context: JobContext, spec: CheckSupport) -> None:
    """One step for each lesson. A lesson that is gone meanwhile is passed over."""
    async with context.reader() as reader:
        draft = await get_draft(reader, spec.course_id)
    language = draft.course.language
    lessons = [lesson for module in draft.modules for lesson in module.lessons]
    wanted = [item for item in lessons if not spec.lesson_ids or item.id in spec.lesson_ids]
    await context.plan([f"lesson:{lesson.id}" for lesson in wanted])
    for number, lesson in enumerate(wanted):
        await context.progress(number / len(wanted), "evidence.checking", title=lesson.title)
        await context.step(
            f"lesson:{lesson.id}",
            lambda lesson=lesson: _check(context, spec, lesson.id, language),
            returns=Checked,
            save=lambda work, checked, lesson=lesson: _keep(work, lesson.id, checked),
        )


async def _check(
    context: JobContext, spec: CheckSupport, lesson_id: LessonId, language: str
) -> Checked:
    try:
        async with context.reader() as reader:
            lesson = await get_lesson_draft(reader, lesson_id)
    except PartNotFound:
        return Checked(sentences=[])
    sentences = [
        sentence
        for block in lesson.blocks
        for sentence in sentences_in(block.content)
        if _is_asked_for(sentence, spec)
    ]
    await check_support(context, spec.course_id, sentences, language=language)
    return Checked(sentences=sentences)


def _is_asked_for(sentence: Sentence, spec: CheckSupport) -> bool:
    if spec.sentence_ids:
        return sentence.id in spec.sentence_ids
    is_own = sentence.origin.writer is Writer.HUMAN
    if spec.is_for_unsaid:
        support = sentence.support
        is_unsaid = support is None or support.verdict is Verdict.UNSUPPORTED
        # Checking what cites an earlier edition would hide that it is affected.
        return is_unsaid and not is_own and not sentence.citations
    return spec.has_own or not is_own or sentence.support is not None


async def _keep(work: UnitOfWork, lesson_id: LessonId, checked: Checked) -> None:
    if checked.sentences:
        await keep_support(work, lesson_id, {item.id: item for item in checked.sentences})
