"""What is held decides no mark: not in lessons, not in tests; and how a person lets it count."""

import pytest
from sqlalchemy import func, select

from alp_app.jobspecs.evidence import CheckKeys
from alp_app.kit.pages import PageRequest
from alp_app.models.assessment import Question
from alp_app.models.exams import Chosen, Drawn, ExamSection
from alp_app.models.job import Job
from alp_app.models.keys import BlindSolution, KeyCheck, KeyEvidence, KeyVerdict, QuoteCheck
from alp_app.runtime import Runtime
from alp_app.services.assessment import bank
from alp_app.services.assessment.bank_inputs import BankFilter, QuestionInput
from alp_app.services.assessment.commands import change_bank_question
from alp_app.services.assessment.inputs import Answer
from alp_app.services.classes import commands as classes
from alp_app.services.classes.inputs import NewClass
from alp_app.services.courses.commands import add_version, undo_change
from alp_app.services.courses.errors import NotReadyToPublish, PartNotFound
from alp_app.services.courses.queries import get_checklist
from alp_app.services.evidence.keys_commands import hold_key, keep_check, vouch_for_key
from alp_app.services.evidence.keys_errors import KeyChangedSince
from alp_app.services.evidence.keys_queries import get_key
from alp_app.services.exams.commands import create_exam, publish_exam
from alp_app.services.exams.errors import QuestionHeld, TooFewQuestions
from alp_app.services.exams.inputs import ExamInput
from alp_app.services.learning.adoption import publish_to_learners
from alp_app.services.learning.attempts import answer_question, start_attempt
from alp_app.services.learning.commands import enrol
from alp_app.services.learning.errors import QuestionWithdrawn
from alp_app.services.learning.queries import get_lesson
from tests.services.evidence.conftest import MODEL, Quizzed
from tests.services.learning.conftest import School
from tests.support.world import act, ask, choice, make_course

PAGE = PageRequest(limit=20)

VERIFIED = KeyEvidence(
    basis="sources",
    has_sources=True,
    blind=[BlindSolution(outcome="agrees", answer="Right 0")] * 3,
    quote=QuoteCheck(outcome="stands", quote="The moon pulls the sea."),
)
DOUBTED = VERIFIED.model_copy(
    update={"blind": [BlindSolution(outcome="differs", answer="Wrong 0")] * 2}
)


async def verdict(product: Runtime, school: School, quizzed: Quizzed) -> KeyVerdict:
    return (
        await ask(product, school.teacher, get_key, quizzed.course.id, quizzed.by_model)
    ).verdict


async def check(
    product: Runtime, school: School, quizzed: Quizzed, evidence: KeyEvidence
) -> KeyVerdict:
    return await act(
        product, school.teacher, keep_check, quizzed.by_model, quizzed.version, evidence
    )


async def test_an_engines_question_is_held_and_a_persons_is_theirs(
    product: Runtime, school: School, quizzed: Quizzed
):
    entries = (
        await ask(product, school.teacher, bank.list_bank, quizzed.course.id, BankFilter(), PAGE)
    ).items
    assert {entry.id: entry.verdict for entry in entries} == {
        quizzed.by_model: KeyVerdict.HELD,
        quizzed.by_person: KeyVerdict.TEACHER_VERIFIED,
    }
    held = BankFilter(verdict=KeyVerdict.HELD)
    found = await ask(product, school.teacher, bank.list_bank, quizzed.course.id, held, PAGE)
    assert [entry.id for entry in found.items] == [quizzed.by_model]
    shelf = await ask(product, school.teacher, bank.get_shelf, quizzed.course.id)
    assert shelf.verdicts == {"held": 1, "teacher_verified": 1}


async def test_evidence_lets_it_count_and_other_evidence_holds_it_again(
    product: Runtime, school: School, quizzed: Quizzed
):
    assert await check(product, school, quizzed, VERIFIED) is KeyVerdict.VERIFIED
    assert await verdict(product, school, quizzed) is KeyVerdict.VERIFIED
    assert await check(product, school, quizzed, DOUBTED) is KeyVerdict.HELD
    key = await ask(product, school.teacher, get_key, quizzed.course.id, quizzed.by_model)
    assert key.verdict is KeyVerdict.HELD
    assert key.author == "Qwen"
    assert [each.verdict for each in key.checks] == [KeyVerdict.HELD, KeyVerdict.VERIFIED]
    assert key.checks[0].reasons[0].key == "blind_differs"


async def test_a_person_vouches_after_looking_and_can_take_it_back(
    product: Runtime, school: School, quizzed: Quizzed
):
    change = await act(
        product,
        school.teacher,
        vouch_for_key,
        quizzed.course.id,
        quizzed.by_model,
        word=quizzed.word,
    )
    assert await verdict(product, school, quizzed) is KeyVerdict.TEACHER_VERIFIED
    assert await check(product, school, quizzed, DOUBTED) is KeyVerdict.TEACHER_VERIFIED
    key = await ask(product, school.teacher, get_key, quizzed.course.id, quizzed.by_model)
    assert key.checks[0].found is KeyVerdict.HELD
    await act(product, school.teacher, undo_change, change.change_id)
    assert (
        len(
            (
                await ask(product, school.teacher, get_key, quizzed.course.id, quizzed.by_model)
            ).checks
        )
        == 1
    )


async def test_taking_the_word_back_holds_the_question_again(
    product: Runtime, school: School, quizzed: Quizzed
):
    change = await act(
        product,
        school.teacher,
        vouch_for_key,
        quizzed.course.id,
        quizzed.by_model,
        word=quizzed.word,
    )
    await act(product, school.teacher, undo_change, change.change_id)
    assert await verdict(product, school, quizzed) is KeyVerdict.HELD


async def test_another_wording_has_no_verdict_of_the_one_before(
    product: Runtime, school: School, quizzed: Quizzed
):
    await check(product, school, quizzed, VERIFIED)
    await act(
        product,
        school.teacher,
        change_bank_question,
        quizzed.course.id,
        quizzed.by_model,
        question=QuestionInput(content=choice("What pulls the ocean?")),
    )
    key = await ask(product, school.teacher, get_key, quizzed.course.id, quizzed.by_model)
    assert key.checks == ()
    assert key.verdict is KeyVerdict.TEACHER_VERIFIED
    with pytest.raises(KeyChangedSince):
        await act(
            product,
            school.teacher,
            vouch_for_key,
            quizzed.course.id,
            quizzed.by_model,
            word=quizzed.word,
        )


async def test_a_course_with_held_questions_is_published_without_them_or_not_at_all(
    product: Runtime, school: School, quizzed: Quizzed
):
    checklist = await ask(product, school.teacher, get_checklist, quizzed.course.id)
    [line] = [each for each in checklist.findings if each.key == "held_keys"]
    assert line.is_blocking
    assert line.count == 1
    with pytest.raises(NotReadyToPublish):
        await act(product, school.teacher, publish_to_learners, quizzed.course.id)
    await act(product, school.teacher, publish_to_learners, quizzed.course.id, leaves_out_held=True)
    await act(product, school.ana, enrol, quizzed.course.id)
    attempt = await act(
        product, school.ana, start_attempt, quizzed.lesson.id, quizzed.lesson.quiz_id
    )
    assert attempt.question_version_ids == (quizzed.lesson.version_ids[1],)


async def test_a_question_held_later_leaves_the_quiz_and_stops_counting(
    product: Runtime, school: School, quizzed: Quizzed
):
    await check(product, school, quizzed, VERIFIED)
    await act(product, school.teacher, publish_to_learners, quizzed.course.id)
    await act(product, school.ana, enrol, quizzed.course.id)
    quiz = (quizzed.lesson.id, quizzed.lesson.quiz_id)
    attempt = await act(product, school.ana, start_attempt, *quiz)
    assert attempt.max_score == 2
    other = quizzed.lesson.version_ids[1]
    right = Answer(number="12.5")
    await act(product, school.ana, answer_question, attempt.id, other, answer=right)
    before = await ask(product, school.ana, get_lesson, quizzed.course.slug, quizzed.lesson.id)
    assert {each.held_questions for each in before.reading.blocks} == {0}

    await act(
        product, school.teacher, hold_key, quizzed.course.id, quizzed.by_model, word=quizzed.word
    )
    with pytest.raises(QuestionWithdrawn):
        await act(
            product,
            school.ana,
            answer_question,
            attempt.id,
            quizzed.version,
            answer=wrong_option(quizzed),
        )
    page = await ask(product, school.ana, get_lesson, quizzed.course.slug, quizzed.lesson.id)
    [block] = [block for block in page.reading.blocks if block.type == "quiz"]
    assert [each.question_version_id for each in block.questions] == [other]
    assert block.held_questions == 1
    again = await act(product, school.ana, start_attempt, *quiz)
    assert (again.score, again.max_score, again.is_passed) == (1, 1, True)


def wrong_option(quizzed: Quizzed) -> Answer:
    return Answer(option_ids=(quizzed.lesson.questions[0].options[1].id,))


async def test_a_test_of_a_class_neither_takes_nor_draws_what_is_held(
    product: Runtime, school: School, quizzed: Quizzed
):
    await act(product, school.teacher, publish_to_learners, quizzed.course.id, leaves_out_held=True)
    details = NewClass(name="D2", course_id=quizzed.course.id)
    room = await act(product, school.teacher, classes.create_class, details=details)
    chosen = [ExamSection(parts=[Chosen(question_id=quizzed.by_model)])]
    drawn = [ExamSection(parts=[Drawn(count=2)])]
    with pytest.raises(QuestionHeld):
        await exam(product, school, room, chosen)
    made = await exam(product, school, room, drawn)
    with pytest.raises(TooFewQuestions):
        await act(product, school.teacher, publish_exam, made)

    await check(product, school, quizzed, VERIFIED)
    await act(product, school.teacher, publish_exam, made)
    chosen_now = await exam(product, school, room, chosen)
    await act(
        product, school.teacher, hold_key, quizzed.course.id, quizzed.by_model, word=quizzed.word
    )
    with pytest.raises(QuestionHeld):
        await act(product, school.teacher, publish_exam, chosen_now)


async def exam(product: Runtime, school: School, room, sections) -> object:
    inputs = ExamInput(
        title=f"Test {len(str(sections))}{sections[0].parts[0].kind}", sections=sections
    )
    return await act(product, school.teacher, create_exam, room, inputs=inputs)


async def test_a_key_is_reached_only_through_its_own_course(
    product: Runtime, school: School, quizzed: Quizzed
):
    other = (await make_course(product, school.teacher, title="Winds")).id
    with pytest.raises(PartNotFound):
        await ask(product, school.teacher, get_key, other, quizzed.by_model)
    with pytest.raises(PartNotFound):
        await act(
            product, school.teacher, vouch_for_key, other, quizzed.by_model, word=quizzed.word
        )
    async with product.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(KeyCheck)) == 0


async def test_a_new_wording_by_an_engine_is_held_and_checked_without_being_asked(
    product: Runtime, school: School, quizzed: Quizzed
):
    async with product.unit_of_work(school.teacher) as work:
        question = await work.session.get_one(Question, quizzed.by_person)
        version = await add_version(work, question, choice("Why does it rise?", origin=MODEL))
        question.current_version_id = version.id
    async with product.sessions() as session:
        [job] = (await session.scalars(select(Job).where(Job.kind == CheckKeys.kind))).all()
    assert job.args["question_ids"] == [str(quizzed.by_person)]
    key = await ask(product, school.teacher, get_key, quizzed.course.id, quizzed.by_person)
    assert key.verdict is KeyVerdict.HELD
