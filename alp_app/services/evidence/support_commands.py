"""What is done about the support of sentences: asking for a check, keeping what it found, and a person's
word for what no source says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from alp_app.jobspecs.evidence import CheckSupport
from alp_app.kit.ids import CourseId, JobId, LessonId
from alp_app.models.content import Sentence, Verdict, Writer
from alp_app.models.course import Course
from alp_app.services.courses.access import Purpose, blocks_of, course_for, lesson_for
from alp_app.services.courses.errors import PartNotFound
from alp_app.services.courses.sentences import sentences_in, with_sentences
from alp_app.services.courses.undo import as_it_was, done
from alp_app.services.courses.views import ChangeView
from alp_app.services.evidence.support_checks import verdict_for
from alp_app.services.evidence.support_errors import NothingAccepted, NothingToAccept
from alp_app.unit_of_work import UnitOfWork

WAITS = frozenset({Verdict.WEAK, Verdict.UNSUPPORTED})


@dataclass(frozen=True, slots=True)
class _Decision:
    """`change` returns the sentence as it is decided, or None where there is nothing to decide."""

    name: str
    change: Callable[[Sentence], Sentence | None]
    nothing: type[NothingToAccept | NothingAccepted]


async def check_lesson(work: UnitOfWork, lesson_id: LessonId, *, has_own: bool = False) -> JobId:
    """Ask for the sentences of a lesson to be held against the sources again. `has_own`: those that
    people wrote, too."""
    course, lesson = await lesson_for(work.session, work.actor, lesson_id)
    return await _ask(work, course, (lesson.id,), has_own=has_own)


async def check_course(work: UnitOfWork, course_id: CourseId) -> JobId:
    """Ask for the sentences of all lessons to be held against the sources again: when those changed."""
    course = await course_for(work.session, work.actor, course_id, Purpose.EDIT, for_update=True)
    return await _ask(work, course, (), has_own=False)


async def keep_support(
    work: UnitOfWork, lesson_id: LessonId, checked: Mapping[UUID, Sentence]
) -> int:
    """Store what a check found, and return of how many sentences. A sentence that was changed or accepted
    meanwhile is left as it is.

    It is no edit: forms that are open can still be saved.
    """
    course, lesson = await lesson_for(work.session, work.actor, lesson_id)
    count = 0
    for block in await blocks_of(work.session, lesson.id):
        kept = {
            sentence.id: sentence.model_copy(
                update={"citations": found.citations, "support": found.support}
            )
            for sentence in sentences_in(block.content)
            if (found := checked.get(sentence.id)) is not None
            and found.text == sentence.text
            and not _is_accepted(sentence)
        }
        if kept:
            block.content = with_sentences(block.content, kept)
            count += len(kept)
    work.record("sentence.checked", lesson.id, course_id=str(course.id), count=count)
    work.notify("course", course_id=course.id)
    return count


async def accept_sentences(
    work: UnitOfWork, lesson_id: LessonId, *, sentence_ids: Sequence[UUID]
) -> ChangeView:
    """Vouch for sentences that the sources do not support: the actor's own knowledge.

    Raises PartNotFound, or NothingToAccept when none of them waits for it.
    """

    def accepted(sentence: Sentence) -> Sentence | None:
        support = sentence.support
        is_own = sentence.origin.writer is Writer.HUMAN
        if support is None or support.verdict not in WAITS or is_own:
            return None
        word = support.model_copy(update={"verdict": Verdict.ACCEPTED, "accepted_by": work.user_id})
        return sentence.model_copy(update={"support": word})

    decision = _Decision("sentence.accepted", accepted, NothingToAccept)
    return await _decide(work, lesson_id, sentence_ids, decision)


async def withdraw_acceptance(
    work: UnitOfWork, lesson_id: LessonId, *, sentence_id: UUID
) -> ChangeView:
    """Take the word for a sentence back; what the check found counts again. Raises PartNotFound or
    NothingAccepted."""

    def withdrawn(sentence: Sentence) -> Sentence | None:
        support = sentence.support
        if support is None or support.verdict is not Verdict.ACCEPTED:
            return None
        verdict = verdict_for(support.score, support.doubts)
        found = support.model_copy(update={"verdict": verdict, "accepted_by": None})
        return sentence.model_copy(update={"support": found})

    decision = _Decision("sentence.acceptance_withdrawn", withdrawn, NothingAccepted)
    return await _decide(work, lesson_id, [sentence_id], decision)


async def _decide(
    work: UnitOfWork,
    lesson_id: LessonId,
    sentence_ids: Sequence[UUID],
    decision: _Decision,
) -> ChangeView:
    course, lesson = await lesson_for(work.session, work.actor, lesson_id)
    wanted = set(sentence_ids)
    before: list[dict[str, Any]] = []
    decided: list[UUID] = []
    known: set[UUID] = set()
    for block in await blocks_of(work.session, lesson.id):
        chosen = [item for item in sentences_in(block.content) if item.id in wanted]
        known.update(item.id for item in chosen)
        changed = {item.id: new for item in chosen if (new := decision.change(item)) is not None}
        if changed:
            before.append(as_it_was(block, "content"))
            block.content = with_sentences(block.content, changed)
            decided.extend(changed)
    if not known:
        raise PartNotFound("sentence")
    if not decided:
        raise decision.nothing
    subject_id = decided[0] if len(decided) == 1 else lesson.id
    return done(work, course, decision.name, subject_id, before)


async def _ask(
    work: UnitOfWork, course: Course, lesson_ids: tuple[LessonId, ...], *, has_own: bool
) -> JobId:
    job_id = await work.request(
        CheckSupport(course_id=course.id, lesson_ids=lesson_ids, has_own=has_own)
    )
    work.record("course.check_requested", course.id, lessons=len(lesson_ids))
    work.notify("course", course_id=course.id)
    return job_id


def _is_accepted(sentence: Sentence) -> bool:
    return sentence.support is not None and sentence.support.verdict is Verdict.ACCEPTED
