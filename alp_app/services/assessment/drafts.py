"""A question while somebody writes it: tried out with every change, then kept."""

import asyncio
from collections.abc import Iterator

from alp_app.kit.errors import AppError
from alp_app.kit.forms import FormIncomplete, read_form
from alp_app.kit.ids import AssetId, BlockId, CourseId, QuestionId, read_id
from alp_app.models.questions import AnyQuestion, ParametrisedQuestion, Picture
from alp_app.services.assessment import commands, quizzes
from alp_app.services.assessment.asking import without_key
from alp_app.services.assessment.bank import get_bank_question
from alp_app.services.assessment.bank_inputs import QuestionInput
from alp_app.services.assessment.checks import SAMPLES, problems_of
from alp_app.services.assessment.draft_views import ProblemView, SampleView, Trial
from alp_app.services.assessment.expressions import NotComputable
from alp_app.services.assessment.pictures import picture_for
from alp_app.services.assessment.revealing import key_lines
from alp_app.services.assessment.sheet_reading import Form, question_of
from alp_app.services.assessment.sheets import QuestionSheet, sheet_of
from alp_app.services.assessment.variants import NoVariant, resolved, shown, variant
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.courses.markup import inline_html, plain
from alp_app.services.courses.views import ChangeView
from alp_app.unit_of_work import Reader, UnitOfWork

SHOWN_SAMPLES = 3


async def open_sheet(reader: Reader, course_id: CourseId, question_id: QuestionId) -> QuestionSheet:
    """The form of a question of the bank, filled in."""
    found = await get_bank_question(reader, course_id, question_id)
    sheet = sheet_of(found.content)
    place = {"name": found.name, "category": found.category, "tags": ", ".join(found.tags)}
    return QuestionSheet(sheet.kind, {**sheet.fields, **place}, sheet.rows)


async def try_out(
    reader: Reader, course_id: CourseId, form: Form, question_id: QuestionId | None = None
) -> Trial:
    """What a learner would see of the form as it stands, and what stands in the way."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    try:
        question = await _question(reader, course_id, form, question_id)
    except AppError as refusal:
        return Trial(missing=str(refusal.facts.get("problem", "")) or refusal.message)
    return await asyncio.to_thread(_tried, question)


async def keep(
    work: UnitOfWork,
    course_id: CourseId,
    form: Form,
    *,
    question_id: QuestionId | None = None,
    block_id: BlockId | None = None,
) -> ChangeView:
    """Save the form: a change of a question, or a new one, for a quiz where `block_id` names one.

    Raises FormIncomplete, QuestionUnusable or MarkedByPeople.
    """
    content = await _question(work, course_id, form, question_id)
    question: QuestionInput = read_form(
        QuestionInput,
        {
            "content": content,
            "name": form.get("name", ""),
            "category": form.get("category", ""),
            "tags": [tag.strip() for tag in form.get("tags", "").split(",") if tag.strip()],
        },
    )
    if question_id:
        return await commands.change_bank_question(work, course_id, question_id, question=question)
    if block_id:
        return await quizzes.add_quiz_question(work, block_id, question=question)
    return await commands.add_bank_question(work, course_id, question=question)


async def _question(
    reader: Reader, course_id: CourseId, form: Form, question_id: QuestionId | None
) -> AnyQuestion:
    before = None
    if question_id:
        before = (await get_bank_question(reader, course_id, question_id)).content
        if before.type != form.get("type"):
            before = None
    return question_of(form, before, await _picture(reader, course_id, form))


async def _picture(reader: Reader, course_id: CourseId, form: Form) -> Picture | None:
    asset_id = form.get("asset_id")
    if not asset_id:
        return None
    alt = form.get("alt", "").strip()
    if not alt:
        raise FormIncomplete("describe the picture for those who cannot see it")
    return await picture_for(reader, course_id, AssetId(read_id(asset_id)), alt=alt)


def _tried(question: AnyQuestion) -> Trial:
    problems = tuple(
        ProblemView(
            key=problem.key,
            detail=problem.detail,
            variants=problem.variants if problem.seed is not None else 0,
        )
        for problem in problems_of(question)
    )
    try:
        asked = without_key(resolved(question, 0), 0)
    except (NoVariant, NotComputable):
        return Trial(problems=problems)
    return Trial(
        question=asked.model_dump(mode="json"),
        problems=problems,
        samples=tuple(_samples(question)),
        sampled=SAMPLES if isinstance(question, ParametrisedQuestion) else 0,
    )


def _samples(question: AnyQuestion) -> Iterator[SampleView]:
    if not isinstance(question, ParametrisedQuestion):
        return
    for seed in range(SHOWN_SAMPLES):
        try:
            sample = variant(question, seed)
        except (NoVariant, NotComputable):
            continue
        lines = key_lines(sample.question)
        yield SampleView(
            values=", ".join(f"{name} = {shown(value)}" for name, value in sample.values.items()),
            stem_html=inline_html(sample.question.stem),
            answer="; ".join(plain(line.text) for line in lines if line.is_right),
        )
