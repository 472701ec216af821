"""Writing a lesson again: say what has to change, write each change, lay them side by side."""

from collections.abc import Sequence
from dataclasses import replace

from pydantic import BaseModel

from alp_app.kit.ids import BlockId, new_uuid
from alp_app.kit.text import shorten
from alp_app.models.content import BlockContent
from alp_app.models.manifest import Making
from alp_app.models.revision import BlockWording, Wording
from alp_app.services.generation.cleaning import clean
from alp_app.services.revisions.drafts import ChangeDraft, LessonPlanDraft
from alp_app.services.revisions.keeping import keep_makings, keep_wording
from alp_app.services.revisions.rules import changes_to_make, text_of
from alp_app.services.revisions.weaving import is_worded
from alp_app.unit_of_work import UnitOfWork
from jobs.generation.asking import WrittenDraft, ask
from jobs.revisions.passages import Desk, write_addition, write_passage

LONGEST_PARAGRAPH = 500
"""Characters of each paragraph that its planner is shown."""


class WrittenBlock(BaseModel):
    """A block written again, a new one, or one that goes."""

    block: BlockWording
    making: Making | None


async def rewrite_lesson(desk: Desk) -> None:
    task = desk.task
    paragraphs = [item for item in task.base.blocks if item.content and is_worded(item.content)]
    plan = await desk.context.step(
        "plan",
        lambda: _plan(desk, paragraphs),
        returns=WrittenDraft,
        save=lambda work, made: _record(work, desk, made.making),
    )
    changes = changes_to_make(LessonPlanDraft.model_validate(plan.draft), paragraphs)
    names = [f"change:{number}" for number in range(1, len(changes) + 1)]
    await desk.context.plan(["plan", *names, "keep"])
    made: list[WrittenBlock] = []
    for number, (name, change) in enumerate(zip(names, changes, strict=True), start=1):
        await desk.context.progress(
            number / (len(changes) + 2), "revisions.writing_part", n=number, of=len(changes)
        )
        made.append(
            await desk.context.step(
                name,
                lambda change=change: _write(desk, paragraphs, change),
                returns=WrittenBlock,
                save=lambda work, one: _record(work, desk, one.making),
            )
        )
    base, wording = side_by_side(task.base, [item.block for item in made])
    await desk.context.step(
        "keep",
        _nothing,
        returns=bool,
        save=lambda work, _: keep_wording(work, task.proposal_id, wording, base),
    )


async def _plan(desk: Desk, paragraphs: Sequence[BlockWording]) -> WrittenDraft:
    await desk.context.progress(0.05, "revisions.planning")
    return await ask(
        desk.context,
        "revisions/lesson",
        LessonPlanDraft,
        {
            "course": desk.task.course,
            "lesson": desk.task.lesson,
            "audience": desk.task.audience,
            "level": desk.task.level.value,
            "language": desk.task.language,
            "paragraphs": [shorten(_words(item.content), LONGEST_PARAGRAPH) for item in paragraphs],
            "instruction": desk.instruction,
        },
    )


async def _write(
    desk: Desk, paragraphs: Sequence[BlockWording], change: ChangeDraft
) -> WrittenBlock:
    place = change.paragraph - 1
    block = paragraphs[place]
    if change.change == "remove":
        return WrittenBlock(block=block.model_copy(update={"content": None}), making=None)
    at = replace(
        desk,
        instruction=f"{desk.instruction} {clean(change.what)}".strip(),
        before=_words(paragraphs[place - 1].content) if place else "",
        after=_words(paragraphs[place + 1].content) if place + 1 < len(paragraphs) else "",
    )
    if change.change == "add":
        text, making = await write_addition(replace(at, before=_words(block.content)))
        new = BlockWording(id=BlockId(new_uuid()), content=text, after=block.id)
        return WrittenBlock(block=new, making=making)
    if block.content is None or not is_worded(block.content):
        raise TypeError(f"block {block.id} has no sentences")
    content, making = await write_passage(at, block.content)
    return WrittenBlock(block=block.model_copy(update={"content": content}), making=making)


def side_by_side(base: Wording, made: Sequence[BlockWording]) -> tuple[Wording, Wording]:
    """Only what changes, in reading order: what is there, and what would be."""
    changed = {item.id: item for item in made if item.after is None}
    added = {item.after: item for item in made if item.after is not None}
    before: list[BlockWording] = []
    after: list[BlockWording] = []
    for block in base.blocks:
        if block.id in changed:
            before.append(block)
            after.append(changed[block.id])
        if block.id in added:
            before.append(added[block.id].model_copy(update={"content": None}))
            after.append(added[block.id])
    return Wording(blocks=before), Wording(blocks=after)


async def _record(work: UnitOfWork, desk: Desk, making: Making | None) -> None:
    if making is not None:
        await keep_makings(work, desk.task.proposal_id, [making])


def _words(content: BlockContent | None) -> str:
    return text_of(content) if content else ""


async def _nothing() -> bool:
    return True
