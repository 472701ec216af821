"""Writing questions with a text engine."""

from pydantic import BaseModel

from alp_app.jobspecs.generation import GenerationSpec, WriteQuizzes
from alp_app.kit.ids import LessonId
from alp_app.models.manifest import Making, Subject
from alp_app.models.questions import ChoiceQuestion
from alp_app.services.generation import commands, rules
from alp_app.services.generation.drafts import QuestionDraft
from alp_app.services.generation.errors import NoUsableQuestions
from alp_app.services.generation.views import LessonToWrite, Material
from alp_app.services.manifests.commands import record_manifest
from alp_app.unit_of_work import UnitOfWork
from jobs.context import JobContext
from jobs.generation.asking import ask
from jobs.generation.material import material_for, report
from providers.contracts.errors import ProviderRefused

QUESTIONS_PER_LESSON = 3
QUESTION_CALLS = 5
"""How often one more question is asked for before a lesson is left with those that can be asked."""
MOST_QUESTION_CALLS = 9
"""How often while there is none at all."""
WARMER = 0.15
"""Each question that cannot be asked raises the temperature: small models repeat themselves."""
TRIES_PER_QUESTION = 2
LESSON_WORDS_FOR_QUIZ = 600


class WrittenQuiz(BaseModel):
    questions: list[ChoiceQuestion]
    makings: list[Making]
    """One for each question, in their order."""


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
    questions: list[ChoiceQuestion] = []
    makings: list[Making] = []
    refusal: ProviderRefused | None = None
    for variant in range(MOST_QUESTION_CALLS):
        if len(questions) == QUESTIONS_PER_LESSON or (questions and variant >= QUESTION_CALLS):
            break
        await context.checkpoint()
        inputs = {
            "lesson": lesson.title,
            "text": _first_words(lesson.text, LESSON_WORDS_FOR_QUIZ),
            "language": material.brief.language,
            "audience": material.brief.audience,
            "asked": [question.stem for question in questions],
        }
        try:
            written = await ask(
                context,
                "generation/question",
                QuestionDraft,
                inputs,
                variant=variant,
                warmer=WARMER * (variant - len(questions)),
                tries=TRIES_PER_QUESTION,
            )
        except ProviderRefused as refused:
            refusal = refused
            continue
        draft = QuestionDraft.model_validate(written.draft)
        made = rules.choice_question(draft, written.origin, [])
        if made and made.stem not in inputs["asked"]:
            questions.append(made)
            makings.append(written.making)
    if not questions:
        raise refusal or NoUsableQuestions(lesson.title)
    return WrittenQuiz(questions=questions, makings=makings)


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


def _first_words(text: str, limit: int) -> str:
    return " ".join(text.split()[:limit])
