"""What authors, and the jobs that write for them, can see of proposals."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel import col, select

from alp_app.kit.ids import BlockId, CourseId, ProposalId, SourceId
from alp_app.models.assessment import Question, QuestionVersion
from alp_app.models.asset import Asset
from alp_app.models.content import BlockContent, FigureBlock, HeadingBlock, Sentence
from alp_app.models.course import Lesson
from alp_app.models.job import ENDED
from alp_app.models.questions import AnyQuestion
from alp_app.models.revision import BlockWording, Part, Proposal, ProposalState, Wording
from alp_app.models.source import Source
from alp_app.services.courses.access import Purpose, block_for, blocks_of, course_for
from alp_app.services.operations.errors import JobNotFound
from alp_app.services.operations.queries import get_job
from alp_app.services.operations.views import JobView
from alp_app.services.revisions.access import proposal_for
from alp_app.services.revisions.differences import compare_words
from alp_app.services.revisions.rules import instruction_for, text_of
from alp_app.services.revisions.showing import (
    changed_sentences,
    human_sentences,
    plain_lines,
    sentences_of,
)
from alp_app.services.revisions.views import (
    GroundView,
    PartChangeView,
    PictureView,
    ProposalView,
    Task,
)
from alp_app.unit_of_work import Reader

MOST_PROPOSALS = 200
LESSON_WORDS = 600
"""Of a lesson, shown to whoever writes one of its questions again."""
SHOWN = (ProposalState.WRITING, ProposalState.PENDING, ProposalState.STALE)


async def get_proposal(reader: Reader, proposal_id: ProposalId) -> ProposalView:
    _, proposal = await proposal_for(reader.session, reader.actor, proposal_id, for_update=False)
    return await _view(reader, proposal)


async def list_proposals(reader: Reader, course_id: CourseId) -> list[ProposalView]:
    """Those of a course that are being written or wait for a decision, the oldest first; at most
    MOST_PROPOSALS."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    statement = (
        select(Proposal)
        .where(col(Proposal.course_id) == course_id, col(Proposal.state).in_(SHOWN))
        .order_by(col(Proposal.id))
        .limit(MOST_PROPOSALS)
    )
    found = (await reader.session.scalars(statement)).all()
    return [await _view(reader, proposal) for proposal in found]


async def list_sentences(reader: Reader, block_id: BlockId) -> list[Sentence]:
    """Those of one block, to choose from."""
    _, _, block = await block_for(reader.session, reader.actor, block_id, for_update=False)
    return sentences_of(block.content)


async def find_task(reader: Reader, proposal_id: ProposalId) -> Task | None:
    """What a job is to write; None when nobody waits for it any more."""
    course, proposal = await proposal_for(
        reader.session, reader.actor, proposal_id, for_update=False
    )
    if proposal.state is not ProposalState.WRITING:
        return None
    lesson = await reader.session.get(Lesson, proposal.lesson_id) if proposal.lesson_id else None
    before, after = await _neighbours(reader, proposal)
    return Task(
        proposal_id=proposal.id,
        course_id=course.id,
        lesson_id=proposal.lesson_id,
        part=proposal.part,
        part_id=proposal.part_id,
        instruction=instruction_for(proposal.preset, proposal.instruction),
        base=proposal.base,
        course=course.title,
        lesson=lesson.title if lesson else course.title,
        audience=course.audience,
        level=course.level,
        language=course.language,
        before=before,
        after=after,
        is_direct=proposal.is_direct,
    )


async def find_description(reader: Reader, proposal_id: ProposalId) -> FigureBlock | None:
    """The figure that a proposal is to draw, once it is described."""
    _, proposal = await proposal_for(reader.session, reader.actor, proposal_id, for_update=False)
    return described_figure(proposal)


def described_figure(proposal: Proposal) -> FigureBlock | None:
    content = proposal.wording.blocks[0].content if proposal.wording else None
    return content if isinstance(content, FigureBlock) else None


async def current_wording(reader: Reader, question: Question) -> Wording:
    """What a question asks now."""
    version = await reader.session.get(QuestionVersion, question.current_version_id)
    return Wording(question=version.content if version else None)


async def _neighbours(reader: Reader, proposal: Proposal) -> tuple[str, str]:
    """The texts in front of a block and behind it; a heading counts. For a question, the beginning of
    its lesson."""
    if proposal.lesson_id is None or proposal.block_id is None:
        return "", ""
    blocks = await blocks_of(reader.session, proposal.lesson_id)
    if proposal.part is Part.QUESTION:
        words = " ".join(text_of(item.content) for item in blocks).split()
        return " ".join(words[:LESSON_WORDS]), ""
    places = [place for place, item in enumerate(blocks) if item.id == proposal.block_id]
    if not places:
        return "", ""
    before = [text_of(item.content) for item in blocks[: places[0]]]
    after = [text_of(item.content) for item in blocks[places[0] + 1 :]]
    return next(filter(None, reversed(before)), ""), next(filter(None, after), "")


async def _view(reader: Reader, proposal: Proposal) -> ProposalView:
    job = await _job(reader, proposal)
    wording = proposal.wording
    is_shown = wording is not None and proposal.state is not ProposalState.WRITING
    error = job.error if job and proposal.state is ProposalState.WRITING else None
    return ProposalView(
        id=proposal.id,
        course_id=proposal.course_id,
        lesson_id=proposal.lesson_id,
        block_id=proposal.block_id,
        part=proposal.part,
        part_id=proposal.part_id,
        preset=proposal.preset,
        instruction=proposal.instruction,
        state=proposal.state,
        changes=await _changes(reader, proposal.base, wording) if wording and is_shown else (),
        job_id=job.id if job else None,
        job_state=job.state if job else None,
        is_given_up=proposal.state is ProposalState.WRITING
        and job is not None
        and job.state in ENDED,
        before=job.before if job else None,
        message=job.message if job else None,
        error_code=error.code if error else "",
        error_message=error.message if error else "",
        error_hint=error.hint if error else "",
        model=_model_of(proposal.base, wording) if wording else "",
        manifest_ids=tuple(proposal.manifest_ids),
        change_id=proposal.change_id,
        created_at=proposal.created_at,
    )


async def _job(reader: Reader, proposal: Proposal) -> JobView | None:
    if proposal.job_id is None:
        return None
    try:
        return (await get_job(reader, proposal.job_id)).job
    except JobNotFound:
        return None


def _model_of(base: Wording, wording: Wording) -> str:
    """Who wrote what is new in it."""
    if wording.question is not None:
        return wording.question.origin.model
    for before, item in zip(base.blocks, wording.blocks, strict=True):
        for sentence in changed_sentences(before.content, item.content):
            if sentence.origin.model:
                return sentence.origin.model
    return ""


async def _changes(reader: Reader, base: Wording, wording: Wording) -> tuple[PartChangeView, ...]:
    if base.question is not None and wording.question is not None:
        return (_question_change(base.question, wording.question),)
    names = await _source_names(reader, wording)
    assets = await _assets(reader, base, wording)
    return tuple(
        _block_change(before, after, names, assets)
        for before, after in zip(base.blocks, wording.blocks, strict=True)
        if before.content != after.content
    )


def _question_change(before: AnyQuestion, after: AnyQuestion) -> PartChangeView:
    old, new = plain_lines(before), plain_lines(after)
    return PartChangeView(
        block_id=None,
        kind=after.type,
        is_new=False,
        is_removed=False,
        before=old,
        after=new,
        pieces=compare_words(old, new),
        kept=(),
        grounds=(),
    )


def _block_change(
    before: BlockWording,
    after: BlockWording,
    names: Mapping[SourceId, str],
    assets: Mapping[UUID, Asset],
) -> PartChangeView:
    old = plain_lines(before.content) if before.content else ""
    new = plain_lines(after.content) if after.content else ""
    shown = after.content or before.content or HeadingBlock(text="")
    return PartChangeView(
        block_id=after.id,
        kind=shown.type,
        is_new=before.content is None,
        is_removed=after.content is None,
        before=old,
        after=new,
        pieces=compare_words(old, new),
        kept=tuple(item.text for item in human_sentences(before.content)),
        grounds=tuple(
            _ground(item, names) for item in changed_sentences(before.content, after.content)
        ),
        picture_before=_picture(before.content, assets),
        picture_after=_picture(after.content, assets),
    )


def _ground(sentence: Sentence, names: Mapping[SourceId, str]) -> GroundView:
    return GroundView(
        sentence_id=sentence.id,
        text=sentence.text,
        sources=tuple(
            ", ".join(
                filter(
                    None,
                    (
                        names.get(item.source_id, "") if item.source_id else item.reference,
                        str(item.page) if item.page else item.place,
                    ),
                )
            )
            for item in sentence.citations
        ),
        quotes=tuple(item.quote for item in sentence.citations),
        support=sentence.support,
    )


def _picture(content: BlockContent | None, assets: Mapping[UUID, Asset]) -> PictureView | None:
    if not isinstance(content, FigureBlock) or content.asset_id is None:
        return None
    asset = assets.get(content.asset_id)
    return PictureView(
        src=f"/media/{content.asset_id}/original",
        alt=content.alt,
        maker=asset.maker if asset else "",
        is_placeholder=asset.is_placeholder if asset else False,
    )


async def _source_names(reader: Reader, wording: Wording) -> dict[SourceId, str]:
    cited = {
        citation.source_id
        for item in wording.blocks
        for sentence in changed_sentences(None, item.content)
        for citation in sentence.citations
        if citation.source_id
    }
    if not cited:
        return {}
    rows = await reader.session.execute(
        select(Source.id, Source.filename).where(
            col(Source.id).in_(cited), col(Source.organisation_id) == reader.organisation_id
        )
    )
    return {SourceId(row[0]): row[1] for row in rows}


async def _assets(reader: Reader, *sides: Wording) -> dict[UUID, Asset]:
    shown: Sequence[UUID] = [
        item.content.asset_id
        for side in sides
        for item in side.blocks
        if isinstance(item.content, FigureBlock) and item.content.asset_id
    ]
    if not shown:
        return {}
    found = await reader.session.scalars(select(Asset).where(col(Asset.id).in_(shown)))
    return {asset.id: asset for asset in found}
