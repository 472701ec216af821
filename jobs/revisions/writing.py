"""Writing one part of a draft again, as a proposal."""

from pydantic import BaseModel

from alp_app.jobspecs.generation import GenerationSpec
from alp_app.jobspecs.revisions import RewriteAffected, RewritePart
from alp_app.kit.ids import ProposalId
from alp_app.models.manifest import Making
from alp_app.models.questions import ChoiceQuestion
from alp_app.models.revision import Part, Wording
from alp_app.services.generation.drafts import QuestionDraft
from alp_app.services.generation.errors import NoUsableQuestions
from alp_app.services.generation.rules import choice_question
from alp_app.services.revisions.affected import list_standing
from alp_app.services.revisions.keeping import give_up, keep_makings, keep_wording
from alp_app.services.revisions.queries import find_task
from alp_app.services.revisions.views import Task
from alp_app.services.revisions.weaving import is_worded
from alp_app.unit_of_work import UnitOfWork
from jobs.context import JobContext
from jobs.generation.asking import ask
from jobs.generation.material import hashes_of, quoted
from jobs.revisions.lessons import rewrite_lesson
from jobs.revisions.passages import Desk, look_up, write_passage, write_sentence
from providers.contracts.errors import ProviderRefused

QUESTION_TRIES = 4
WARMER = 0.15
"""Each question that cannot be asked raises the temperature: small models repeat themselves."""


class WrittenWording(BaseModel):
    wording: Wording
    making: Making


class Attempt(BaseModel):
    """None: nobody waited for it any more, or the engine gave nothing that can be used."""

    made: WrittenWording | None = None


async def rewrite_part(context: JobContext, spec: RewritePart) -> None:
    """Nothing is written when the proposal was refused or replaced meanwhile."""
    async with context.reader() as reader:
        task = await find_task(reader, spec.proposal_id)
    if task is None:
        return
    desk = _desk(context, spec, task)
    if task.part is Part.LESSON:
        await rewrite_lesson(desk)
        return
    await context.plan(["write"])
    await context.step(
        "write",
        lambda: _write(desk),
        returns=WrittenWording,
        save=lambda work, made: _keep(work, spec.proposal_id, made),
    )


async def rewrite_affected(context: JobContext, spec: RewriteAffected) -> None:
    """One part after another. What an engine cannot write is given up and said; the others go on."""
    total = len(spec.proposal_ids)
    await context.plan([f"part:{proposal_id}" for proposal_id in spec.proposal_ids])
    for number, proposal_id in enumerate(spec.proposal_ids, start=1):
        await context.progress((number - 1) / total, "revisions.writing_part", n=number, of=total)
        await context.step(
            f"part:{proposal_id}",
            lambda proposal_id=proposal_id: _write_one(context, spec, proposal_id),
            returns=Attempt,
            save=lambda work, made, proposal_id=proposal_id: _keep_one(work, proposal_id, made),
        )


async def _write_one(
    context: JobContext, spec: RewriteAffected, proposal_id: ProposalId
) -> Attempt:
    async with context.reader() as reader:
        task = await find_task(reader, proposal_id)
    if task is None:
        return Attempt()
    try:
        return Attempt(made=await _write(_desk(context, spec, task)))
    except (ProviderRefused, NoUsableQuestions) as refusal:
        await context.log("revisions.part_given_up", level="warning", reason=str(refusal))
        return Attempt()


async def _keep_one(work: UnitOfWork, proposal_id: ProposalId, attempt: Attempt) -> None:
    if attempt.made is None:
        await give_up(work, proposal_id)
    else:
        await _keep(work, proposal_id, attempt.made)


def _desk(context: JobContext, spec: GenerationSpec, task: Task) -> Desk:
    return Desk(
        context=context,
        spec=spec,
        task=task,
        instruction=task.instruction,
        before=task.before,
        after=task.after,
    )


async def _keep(work: UnitOfWork, proposal_id: ProposalId, made: WrittenWording) -> None:
    if await keep_makings(work, proposal_id, [made.making]) is not None:
        await keep_wording(work, proposal_id, made.wording)


async def _write(desk: Desk) -> WrittenWording:
    is_question = desk.task.part is Part.QUESTION
    return await (_write_question(desk) if is_question else _write_block(desk))


async def _write_block(desk: Desk) -> WrittenWording:
    [base] = desk.task.base.blocks
    if base.content is None or not is_worded(base.content):
        raise TypeError(f"block {base.id} has no sentences")
    write = write_sentence if desk.task.part is Part.SENTENCE else write_passage
    content, making = await write(desk, base.content)
    made = base.model_copy(update={"content": content})
    return WrittenWording(wording=Wording(blocks=[made]), making=making)


async def _write_question(desk: Desk) -> WrittenWording:
    before = desk.task.base.question
    if not isinstance(before, ChoiceQuestion):
        raise TypeError(f"question {desk.task.part_id} is not a choice")
    passages = await look_up(desk, before.stem)
    async with desk.context.reader() as reader:
        citations = await list_standing(reader, desk.spec.course_id, before.citations)
    await desk.context.progress(0.3, "revisions.writing")
    for variant in range(QUESTION_TRIES):
        answer = await ask(
            desk.context,
            "revisions/question",
            QuestionDraft,
            {
                "lesson": desk.task.lesson,
                "audience": desk.task.audience,
                "language": desk.task.language,
                "text": desk.before,
                "question": before.stem,
                "answers": [option.text for option in before.options],
                "instruction": desk.instruction,
                "passages": quoted(passages),
            },
            chunk_hashes=hashes_of(passages),
            variant=variant,
            warmer=WARMER * variant,
        )
        draft = QuestionDraft.model_validate(answer.draft)
        made = choice_question(draft, answer.origin, citations)
        if made is not None:
            return WrittenWording(wording=Wording(question=made), making=answer.making)
    raise NoUsableQuestions(desk.task.lesson)
