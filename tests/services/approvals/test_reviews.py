"""Reviews: who may decide, what is frozen, and what becomes of comments."""

import pytest
from sqlmodel import select

from alp_app.kit.errors import AppError
from alp_app.models.approval import Anchor, Strictness
from alp_app.models.content import FigureBlock
from alp_app.models.course import Lesson, LessonVersion
from alp_app.models.notification import Notification
from alp_app.runtime import Runtime
from alp_app.security.actor import Role
from alp_app.services.approvals import commands, queries
from alp_app.services.approvals.inputs import (
    Approval,
    CommentInput,
    Decision,
    ReviewRequest,
    RulesInput,
)
from alp_app.services.assessment.asking import example_of
from alp_app.services.courses import commands as drafting
from alp_app.services.courses.catalogue import get_course_page
from alp_app.services.courses.errors import NotReadyToPublish
from alp_app.services.courses.inputs import PartInput, TextInput
from alp_app.services.courses.queries import get_checklist, get_lesson_draft
from alp_app.services.learning.adoption import publish_to_learners
from alp_app.services.notifications.messenger import Messenger
from tests.support.people import make_person
from tests.support.world import PlannedLesson, act, ask, choice, make_course, paragraph

STRICT = RulesInput(needs_approval=True, needs_two_people=True)


@pytest.fixture
async def staff(product: Runtime, school):
    """An administrator and a colleague of the teacher."""
    admin = (await make_person(product, school.visitor, Role.ADMIN)).actor
    colleague = (await make_person(product, school.visitor, Role.INSTRUCTOR)).actor
    return admin, colleague


@pytest.fixture
async def course(product, school):
    return await make_course(
        product,
        school.teacher,
        PlannedLesson(
            blocks=[paragraph("The moon pulls.", "The sea rises.")], questions=[choice()]
        ),
        is_published=False,
    )


async def desk(product, actor, course):
    return await ask(product, actor, queries.get_desk, course.id)


async def send(product, school, course, *reviewers):
    request = ReviewRequest(reviewer_ids=[one.user_id for one in reviewers], note="Please look.")
    return await act(product, school.teacher, commands.send_for_review, course.id, request=request)


async def approve(product, actor, course, review_id, **more):
    seen = more.pop("seen", None) or (await desk(product, actor, course)).content_hash
    approval = Approval(content_hash=seen, **more)
    await act(product, actor, commands.approve, review_id, approval=approval, ask=example_of)


async def retitle(product, actor, course, title: str) -> None:
    part = PartInput(title=title)
    await act(product, actor, drafting.change_lesson, course.lesson_ids[0], part=part)


async def publish(product, school, course):
    return await act(product, school.teacher, publish_to_learners, course.id)


async def test_without_a_rule_publishing_takes_one_press(product, school, course):
    assert (await publish(product, school, course)).version_number == 1
    assert (await desk(product, school.teacher, course)).state == "published"


async def test_where_approval_is_asked_for_nothing_else_is_published(
    product, school, staff, course
):
    admin, colleague = staff
    await act(product, admin, commands.change_rules, rules=STRICT)
    with pytest.raises(AppError, match="approved courses only"):
        await publish(product, school, course)
    await send(product, school, course, colleague)
    assert (await desk(product, school.teacher, course)).state == "in_review"
    with pytest.raises(AppError, match="approved courses only"):
        await publish(product, school, course)


async def test_what_was_approved_is_what_learners_see(product, school, staff, course):
    admin, colleague = staff
    await act(product, admin, commands.change_rules, rules=STRICT)
    review_id = await send(product, school, course, colleague)
    await approve(product, colleague, course, review_id)
    await retitle(product, school.teacher, course, "Changed after approval")

    before = await desk(product, school.teacher, course)
    assert (before.state, before.is_edited_since) == ("approved", True)
    await publish(product, school, course)

    page = await ask(product, school.ana, get_course_page, course.slug)
    assert page.outline.modules[0].lessons[0].title == "High water"
    async with product.sessions() as session:
        [kept] = (await session.scalars(select(LessonVersion))).all()
    assert (kept.title, "High water" in str(kept.reading)) == ("High water", True)
    assert (await desk(product, school.teacher, course)).state == "draft"
    with pytest.raises(AppError, match="approved courses only"):
        await publish(product, school, course)


async def test_a_draft_that_was_edited_meanwhile_is_not_approved(product, school, staff, course):
    _, colleague = staff
    review_id = await send(product, school, course, colleague)
    seen = (await desk(product, colleague, course)).content_hash
    await retitle(product, school.teacher, course, "Edited meanwhile")
    with pytest.raises(AppError, match="after you opened it"):
        await approve(product, colleague, course, review_id, seen=seen)
    await approve(product, colleague, course, review_id)


async def test_two_people_are_two_people(product, school, staff, course):
    admin, colleague = staff
    await act(product, admin, commands.change_rules, rules=STRICT)
    review_id = await send(product, school, course, colleague, school.teacher)
    with pytest.raises(AppError, match="two people"):
        await approve(product, school.teacher, course, review_id)
    await retitle(product, admin, course, "The administrator was the last to edit")
    with pytest.raises(AppError, match="two people"):
        await approve(product, admin, course, review_id)
    await approve(product, colleague, course, review_id)


async def test_who_was_not_asked_sees_nothing(product, school, staff, course):
    _, colleague = staff
    for who in (colleague, school.ana):
        with pytest.raises(AppError, match="does not exist"):
            await desk(product, who, course)
    await send(product, school, course, colleague)
    assert not (await desk(product, colleague, course)).can_edit
    with pytest.raises(AppError, match="does not exist"):
        await retitle(product, colleague, course, "Not theirs to edit")


async def test_a_blocking_line_stands_in_the_way_of_approval_too(product, school, staff):
    _, colleague = staff
    course = await make_course(
        product,
        school.teacher,
        PlannedLesson(blocks=[paragraph(), FigureBlock(alt="")]),
        is_published=False,
    )
    review_id = await send(product, school, course, colleague)
    with pytest.raises(NotReadyToPublish):
        await approve(product, colleague, course, review_id)


async def test_a_school_weighs_the_lines_of_its_checklist(product, school, staff):
    admin, _ = staff
    course = await make_course(
        product,
        school.teacher,
        PlannedLesson(blocks=[paragraph(), FigureBlock(alt="")]),
        is_published=False,
    )

    async def lines():
        found = await ask(product, school.teacher, get_checklist, course.id)
        return {finding.key: finding.is_blocking for finding in found.findings}

    before = await lines()
    assert (before["no_alt"], before["no_cover"]) == (True, False)
    assert before["objective_without_lesson"] is False
    chosen = {
        "no_alt": Strictness.WARNS,
        "no_cover": Strictness.OFF,
        "objective_without_lesson": Strictness.BLOCKS,
    }
    await act(product, admin, commands.change_rules, rules=RulesInput(strictness=chosen))
    after = await lines()
    assert (after["no_alt"], after["objective_without_lesson"]) == (False, True)
    assert "no_cover" not in after
    with pytest.raises(ValueError, match="cannot be weighed"):
        RulesInput(strictness={"no_lessons": Strictness.OFF})


async def test_a_comment_stays_with_its_sentence_and_outlives_it(product, school, staff, course):
    _, colleague = staff
    await send(product, school, course, colleague)
    lesson = await ask(product, school.teacher, get_lesson_draft, course.lesson_ids[0])
    block = lesson.blocks[0]
    sentence = block.content.sentences[0]
    remark = CommentInput(anchor=Anchor.SENTENCE, anchor_id=sentence.id, body="And the sun?")
    thread_id = await act(product, colleague, commands.add_comment, course.id, comment=remark)

    async def edit(text: str):
        draft = await ask(product, school.teacher, get_lesson_draft, course.lesson_ids[0])
        await act(
            product,
            school.teacher,
            drafting.change_block,
            block.id,
            block=TextInput(text=text),
            revision=draft.blocks[0].revision,
        )
        [thread] = (await desk(product, school.teacher, course)).threads
        return thread

    await edit("The moon pulls too. The sea rises.")
    reworded = await edit("The moon pulls, too. The sea rises.")
    assert (reworded.is_gone, reworded.is_reworded) == (False, True)
    gone = await edit("The sea rises.")
    assert (gone.is_gone, gone.quote) == (True, "The moon pulls.")

    answer = CommentInput(anchor_id=course.id, body="Done.", thread_id=thread_id)
    await act(product, school.teacher, commands.add_comment, course.id, comment=answer)
    await act(product, school.teacher, commands.resolve_comment, thread_id, is_resolved=True)
    [thread] = (await desk(product, colleague, course)).threads
    assert [one.body for one in thread.comments] == ["And the sun?", "Done."]
    assert thread.resolved_at is not None


async def test_an_open_comment_is_a_line_of_the_checklist(product, school, course):
    remark = CommentInput(anchor_id=course.id, body="Hm.")
    thread_id = await act(product, school.teacher, commands.add_comment, course.id, comment=remark)
    for is_resolved in (False, True):
        await act(
            product, school.teacher, commands.resolve_comment, thread_id, is_resolved=is_resolved
        )
        found = await ask(product, school.teacher, get_checklist, course.id)
        assert ("open_comments" in {one.key for one in found.findings}) is not is_resolved


async def test_those_concerned_are_told(product, school, staff, course):
    _, colleague = staff
    listening = Runtime(
        settings=product.settings,
        sessions=product.sessions,
        queue=product.queue,
        board=product.board,
        objects=product.objects,
        providers=product.providers,
        guard=product.guard,
        listeners=(Messenger(public_url="https://school.test", links=product.guard.links),),
    )
    review_id = await send(listening, school, course, colleague)
    remark = CommentInput(anchor_id=course.id, body="Look here.")
    await act(listening, colleague, commands.add_comment, course.id, comment=remark)
    decision = Decision(note="Mend the first lesson.")
    await act(listening, colleague, commands.request_changes, review_id, decision=decision)
    async with product.sessions() as session:
        told = (await session.scalars(select(Notification))).all()
    assert {(one.word, one.user_id) for one in told} == {
        ("review_requested", colleague.user_id),
        ("review_commented", school.teacher.user_id),
        ("review_changes", school.teacher.user_id),
    }


async def test_the_matrix_counts_lessons_and_questions_for_each_objective(product, school, course):
    found = await ask(product, school.teacher, queries.get_coverage, course.id)
    [row] = found.rows
    assert (row.text, row.lessons, row.items) == ("Explain a tide", 0, 0)
    async with product.unit_of_work(school.teacher) as work:
        lesson = await work.session.get_one(Lesson, course.lesson_ids[0])
        lesson.objective_ids = [row.objective_id]
    [row] = (await ask(product, school.teacher, queries.get_coverage, course.id)).rows
    assert (row.lessons, row.items) == (1, 1)
