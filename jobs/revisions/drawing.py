"""Drawing a figure again: described by a text engine, drawn by an image engine. The old picture stays
until a person accepts the new one."""

from alp_app.jobspecs.revisions import DescribeFigure, DrawFigure, RedrawFigure
from alp_app.kit.text import shorten, slugify
from alp_app.models.content import FigureBlock
from alp_app.services.generation.cleaning import clean
from alp_app.services.revisions.drafts import FigureDraft
from alp_app.services.revisions.keeping import keep_description, keep_makings, keep_picture
from alp_app.services.revisions.queries import find_description, find_task
from alp_app.services.revisions.views import Task
from alp_app.unit_of_work import UnitOfWork
from jobs.context import Child, JobContext
from jobs.generation.asking import WrittenDraft, ask
from jobs.generation.illustrating import DrawnPicture, draw_picture, record_picture

LONGEST_NEIGHBOUR = 400


async def redraw_figure(context: JobContext, spec: RedrawFigure) -> None:
    stages = [
        Child("describe", DescribeFigure(course_id=spec.course_id, proposal_id=spec.proposal_id)),
        Child("draw", DrawFigure(course_id=spec.course_id, proposal_id=spec.proposal_id)),
    ]
    await context.plan([stage.stage for stage in stages])
    for stage in stages:
        await context.run_children([stage])


async def describe_figure(context: JobContext, spec: DescribeFigure) -> None:
    async with context.reader() as reader:
        task = await find_task(reader, spec.proposal_id)
    if task is None:
        return
    await context.plan(["describe"])
    await context.step(
        "describe",
        lambda: _describe(context, task),
        returns=WrittenDraft,
        save=lambda work, made: _keep_description(work, spec, made),
    )


async def _describe(context: JobContext, task: Task) -> WrittenDraft:
    await context.progress(0.1, "revisions.describing")
    figure = _figure(task)
    return await ask(
        context,
        "revisions/figure",
        FigureDraft,
        {
            "lesson": task.lesson,
            "audience": task.audience,
            "language": task.language,
            "before": shorten(task.before, LONGEST_NEIGHBOUR),
            "after": shorten(task.after, LONGEST_NEIGHBOUR),
            "alt": figure.alt,
            "prompt": figure.prompt,
            "instruction": task.instruction,
        },
    )


async def _keep_description(work: UnitOfWork, spec: DescribeFigure, made: WrittenDraft) -> None:
    draft = FigureDraft.model_validate(made.draft)
    if await keep_makings(work, spec.proposal_id, [made.making]) is not None:
        await keep_description(
            work, spec.proposal_id, alt=clean(draft.alt), prompt=clean(draft.picture)
        )


async def draw_figure(context: JobContext, spec: DrawFigure) -> None:
    async with context.reader() as reader:
        task = await find_task(reader, spec.proposal_id)
        described = await find_description(reader, spec.proposal_id)
    if task is None or described is None:
        return
    await context.plan(["draw"])
    await context.step(
        "draw",
        lambda: draw_picture(context, task.lesson, described.prompt, number=1, total=1),
        returns=DrawnPicture,
        save=lambda work, drawn: _keep_picture(context, work, spec, task, drawn),
    )


async def _keep_picture(
    context: JobContext, work: UnitOfWork, spec: DrawFigure, task: Task, drawn: DrawnPicture
) -> None:
    if await keep_makings(work, spec.proposal_id, []) is None:
        return
    asset_id = await record_picture(context, work, task.course_id, slugify(task.lesson), drawn)
    await keep_picture(work, spec.proposal_id, asset_id, drawn.making.id)


def _figure(task: Task) -> FigureBlock:
    [block] = task.base.blocks
    if not isinstance(block.content, FigureBlock):
        raise TypeError(f"block {block.id} is not a figure")
    return block.content
