"""A course has a bank of questions that its teacher searches, edits, exchanges and learns from."""

from pathlib import Path
from typing import Any

import pytest

from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import QuestionId, new_uuid
from alp_app.kit.pages import PageRequest
from alp_app.runtime import Runtime
from alp_app.services.assessment import bank, commands
from alp_app.services.assessment.bank_inputs import BankFilter, FileFormat, QuestionInput
from alp_app.services.assessment.errors import FileNotReadable, QuestionInUse, QuestionUnusable
from alp_app.services.assessment.inputs import Answer
from alp_app.services.assessment.insight import list_quiz_statistics
from alp_app.services.courses.commands import undo_change
from alp_app.services.courses.errors import PartNotFound
from alp_app.services.learning import commands as learning
from alp_app.services.learning.attempts import answer_question, start_attempt
from alp_app.services.media.imported import picture_keeper
from tests.services.assessment.conftest import School
from tests.services.assessment.questions import every_kind, options, question
from tests.support.world import act, ask

DIESEL = (Path(__file__).parent / "files" / "diesel.xml").read_bytes()


def given(content: Any, **more: Any) -> QuestionInput:
    return QuestionInput.model_validate({"content": content.model_dump(), **more})


async def listed(product: Runtime, school: School, limit: int = 100, **wanted: str) -> list[Any]:
    page = await ask(
        product,
        school.teacher,
        bank.list_bank,
        school.course.id,
        BankFilter(**wanted),
        PageRequest(limit=limit),
    )
    return page.items


async def imported(
    product: Runtime, school: School, data: bytes, kind: str = "moodle", *, is_dry_run: bool = False
) -> Any:
    async with product.unit_of_work(school.teacher) as work:
        return await commands.import_questions(
            work,
            school.course.id,
            data=data,
            file_format=FileFormat(kind),
            is_dry_run=is_dry_run,
            keep_picture=picture_keeper(work, product.objects, school.course.id),
        )


async def test_questions_of_quizzes_are_in_the_bank_with_how_often_they_are_used(
    product: Runtime, school: School
):
    numeric, choice = await listed(product, school)
    assert (choice.stem, choice.quizzes, choice.answers) == ("What pulls the sea?", 1, 0)
    assert (numeric.type, numeric.version) == ("numeric", 1)


async def test_every_kind_of_question_is_kept_and_read_back(product: Runtime, school: School):
    for content in every_kind().values():
        made = await act(
            product,
            school.teacher,
            commands.add_bank_question,
            school.course.id,
            question=given(content),
        )
        found = await ask(
            product, school.teacher, bank.get_bank_question, school.course.id, made.subject_id
        )
        assert found.content.model_copy(update={"origin": content.origin}) == content
        assert found.quizzes == 0


async def test_the_bank_is_searched_by_words_category_tag_and_type(
    product: Runtime, school: School
):
    for stem, category, tags in (
        ("How does the pump work?", "Engines/Fuel", ["pump", "year 2"]),
        ("100% of what?", "Engines", ["year 2"]),
        ("Who?", "Engineers", []),
    ):
        content = question("essay").model_copy(update={"stem": stem})
        await act(
            product,
            school.teacher,
            commands.add_bank_question,
            school.course.id,
            question=given(content, category=category, tags=tags),
        )

    async def stems(**wanted: str) -> list[str]:
        return [entry.stem for entry in await listed(product, school, **wanted)]

    assert await stems(category="Engines") == ["100% of what?", "How does the pump work?"]
    assert await stems(tag="pump") == ["How does the pump work?"]
    assert await stems(text="100%") == ["100% of what?"]
    assert await stems(text="PUMP") == ["How does the pump work?"]
    assert len(await stems(type="essay")) == 3
    shelf = await ask(product, school.teacher, bank.get_shelf, school.course.id)
    assert shelf.categories == {"": 2, "Engineers": 1, "Engines": 1, "Engines/Fuel": 1}
    assert shelf.tags == {"pump": 1, "year 2": 2}


async def test_a_long_bank_is_read_page_by_page(product: Runtime, school: School):
    seen: list[Any] = []
    cursor = None
    while True:
        page = await ask(
            product,
            school.teacher,
            bank.list_bank,
            school.course.id,
            BankFilter(),
            PageRequest(limit=1, cursor=cursor),
        )
        seen += [entry.id for entry in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [entry.id for entry in await listed(product, school)]
    assert len(seen) == 2


async def test_a_changed_content_is_the_next_version_and_a_changed_place_is_not(
    product: Runtime, school: School
):
    first = question("single", options=options("Moon", "Wind"))
    made = await act(
        product, school.teacher, commands.add_bank_question, school.course.id, question=given(first)
    )

    async def change(content: Any, **more: Any) -> Any:
        return await act(
            product,
            school.teacher,
            commands.change_bank_question,
            school.course.id,
            made.subject_id,
            question=given(content, **more),
        )

    async def now() -> Any:
        return await ask(
            product, school.teacher, bank.get_bank_question, school.course.id, made.subject_id
        )

    await change(first, name="Moon", category=" Sea / Tides ")
    found = await now()
    assert (found.version, found.name, found.category) == (1, "Moon", "Sea/Tides")
    other = first.model_copy(update={"stem": "What else?"})
    edit = await change(other, name="Moon")
    assert [version.number for version in (await now()).versions] == [2, 1]
    await act(product, school.teacher, undo_change, edit.change_id)
    assert ((await now()).stem, (await now()).category) == ("What is it?", "Sea/Tides")


async def test_a_question_that_a_quiz_asks_stays(product: Runtime, school: School):
    asked = school.course.lessons[0].question_ids[0]
    with pytest.raises(QuestionInUse):
        await act(product, school.teacher, commands.delete_bank_question, school.course.id, asked)
    made = await act(
        product,
        school.teacher,
        commands.add_bank_question,
        school.course.id,
        question=given(question("essay")),
    )
    gone = await act(
        product, school.teacher, commands.delete_bank_question, school.course.id, made.subject_id
    )
    assert len(await listed(product, school)) == 2
    await act(product, school.teacher, undo_change, gone.change_id)
    assert len(await listed(product, school)) == 3


async def test_a_question_without_a_key_is_refused(product: Runtime, school: School):
    with pytest.raises(QuestionUnusable) as refused:
        await act(
            product,
            school.teacher,
            commands.add_bank_question,
            school.course.id,
            question=given(question("single", options=options("Moon", "Wind", right=0))),
        )
    assert refused.value.facts["problem"] == "no_key"


async def test_a_bank_belongs_to_who_may_edit_its_course(product: Runtime, school: School):
    with pytest.raises(Forbidden):
        await ask(
            product,
            school.colleague,
            bank.list_bank,
            school.course.id,
            BankFilter(),
            PageRequest(),
        )
    with pytest.raises(PartNotFound):
        await ask(
            product,
            school.teacher,
            bank.get_bank_question,
            school.course.id,
            QuestionId(new_uuid()),
        )


async def test_a_dry_run_reports_and_keeps_nothing(product: Runtime, school: School):
    report = await imported(product, school, DIESEL, is_dry_run=True)
    assert (len(report.questions), report.change) == (11, None)
    assert {finding.outcome.value for finding in report.findings} == {"kept", "changed", "dropped"}
    assert len(await listed(product, school)) == 2


async def test_an_import_fills_the_bank_with_its_pictures_and_can_be_taken_back(
    product: Runtime, school: School
):
    report = await imported(product, school, DIESEL)
    fuel = await listed(product, school, category="Diesel")
    assert len(fuel) == 11
    rail = next(entry for entry in fuel if entry.name == "Rail pressure")
    assert rail.tags == ("fuel", "year 2")
    found = await ask(product, school.teacher, bank.get_bank_question, school.course.id, rail.id)
    exported = await ask(
        product,
        school.teacher,
        bank.export_bank,
        product.objects,
        school.course.id,
        BankFilter(category="Diesel"),
        FileFormat.MOODLE,
    )
    assert found.content.pictures[0].alt == "Plan of a common rail"
    assert "rail plan.png" in exported.text
    assert ("kept", "image") in {(each.outcome.value, each.part) for each in exported.findings}
    await act(product, school.teacher, undo_change, report.change.change_id)
    assert len(await listed(product, school)) == 2


@pytest.mark.parametrize(
    ("kind", "data", "line"),
    [("moodle", b"<quiz>\n<question>", 2), ("gift", b"a\n\xff", 2), ("aiken", b"", 1)],
)
async def test_a_file_of_another_kind_is_refused_with_its_line(
    product: Runtime, school: School, kind, data, line
):
    with pytest.raises(FileNotReadable) as refused:
        await imported(product, school, data, kind)
    assert refused.value.facts["line"] == line


@pytest.mark.parametrize("kind", ["gift", "aiken"])
async def test_a_bank_goes_out_and_comes_in_again(product: Runtime, school: School, kind: str):
    exported = await ask(
        product,
        school.teacher,
        bank.export_bank,
        product.objects,
        school.course.id,
        BankFilter(type="single"),
        FileFormat(kind),
    )
    await imported(product, school, exported.text.encode(), kind)
    stems = [entry.stem for entry in await listed(product, school, type="single")]
    assert stems == ["What pulls the sea?"] * 2


async def test_the_same_seed_draws_the_same_questions(product: Runtime, school: School):
    await imported(product, school, DIESEL)

    async def drawn(seed: int, count: int = 4) -> list[Any]:
        return await ask(
            product,
            school.teacher,
            bank.draw_questions,
            school.course.id,
            BankFilter(category="Diesel"),
            count=count,
            seed=seed,
        )

    assert await drawn(1) == await drawn(1)
    assert len(set(await drawn(1))) == 4
    assert len({tuple(await drawn(seed)) for seed in range(6)}) > 1
    assert len(await drawn(1, count=50)) == 11


async def test_statistics_tell_of_first_goes(product: Runtime, school: School):
    lesson = school.course.lessons[0]
    choice = lesson.questions[0]
    for learner, pick, number in zip(school.learners, (0, 0, 1), ("12.5", "1", "1"), strict=True):
        await act(product, learner, learning.enrol, school.course.id)
        attempt = await act(product, learner, start_attempt, lesson.id, lesson.quiz_id)
        for version, answer in (
            (lesson.version_ids[0], Answer(option_ids=(choice.options[pick].id,))),
            (lesson.version_ids[1], Answer(number=number)),
        ):
            await act(product, learner, answer_question, attempt.id, version, answer=answer)
    (quiz,) = await ask(product, school.teacher, list_quiz_statistics, school.course.id)
    assert (quiz.block_id, quiz.figures.people) == (lesson.quiz_id, 3)
    first, second = quiz.figures.items
    assert first.id == str(lesson.version_ids[0])
    assert (first.facility.value, second.facility.value) == pytest.approx((2 / 3, 1 / 3))
    assert [option.count for option in first.options] == [2, 1, 0]
    assert first.median_seconds is not None
    assert quiz.figures.basis.value == "too_few"
    entries = await listed(product, school)
    assert [entry.answers for entry in entries] == [3, 3]
