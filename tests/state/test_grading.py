"""The pages of assignments and grades: who may do what on them, and that what is typed is kept."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from alp_app.kit.errors import AppError
from alp_app.kit.ids import AssignmentId, ClassroomId, SubmissionId, new_uuid
from alp_app.models.audit import AuditEvent
from alp_app.models.classroom import ClassRole
from alp_app.runtime import Runtime
from alp_app.security.actor import Role
from alp_app.services.assignments import commands
from alp_app.services.assignments.inputs import AssignmentInput, DraftInput
from alp_app.services.assignments.submitting import save_draft, submit
from alp_app.services.classes.commands import create_class
from alp_app.services.classes.inputs import NewClass, PersonToAdd
from alp_app.services.classes.members import add_person
from state.assignments.editor import AssignmentEditorState
from state.assignments.grading import GradingState
from state.assignments.listed import AssignmentsState
from state.assignments.mine import MyAssignmentState
from state.assignments.moderation import ModerationState
from state.assignments.peers import PeersState
from state.assignments.reviews import MyReviewsState
from state.gradebook.book import GradebookState
from state.gradebook.mine import MyGradesState
from state.gradebook.rules import GradeRulesState
from state.gradebook.sheet import GradeSheetState
from tests.support.browser import Tab, open_tab
from tests.support.people import Person, make_person, make_school, sign_in_browser
from tests.support.world import PlannedLesson, act, make_course

LEVELS = [
    {"title": "Missing", "points": 0},
    {"title": "Convincing", "points": 5, "description": "Nothing is left out."},
]
CRITERIA = [{"title": title, "levels": LEVELS} for title in ("Diagnosis", "Safety")]


@dataclass(frozen=True)
class Desk:
    """A class with an assignment, and work of its learner that waits to be marked."""

    product: Runtime
    people: dict[str, Person]
    classroom_id: ClassroomId
    assignment_id: AssignmentId
    submission_id: SubmissionId


@pytest.fixture
async def desk(product: Runtime) -> Desk:
    visitor = await make_school(product)
    people = {
        "teacher": await make_person(product, visitor, Role.INSTRUCTOR),
        "colleague": await make_person(product, visitor, Role.INSTRUCTOR),
        "learner": await make_person(product, visitor),
        "stranger": await make_person(product, visitor),
    }
    teacher, learner = people["teacher"].actor, people["learner"].actor
    course = await make_course(product, teacher, PlannedLesson(title="Moon"))
    details = NewClass(name="D2", course_id=course.id, time_zone="Europe/Berlin")
    room = await act(product, teacher, create_class, details=details)
    joining = PersonToAdd(email=people["learner"].email, role=ClassRole.LEARNER)
    await act(product, teacher, add_person, room, person=joining)
    inputs = AssignmentInput.model_validate(
        {
            "title": "Report",
            "instructions": "Write it.",
            "form": "rubric",
            "criteria": CRITERIA,
            "attempts": 2,
        }
    )
    made = await act(product, teacher, commands.create_assignment, room, inputs=inputs)
    await act(product, teacher, commands.publish_assignment, made)
    await act(product, learner, save_draft, made, draft=DraftInput(attempt=1, text="Done."))
    receipt = await act(product, learner, submit, made, attempt=1)
    return Desk(product, people, room, made, receipt.submission_id)


@asynccontextmanager
async def tab_of(desk: Desk, who: str, path: str = "") -> AsyncGenerator[Tab]:
    person = desk.people.get(who)
    cookie = (await sign_in_browser(desk.product, person)).cookie if person else ""
    async with open_tab(cookie=cookie, path=path or f"/assignments/{desk.assignment_id}") as tab:
        tab.query = {
            "classroom_id": str(desk.classroom_id),
            "assignment_id": str(desk.assignment_id),
        }
        yield tab


async def finish(desk: Desk, tab: Tab, event: Any) -> None:
    """Send an event and wait for all that it sets off, but for the page's watching, which is ended."""
    await tab.begin(event)
    settling = asyncio.create_task(tab.settle())
    while not settling.done():
        desk.product.hub.retire(tab.token)
        await asyncio.wait([settling], timeout=0.05)


def teaching(desk: Desk) -> list[Any]:
    """Every handler that changes work or grades as a teacher, with right arguments."""
    submission, someone = str(desk.submission_id), str(desk.people["learner"].id)
    form = {"title": "X", "instructions": "Y", "allows_text": "on", "form": "points"}
    return [
        AssignmentEditorState.save(form),
        AssignmentEditorState.delete(),
        AssignmentEditorState.restore(str(desk.assignment_id)),
        GradingState.save(submission, 1, {"comment": "Seen."}),
        GradingState.release(),
        PeersState.open(),
        PeersState.use_marks(),
        PeersState.ask_to_hand_on(),
        PeersState.hand_on({"reviews_due_at": ""}),
        ModerationState.compare(),
        ModerationState.settle({"submission_id": submission, "comment": "Agreed."}),
        GradebookState.open_figure(someone, ""),
        GradebookState.set_points({"points": "1"}),
        GradebookState.set_override({"override": "1", "reason": "So."}),
        GradebookState.clear_override(),
        GradebookState.set_excused(True),
        GradebookState.extend({"extra_attempts": "1"}),
        GradeRulesState.save_category({"title": "Tests"}),
        GradeRulesState.delete_category(str(new_uuid())),
        GradeRulesState.save_column({"title": "Oral", "points": "10"}),
        GradeRulesState.delete_column(str(new_uuid())),
        GradeRulesState.save_rules({"missing": "zero", "decimals": "1"}),
        GradeSheetState.try_out({"text": "learner\n"}),
        GradeSheetState.take_in(),
    ]


async def changes(product: Runtime) -> int:
    async with product.sessions() as session:
        return await session.scalar(select(func.count()).select_from(AuditEvent)) or 0


@pytest.mark.parametrize("who", ["visitor", "stranger", "learner", "colleague"])
async def test_no_handler_shows_or_changes_grades_for_who_does_not_teach(desk: Desk, who: str):
    async with tab_of(desk, who) as tab:
        before = await changes(desk.product)
        for load in (
            AssignmentsState.load,
            AssignmentEditorState.load,
            GradingState.load,
            ModerationState.load,
            PeersState.load,
            GradebookState.load,
        ):
            await finish(desk, tab, load)
        for call in teaching(desk):
            await finish(desk, tab, call)
        assert (await tab.kept(AssignmentsState)).assignments == []
        assert not (await tab.kept(AssignmentEditorState)).is_loaded
        assert (await tab.kept(GradingState)).works == []
        assert (await tab.kept(GradebookState)).rows == []
        assert all(isinstance(failure, AppError) for failure in tab.failures), tab.failures
        assert await changes(desk.product) == before


@pytest.mark.parametrize("who", ["visitor", "stranger", "teacher"])
async def test_no_handler_hands_in_for_who_does_not_learn_there(desk: Desk, who: str):
    async with tab_of(desk, who) as tab:
        before = await changes(desk.product)
        for event in (
            MyAssignmentState.load,
            MyAssignmentState.save(1, {"attempt": "2", "text": "X"}),
            MyAssignmentState.hand_in({"attempt": "2", "text": "X"}),
            MyAssignmentState.take_out(str(new_uuid())),
            MyReviewsState.load,
            MyReviewsState.save(str(new_uuid()), 1, {"comment": "X"}),
            MyReviewsState.submit({"review_id": str(new_uuid()), "comment": "X"}),
            MyGradesState.load,
            MyGradesState.suppose(str(new_uuid()), "1"),
        ):
            await finish(desk, tab, event)
        assert not (await tab.kept(MyAssignmentState)).is_loaded
        assert (await tab.kept(MyGradesState)).lines == []
        assert all(isinstance(failure, AppError) for failure in tab.failures), tab.failures
        assert await changes(desk.product) == before


async def test_a_mark_is_answered_with_the_number_it_was_sent_under(desk: Desk):
    async with tab_of(desk, "teacher") as tab:
        await finish(desk, tab, GradingState.load)
        state = await tab.kept(GradingState)
        first, second = (criterion.id for criterion in state.criteria)
        submission = str(desk.submission_id)
        said = {f"level-{first}": "1", f"comment-{first}": "Well seen.", "comment": "Good."}
        await finish(desk, tab, GradingState.save(submission, 7, said))
        state = await tab.kept(GradingState)
        assert (state.answered, state.problem) == (7, "")
        assert state.marks[submission].levels == {first: 1}
        assert state.marks[submission].points == ""
        await finish(desk, tab, GradingState.save(submission, 8, {**said, f"level-{second}": "0"}))
        await finish(desk, tab, GradingState.release())
        state = await tab.kept(GradingState)
        assert state.marks[submission].points == "5"
        assert [row.state for row in state.queue] == ["released"]
        await finish(desk, tab, GradingState.save(submission, 9, {f"level-{first}": "9"}))
        assert (await tab.kept(GradingState)).problem == "assignment.level_unknown"


async def test_what_a_learner_types_is_kept_and_handed_in(desk: Desk):
    async with tab_of(desk, "learner") as tab:
        await finish(desk, tab, MyAssignmentState.load)
        state = await tab.kept(MyAssignmentState)
        assert (state.attempt, state.attempts_left, len(state.submitted)) == (2, 1, 1)
        await finish(desk, tab, MyAssignmentState.save(3, {"attempt": "2", "text": "Half a "}))
        state = await tab.kept(MyAssignmentState)
        assert (state.answered, state.problem, state.words) == (3, "", 2)
        form = {"attempt": "2", "text": "All of it."}
        await finish(desk, tab, MyAssignmentState.hand_in(form))
        state = await tab.kept(MyAssignmentState)
        assert (state.standing, state.submitted[0].text) == ("used", "All of it.")
        await finish(desk, tab, MyAssignmentState.save(4, form))
        assert (await tab.kept(MyAssignmentState)).problem == "assignment.attempts_used"


async def test_a_form_makes_an_assignment_with_times_of_the_class_and_its_criteria(desk: Desk):
    async with tab_of(desk, "teacher", f"/classes/{desk.classroom_id}/assignments/new") as tab:
        tab.query = {"classroom_id": str(desk.classroom_id)}
        await tab.send(AssignmentEditorState.load)
        await tab.send(AssignmentEditorState.choose_form("checklist"))
        await tab.send(AssignmentEditorState.add_criterion())
        kept, other = (await tab.kept(AssignmentEditorState)).criteria
        await tab.send(AssignmentEditorState.remove_criterion(other.key))
        form = {
            "title": "Log",
            "instructions": "Keep it.",
            "form": "checklist",
            "allows_text": "on",
            "due_at": "2999-01-10T12:00",
            f"criterion-{kept.key}": "Tidy",
            **{f"level-{level.key}": level.fresh for level in kept.levels},
            **{f"points-{level.key}": level.points for level in kept.levels},
        }
        await finish(desk, tab, AssignmentEditorState.save(form))
        state = await tab.kept(AssignmentEditorState)
        assert (state.title, state.is_published) == ("Log", False)
        assert (state.fields.due_at, state.fields.points) == ("2999-01-10T12:00", "1")
        assert [one.title for one in state.criteria] == ["Tidy"]


async def test_words_and_times_change_under_work_that_is_in_and_its_rubric_stays(desk: Desk):
    async with tab_of(desk, "teacher") as tab:
        await tab.send(AssignmentEditorState.load)
        kept = (await tab.kept(AssignmentEditorState)).criteria
        form = {
            "title": "Report, again",
            "instructions": "Write more.",
            "form": "rubric",
            "allows_text": "on",
            "is_published": "on",
            **{f"criterion-{one.key}": one.title for one in kept},
            **{f"level-{each.key}": each.title for one in kept for each in one.levels},
            **{f"points-{each.key}": each.points for one in kept for each in one.levels},
            **{f"description-{each.key}": each.description for one in kept for each in one.levels},
        }
        await finish(desk, tab, AssignmentEditorState.save(form))
        assert tab.failures == []
        assert (await tab.kept(AssignmentEditorState)).title == "Report, again"


async def test_a_figure_says_why_and_a_learner_can_try_marks_out(desk: Desk):
    learner = str(desk.people["learner"].id)
    async with tab_of(desk, "teacher", f"/classes/{desk.classroom_id}/gradebook") as tab:
        await finish(desk, tab, GradebookState.load)
        await finish(desk, tab, GradeRulesState.save_column({"title": "Oral", "points": "10"}))
        column = (await tab.kept(GradebookState)).columns[1]
        await finish(desk, tab, GradebookState.open_figure(learner, column.id))
        await finish(desk, tab, GradebookState.set_points({"points": "7,5"}))
        state = await tab.kept(GradebookState)
        assert [one.key for one in state.reasons] == ["gradebook.why_graded"]
        assert Decimal(state.rows[0].percent) == Decimal(75)
        await finish(
            desk,
            tab,
            GradeRulesState.save_rules(
                {"missing": "zero", "decimals": "0", "letters": "A 90, B 70"}
            ),
        )
        assert (await tab.kept(GradebookState)).rows[0].letter == "B"
    async with tab_of(desk, "learner", f"/classes/{desk.classroom_id}/mine") as tab:
        await finish(desk, tab, MyGradesState.load)
        await finish(desk, tab, MyGradesState.suppose(column.id, "10"))
        state = await tab.kept(MyGradesState)
        assert (state.percent, state.letter, state.is_supposed) == ("100", "A", True)
        await finish(desk, tab, MyGradesState.suppose(column.id, ""))
        state = await tab.kept(MyGradesState)
        assert (state.percent, state.is_supposed) == ("75", False)
