"""What a changed source touches: every part of a draft that stands on words which are no longer there.

Passages are compared by the hash of their words. A citation of a passage that a new edition still
holds follows it there; one whose passage is gone or reads differently makes its part affected.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from alp_app.jobspecs.revisions import RewriteAffected
from alp_app.kit.ids import CourseId, QuestionId
from alp_app.models.assessment import Question, QuestionVersion
from alp_app.models.content import BlockContent, Citation, QuizBlock, Writer
from alp_app.models.course import Block, Course, Lesson
from alp_app.models.manifest import Manifest, Subject
from alp_app.models.questions import AnyQuestion
from alp_app.models.revision import BlockWording, Part, Preset, Proposal, Wording
from alp_app.services.courses.access import Purpose, blocks_of, course_for, lessons_of
from alp_app.services.manifests.rules import hash_text
from alp_app.services.revisions import events
from alp_app.services.revisions.errors import NothingAffected
from alp_app.services.revisions.inputs import AffectedWish
from alp_app.services.revisions.rules import can_be_asked_again
from alp_app.services.revisions.showing import sentences_of
from alp_app.services.revisions.views import AffectedPart, AffectedView, StartedRewrite
from alp_app.services.revisions.weaving import is_worded, units_of, with_units
from alp_app.services.sources.queries import list_passages
from alp_app.services.sources.views import PassageView
from alp_app.unit_of_work import Reader, UnitOfWork

MOST_PASSAGES = 20_000


@dataclass(frozen=True, slots=True)
class _Part:
    """An affected part with the rows around it."""

    view: AffectedPart
    base: Wording


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the sources of a course say now."""

    by_hash: Mapping[str, PassageView]

    def is_lost(self, citation: Citation) -> bool:
        return bool(citation.passage_hash) and citation.passage_hash not in self.by_hash

    def followed(self, citation: Citation) -> Citation:
        """The same words where they stand now."""
        passage = self.by_hash.get(citation.passage_hash)
        if passage is None:
            return citation
        return citation.model_copy(
            update={
                "passage_id": passage.id,
                "source_id": passage.source_id,
                "page": passage.page,
            }
        )


async def list_affected(reader: Reader, course_id: CourseId) -> AffectedView:
    """The sentences and questions of a draft that cite, or were made from, words that its sources no
    longer hold."""
    course = await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    found = await _affected(reader, course, await _ground(reader, course_id))
    return AffectedView(
        course_id=course.id,
        parts=tuple(part.view for part in found),
        writable=sum(part.view.is_writable for part in found),
    )


async def rewrite_affected(
    work: UnitOfWork, course_id: CourseId, *, wish: AffectedWish
) -> StartedRewrite:
    """Have the affected parts written again, and nothing else. Citations of words that only moved to
    another edition follow them. Raises NothingAffected."""
    course = await course_for(work.session, work.actor, course_id, Purpose.EDIT, for_update=True)
    ground = await _ground(work, course_id)
    await _follow(work, course, ground)
    wanted = set(wish.part_ids or ())
    chosen = [
        part
        for part in await _affected(work, course, ground)
        if part.view.is_writable and (wish.part_ids is None or part.view.part_id in wanted)
    ]
    if not chosen:
        raise NothingAffected
    asked = [_proposal(work, course, part, is_direct=wish.is_direct) for part in chosen]
    work.session.add_all(asked)
    await work.session.flush()
    ids = tuple(proposal.id for proposal in asked)
    job_id = await work.request(RewriteAffected(course_id=course_id, proposal_ids=ids))
    for proposal in asked:
        proposal.job_id = job_id
    work.record(events.AFFECTED_REQUESTED, course_id, course_id=str(course_id), parts=len(asked))
    work.notify("course", course_id=course_id)
    return StartedRewrite(job_id=job_id, proposal_ids=ids)


async def list_standing(
    reader: Reader, course_id: CourseId, citations: Sequence[Citation]
) -> list[Citation]:
    """Those citations whose words the sources of a course still hold, each named where they stand now.
    For jobs."""
    ground = await _ground(reader, course_id)
    return [ground.followed(item) for item in citations if not ground.is_lost(item)]


def _proposal(work: UnitOfWork, course: Course, part: _Part, *, is_direct: bool) -> Proposal:
    return Proposal(
        organisation_id=work.organisation_id,
        course_id=course.id,
        lesson_id=part.view.lesson_id,
        block_id=part.view.block_id,
        part=part.view.part,
        part_id=part.view.part_id,
        preset=Preset.SOURCE,
        base=part.base,
        is_direct=is_direct,
        requested_by=work.actor.user_id,
    )


async def _ground(reader: Reader, course_id: CourseId) -> _Ground:
    passages = await list_passages(reader, course_id, limit=MOST_PASSAGES)
    # Citations name the hash of the very text, manifests that of the words without their spacing.
    return _Ground(
        {hash_text(passage.text): passage for passage in passages}
        | {passage.sha256: passage for passage in passages}
    )


async def _affected(reader: Reader, course: Course, ground: _Ground) -> list[_Part]:
    found: list[_Part] = []
    for lesson in await lessons_of(reader.session, course.id):
        for block in await blocks_of(reader.session, lesson.id):
            found.extend(_sentences(lesson, block, ground))
            if isinstance(block.content, QuizBlock):
                found.extend(await _questions(reader, lesson, block, ground))
    return found


def _sentences(lesson: Lesson, block: Block, ground: _Ground) -> Iterable[_Part]:
    base = Wording(blocks=[BlockWording(id=block.id, content=block.content)])
    for sentence in sentences_of(block.content):
        lost = [item for item in sentence.citations if ground.is_lost(item)]
        if lost:
            view = AffectedPart(
                part=Part.SENTENCE,
                part_id=sentence.id,
                lesson_id=lesson.id,
                lesson_title=lesson.title,
                block_id=block.id,
                text=sentence.text,
                quotes=tuple(item.quote for item in lost),
                is_writable=sentence.origin.writer is Writer.MODEL,
            )
            yield _Part(view, base)


async def _questions(reader: Reader, lesson: Lesson, block: Block, ground: _Ground) -> list[_Part]:
    if not isinstance(block.content, QuizBlock):
        return []
    statement = (
        select(Question, QuestionVersion)
        .join(QuestionVersion, col(QuestionVersion.id) == col(Question.current_version_id))
        .where(col(Question.id).in_(block.content.question_ids), col(Question.deleted_at).is_(None))
    )
    versions = {
        question.id: version.content
        for question, version in (await reader.session.execute(statement)).all()
    }
    made_from = await _made_from(reader, list(versions))
    return [
        _question(lesson, block, question_id, content, ground)
        for question_id in block.content.question_ids
        if (content := versions.get(question_id)) is not None
        and (
            any(ground.is_lost(item) for item in content.citations)
            or not made_from.get(content.origin.manifest_id, set()) <= ground.by_hash.keys()
        )
    ]


def _question(
    lesson: Lesson, block: Block, question_id: QuestionId, content: AnyQuestion, ground: _Ground
) -> _Part:
    view = AffectedPart(
        part=Part.QUESTION,
        part_id=question_id,
        lesson_id=lesson.id,
        lesson_title=lesson.title,
        block_id=block.id,
        text=content.stem,
        quotes=tuple(item.quote for item in content.citations if ground.is_lost(item)),
        is_writable=content.origin.writer is Writer.MODEL and can_be_asked_again(content),
    )
    return _Part(view, Wording(question=content))


async def _made_from(
    reader: Reader, question_ids: Sequence[QuestionId]
) -> dict[UUID | None, set[str]]:
    """By manifest: the passages that the questions were written from."""
    if not question_ids:
        return {}
    statement = select(Manifest).where(
        col(Manifest.subject) == Subject.QUESTION,
        col(Manifest.subject_id).in_(question_ids),
        col(Manifest.organisation_id) == reader.organisation_id,
    )
    found = (await reader.session.scalars(statement)).all()
    return {row.id: set(row.making.chunk_hashes) for row in found}


async def _follow(work: UnitOfWork, course: Course, ground: _Ground) -> None:
    """Let citations name the edition that holds their words now. No word of the draft changes."""
    for lesson in await lessons_of(work.session, course.id):
        for block in await blocks_of(work.session, lesson.id):
            followed = _followed(block.content, ground)
            if followed != block.content:
                block.content = followed
                block.revision += 1


def _followed(content: BlockContent, ground: _Ground) -> BlockContent:
    if not is_worded(content):
        return content
    units = [
        [
            sentence.model_copy(
                update={"citations": [ground.followed(item) for item in sentence.citations]}
            )
            for sentence in unit
        ]
        for unit in units_of(content)
    ]
    return with_units(content, units)
