"""What authors see of the support of a lesson's sentences."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel import col, func, select

from alp_app.jobspecs.evidence import CheckSupport
from alp_app.kit.ids import BlockId, CourseId, LessonId, SourceId, UserId
from alp_app.models.account import User
from alp_app.models.content import Citation, Sentence, Writer
from alp_app.models.job import ENDED, Job
from alp_app.models.source import Source
from alp_app.services.courses.access import (
    Purpose,
    blocks_of,
    course_for,
    lesson_for,
    lessons_of,
)
from alp_app.services.courses.errors import PartNotFound
from alp_app.services.courses.markup import plain
from alp_app.services.courses.queries import has_sources
from alp_app.services.courses.sentences import join_sentences, paragraphs_in, sentences_in
from alp_app.services.evidence.support_views import (
    LessonEvidence,
    PlaceView,
    SentenceEvidence,
    State,
    WaitingSentence,
)
from alp_app.services.sources.rules import source_place_href
from alp_app.unit_of_work import Reader

WAITING: tuple[State, ...] = ("unsupported", "weak", "unchecked")
"""States that wait for a person's word, those first that keep a lesson from its learners."""


async def list_waiting(reader: Reader, course_id: CourseId) -> tuple[WaitingSentence, ...]:
    """What waits for a person in a draft that has sources, lesson by lesson."""
    course = await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    if not await has_sources(reader, course.id):
        return ()
    is_checking = await is_being_checked(reader, course.id)
    found: list[WaitingSentence] = []
    for lesson in await lessons_of(reader.session, course.id):
        here = [
            WaitingSentence(id=sentence.id, lesson_id=lesson.id, state=state)
            for block in await blocks_of(reader.session, lesson.id)
            for sentence in sentences_in(block.content)
            if (state := state_of(sentence, is_checking=is_checking)) in WAITING
        ]
        found += sorted(here, key=lambda item: WAITING.index(item.state))
    return tuple(found)


async def get_lesson_evidence(reader: Reader, lesson_id: LessonId) -> LessonEvidence:
    course, lesson = await lesson_for(reader.session, reader.actor, lesson_id, for_update=False)
    is_checking = await is_being_checked(reader, course.id)
    found = [
        (block.id, paragraph, at)
        for block in await blocks_of(reader.session, lesson.id)
        for paragraph in paragraphs_in(block.content)
        for at in range(len(paragraph))
    ]
    titles = await _titles(reader, course.id)
    names = await _names(reader, [paragraph[at] for _, paragraph, at in found])
    sentences = tuple(
        _view(block_id, paragraph, at, titles, names, is_checking=is_checking)
        for block_id, paragraph, at in found
    )
    return LessonEvidence(
        lesson_id=lesson.id,
        has_sources=await has_sources(reader, course.id),
        is_checking=is_checking,
        counts=dict(Counter(sentence.state for sentence in sentences)),
        sentences=sentences,
    )


async def get_sentence_evidence(
    reader: Reader, lesson_id: LessonId, sentence_id: UUID
) -> SentenceEvidence:
    """Raises PartNotFound."""
    lesson = await get_lesson_evidence(reader, lesson_id)
    for sentence in lesson.sentences:
        if sentence.id == sentence_id:
            return sentence
    raise PartNotFound("sentence")


async def is_being_checked(reader: Reader, course_id: CourseId) -> bool:
    statement = select(func.count()).where(
        col(Job.course_id) == course_id,
        col(Job.kind) == CheckSupport.kind,
        col(Job.state).not_in(ENDED),
    )
    return bool(await reader.session.scalar(statement))


def state_of(sentence: Sentence, *, is_checking: bool) -> State:
    if sentence.support is not None:
        return sentence.support.verdict.value
    is_own = sentence.origin.writer is Writer.HUMAN
    if is_checking and (sentence.citations or not is_own):
        return "checking"
    return "own" if is_own else "unchecked"


def _view(
    block_id: BlockId,
    paragraph: list[Sentence],
    at: int,
    titles: Mapping[SourceId, str],
    names: Mapping[UserId, str],
    *,
    is_checking: bool,
) -> SentenceEvidence:
    sentence = paragraph[at]
    support = sentence.support
    nearest = support.nearest if support else None
    cited = nearest or next((item for item in sentence.citations if item.source_id), None)
    return SentenceEvidence(
        id=sentence.id,
        block_id=block_id,
        text=plain(sentence.text),
        source_text=sentence.text,
        state=state_of(sentence, is_checking=is_checking),
        is_by_model=sentence.origin.writer is Writer.MODEL,
        score=support.score if support else 0.0,
        method=support.method if support else "",
        checked_at=support.checked_at if support else None,
        doubts=tuple(support.doubts) if support else (),
        missing=tuple(support.missing) if support else (),
        accepted_by=names.get(support.accepted_by, "") if support and support.accepted_by else "",
        place=_place(cited, titles) if cited else None,
        before=plain(join_sentences(paragraph[:at])),
        after=plain(join_sentences(paragraph[at + 1 :])),
    )


def _place(citation: Citation, titles: Mapping[SourceId, str]) -> PlaceView | None:
    if citation.source_id is None:
        return None
    return PlaceView(
        source_id=citation.source_id,
        title=titles.get(citation.source_id, citation.reference),
        page=citation.page,
        quote=citation.quote,
        passage_id=citation.passage_id,
        href=source_place_href(
            citation.source_id,
            page=citation.page,
            passage_id=citation.passage_id,
            quote=citation.quote,
        ),
    )


async def _titles(reader: Reader, course_id: CourseId) -> dict[SourceId, str]:
    """Names of the course's files, deleted ones too: what was cited from them stays cited."""
    statement = select(col(Source.id), col(Source.filename)).where(
        col(Source.course_id) == course_id
    )
    return dict((await reader.session.execute(statement)).all())


async def _names(reader: Reader, sentences: Sequence[Sentence]) -> dict[UserId, str]:
    ids = {item.support.accepted_by for item in sentences if item.support}
    statement = select(col(User.id), col(User.display_name)).where(
        col(User.id).in_([item for item in ids if item])
    )
    return dict((await reader.session.execute(statement)).all())
