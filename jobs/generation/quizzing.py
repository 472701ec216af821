"""Writing the quiz of each lesson with a text engine: for each objective, of several kinds."""

from dataclasses import dataclass, field
from uuid import UUID

from pydantic import BaseModel

from alp_app.jobspecs.generation import GenerationSpec, WriteQuizzes
from alp_app.kit.ids import LessonId
from alp_app.models.manifest import Making, Subject
from alp_app.models.questions import QuestionContent
from alp_app.services.generation import commands, rules
from alp_app.services.generation.errors import NoUsableQuestions
from alp_app.services.generation.question_drafts import DRAFTS, Kind, planned, question_of
from alp_app.services.generation.views import LessonToWrite, Material
from alp_app.services.manifests.commands import record_manifest
from alp_app.unit_of_work import UnitOfWork
from jobs.context import JobContext
from jobs.generation.asking import ask
from jobs.generation.material import material_for, report
from providers.contracts.errors import ProviderRefused

CALLS = 2
"""How often a planned question is asked for; the second time as a plain choice."""
SPARE_CALLS = 4
"""How often more while a lesson has no question at all."""
WARMER = 0.15
"""Each question that cannot be asked raises the temperature: small models repeat themselves."""
TRIES_PER_QUESTION = 2
LESSON_WORDS_FOR_QUIZ = 600
PLAIN: Kind = "single"


class WrittenQuiz(BaseModel):
    questions: list[QuestionContent]
    makings: list[Making]
    """One for each question, in their order."""


@dataclass
class _Writing:
    """A quiz while it is written."""

    questions: list[QuestionContent] = field(default_factory=list[QuestionContent])
    makings: list[Making] = field(default_factory=list[Making])
    calls: int = 0
    refusal: ProviderRefused | None = None


async def write_quizzes(context: JobContext, spec: WriteQuizzes) -> None:
    material = await material_for(context, spec)
    title = rules.words_for(material.brief.language).quiz
    waiting = [lesson for lesson in material.lessons if lesson.text and not lesson.has_quiz]
    await context.plan([f"quiz:{lesson.id}" for lesson in waiting])
    for lesson in waiting:
        await context.step(
            f"quiz:{lesson.id}",
            lambda lesson=lesson: _write_quiz(context, material, lesson),
            returns=WrittenQuiz,
            save=lambda work, written, lesson=lesson: _keep_quiz(
                context, work, spec, lesson.id, written, title=title
            ),
        )


async def _write_quiz(
    context: JobContext, material: Material, lesson: LessonToWrite
) -> WrittenQuiz:
    await report(context, "generation.writing_quiz", material, lesson)
    writing = _Writing()
    plan = planned(lesson.objective_ids, lesson.text, lesson_number=lesson.number)
    for objective_id, kind in plan:
        for asked_for in (kind, PLAIN)[:CALLS]:
            if await _add(context, material, lesson, writing, objective_id, asked_for):
                break
    for _ in range(SPARE_CALLS):
        if writing.questions:
            break
        await _add(context, material, lesson, writing, plan[0][0], PLAIN)
    if not writing.questions:
        raise writing.refusal or NoUsableQuestions(lesson.title)
    return WrittenQuiz(questions=writing.questions, makings=writing.makings)


async def _add(  # noqa: PLR0917 - what is asked about, and where it goes
    context: JobContext,
    material: Material,
    lesson: LessonToWrite,
    writing: _Writing,
    objective_id: UUID | None,
    kind: Kind,
) -> bool:
    """Ask for one question. Returns whether it can be asked."""
    await context.checkpoint()
    asked = [question.stem for question in writing.questions]
    is_true = writing.calls % 2 == 0
    objectives = dict(zip(lesson.objective_ids, lesson.objectives, strict=True))
    inputs = {
        "lesson": lesson.title,
        "text": " ".join(lesson.text.split()[:LESSON_WORDS_FOR_QUIZ]),
        "language": material.brief.language,
        "audience": material.brief.audience,
        "asked": asked,
        "objective": objectives[objective_id] if objective_id else "",
        "kind": kind,
        "truth": "true" if is_true else "false",
    }
    writing.calls += 1
    try:
        written = await ask(
            context,
            "generation/question",
            DRAFTS[kind],
            inputs,
            variant=writing.calls - 1,
            warmer=WARMER * (writing.calls - 1 - len(writing.questions)),
            tries=TRIES_PER_QUESTION,
        )
    except ProviderRefused as refused:
        writing.refusal = refused
        return False
    made = question_of(
        DRAFTS[kind].model_validate(written.draft),
        written.origin,
        objective_id=objective_id,
        is_true=is_true,
        language=material.brief.language,
    )
    if made is None or made.stem in asked:
        return False
    writing.questions.append(made)
    writing.makings.append(written.making)
    return True


async def _keep_quiz(
    context: JobContext,
    work: UnitOfWork,
    spec: GenerationSpec,
    lesson_id: LessonId,
    written: WrittenQuiz,
    *,
    title: str,
) -> None:
    stored = await commands.keep_quiz(work, lesson_id, title=title, questions=written.questions)
    for question_id, making in zip(stored, written.makings, strict=False):
        await record_manifest(
            work,
            spec.course_id,
            making,
            subject=Subject.QUESTION,
            subject_id=question_id,
            job_id=context.job_id,
        )
