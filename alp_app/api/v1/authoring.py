"""Drafts: courses, modules, lessons, blocks and questions as their authors edit them."""

from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.kit.ids import BlockId, ChangeId, CourseId, LessonId, ModuleId, QuestionId
from alp_app.models.questions import QuestionContent
from alp_app.security.policies import Policy
from alp_app.services.assessment import quizzes
from alp_app.services.assessment.bank_inputs import QuestionInput
from alp_app.services.courses import commands, publishing, queries
from alp_app.services.courses import objectives as promises
from alp_app.services.courses.inputs import (
    BlockInput,
    CompletionInput,
    CourseInput,
    ObjectiveInput,
    PartInput,
)
from alp_app.services.courses.views import (
    AuthoredCourseView,
    ChangeView,
    ChecklistView,
    CourseView,
    DraftView,
    LessonDraftView,
    PublishedView,
)
from alp_app.services.learning.adoption import publish_to_learners

router = APIRouter(prefix="/drafts", tags=["Drafts"], route_class=ActorRoute)


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Objective(Body):
    id: UUID | None = Field(default=None, description="Of an objective that is kept.")
    objective: ObjectiveInput


class Move(Body):
    to: int = Field(ge=0, description="Index among the siblings, from 0.")


class LessonMove(Move):
    module_id: ModuleId


class NewBlock(Body):
    block: BlockInput
    at: int | None = Field(default=None, ge=0, description="Index, from 0; the end when left out.")


class BlockEdit(Body):
    block: BlockInput
    revision: int = Field(description="The revision that the edit began from.")


class Question(Body):
    content: QuestionContent


class Review(Body):
    is_reviewed: bool


class Requirement(Body):
    is_required: bool


@router.get("", responses=documented(403))
@allow(Policy.STAFF)
async def list_drafts(reader: Read) -> list[AuthoredCourseView]:
    """The courses that you may edit."""
    return await queries.list_authored(reader)


@router.post("", status_code=201, responses=documented(403, 422))
@allow(Policy.STAFF)
async def create_course(details: CourseInput, work: Work) -> CourseView:
    """Begin an empty course by hand. To have one drafted: `POST /generations`."""
    return await commands.create_course(work, details=details)


@router.get("/{course_id}", responses=documented(403, 404))
@allow(Policy.STAFF)
async def get_draft(course_id: CourseId, reader: Read) -> DraftView:
    return await queries.get_draft(reader, course_id)


@router.put("/{course_id}", responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def change_course(course_id: CourseId, details: CourseInput, work: Work) -> ChangeView:
    return await commands.change_course(work, course_id, details=details)


@router.put("/{course_id}/completion", responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def change_completion(course_id: CourseId, rules: CompletionInput, work: Work) -> ChangeView:
    """Say what learners need beyond the required lessons. It holds from the next publishing on."""
    return await commands.change_completion(work, course_id, rules=rules)


@router.put("/{course_id}/objectives", responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def change_objectives(
    course_id: CourseId, objectives: list[Objective], work: Work
) -> ChangeView:
    """Replace the whole list."""
    given = [(item.id, item.objective) for item in objectives]
    return await promises.change_objectives(work, course_id, objectives=given)


@router.post("/{course_id}/objectives", status_code=201, responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def add_objective(course_id: CourseId, objective: ObjectiveInput, work: Work) -> ChangeView:
    return await promises.add_objective(work, course_id, objective=objective)


@router.put("/{course_id}/objectives/{objective_id}", responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def change_objective(
    course_id: CourseId, objective_id: UUID, objective: ObjectiveInput, work: Work
) -> ChangeView:
    return await promises.change_objective(work, course_id, objective_id, objective=objective)


@router.post("/{course_id}/objectives/{objective_id}/move", responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def move_objective(
    course_id: CourseId, objective_id: UUID, move: Move, work: Work
) -> ChangeView:
    return await promises.move_objective(work, course_id, objective_id, to=move.to)


@router.delete("/{course_id}/objectives/{objective_id}", responses=documented(403, 404))
@allow(Policy.STAFF)
async def delete_objective(course_id: CourseId, objective_id: UUID, work: Work) -> ChangeView:
    return await promises.delete_objective(work, course_id, objective_id)


@router.delete("/{course_id}", responses=documented(403, 404))
@allow(Policy.STAFF)
async def delete_course(course_id: CourseId, work: Work) -> ChangeView:
    return await commands.delete_course(work, course_id)


@router.get("/{course_id}/checklist", responses=documented(403, 404))
@allow(Policy.STAFF)
async def get_checklist(course_id: CourseId, reader: Read) -> ChecklistView:
    """What stands between the draft and its learners."""
    return await queries.get_checklist(reader, course_id)


@router.post("/{course_id}/publish", status_code=201, responses=documented(403, 404, 409))
@allow(Policy.STAFF)
async def publish_course(
    course_id: CourseId, work: Work, leave_out_held: bool = False
) -> PublishedView:
    """Open the draft as it stands to learners, as the next version. `leave_out_held`: without the
    questions whose answer keys are held, which otherwise block it."""
    return await publish_to_learners(work, course_id, leaves_out_held=leave_out_held)


@router.post("/{course_id}/archive", status_code=204, responses=documented(403, 404))
@allow(Policy.STAFF)
async def archive_course(course_id: CourseId, work: Work) -> None:
    """Take the course out of the catalogue."""
    await publishing.archive_course(work, course_id)


@router.post("/{course_id}/modules", status_code=201, responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def add_module(course_id: CourseId, part: PartInput, work: Work) -> ChangeView:
    return await commands.add_module(work, course_id, part=part)


@router.put("/modules/{module_id}", responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def change_module(module_id: ModuleId, part: PartInput, work: Work) -> ChangeView:
    return await commands.change_module(work, module_id, part=part)


@router.post("/modules/{module_id}/move", responses=documented(403, 404))
@allow(Policy.STAFF)
async def move_module(module_id: ModuleId, move: Move, work: Work) -> ChangeView:
    return await commands.move_module(work, module_id, to=move.to)


@router.delete("/modules/{module_id}", responses=documented(403, 404))
@allow(Policy.STAFF)
async def delete_module(module_id: ModuleId, work: Work) -> ChangeView:
    return await commands.delete_module(work, module_id)


@router.post("/modules/{module_id}/lessons", status_code=201, responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def add_lesson(module_id: ModuleId, part: PartInput, work: Work) -> ChangeView:
    return await commands.add_lesson(work, module_id, part=part)


@router.get("/lessons/{lesson_id}", responses=documented(403, 404))
@allow(Policy.STAFF)
async def get_lesson_draft(lesson_id: LessonId, reader: Read) -> LessonDraftView:
    return await queries.get_lesson_draft(reader, lesson_id)


@router.put("/lessons/{lesson_id}", responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def change_lesson(lesson_id: LessonId, part: PartInput, work: Work) -> ChangeView:
    return await commands.change_lesson(work, lesson_id, part=part)


@router.post("/lessons/{lesson_id}/move", responses=documented(403, 404))
@allow(Policy.STAFF)
async def move_lesson(lesson_id: LessonId, move: LessonMove, work: Work) -> ChangeView:
    return await commands.move_lesson(work, lesson_id, module_id=move.module_id, to=move.to)


@router.put("/lessons/{lesson_id}/review", responses=documented(403, 404))
@allow(Policy.STAFF)
async def review_lesson(lesson_id: LessonId, review: Review, work: Work) -> ChangeView:
    """Sign a lesson as read and right, or take the signature back."""
    return await commands.review_lesson(work, lesson_id, is_reviewed=review.is_reviewed)


@router.put("/lessons/{lesson_id}/requirement", responses=documented(403, 404))
@allow(Policy.STAFF)
async def require_lesson(lesson_id: LessonId, requirement: Requirement, work: Work) -> ChangeView:
    """Say whether the course can be completed without a lesson."""
    return await commands.require_lesson(work, lesson_id, is_required=requirement.is_required)


@router.delete("/lessons/{lesson_id}", responses=documented(403, 404))
@allow(Policy.STAFF)
async def delete_lesson(lesson_id: LessonId, work: Work) -> ChangeView:
    return await commands.delete_lesson(work, lesson_id)


@router.post("/lessons/{lesson_id}/blocks", status_code=201, responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def add_block(lesson_id: LessonId, new: NewBlock, work: Work) -> ChangeView:
    return await commands.add_block(work, lesson_id, block=new.block, at=new.at)


@router.put("/blocks/{block_id}", responses=documented(403, 404, 409, 422))
@allow(Policy.STAFF)
async def change_block(block_id: BlockId, edit: BlockEdit, work: Work) -> ChangeView:
    """Save an edit. Refused when somebody changed the block meanwhile."""
    return await commands.change_block(work, block_id, block=edit.block, revision=edit.revision)


@router.post("/blocks/{block_id}/move", responses=documented(403, 404))
@allow(Policy.STAFF)
async def move_block(block_id: BlockId, move: Move, work: Work) -> ChangeView:
    return await commands.move_block(work, block_id, to=move.to)


@router.delete("/blocks/{block_id}", responses=documented(403, 404))
@allow(Policy.STAFF)
async def delete_block(block_id: BlockId, work: Work) -> ChangeView:
    return await commands.delete_block(work, block_id)


@router.post("/blocks/{block_id}/questions", status_code=201, responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def add_question(block_id: BlockId, question: Question, work: Work) -> ChangeView:
    """Make a question at the end of a quiz."""
    made = QuestionInput(content=question.content)
    return await quizzes.add_quiz_question(work, block_id, question=made)


@router.put("/questions/{question_id}", responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def change_question(question_id: QuestionId, question: Question, work: Work) -> ChangeView:
    return await quizzes.change_quiz_question(work, question_id, content=question.content)


@router.put("/blocks/{block_id}/questions/{question_id}", responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def place_question(block_id: BlockId, question_id: QuestionId, work: Work) -> ChangeView:
    """Put a question of the course's bank at the end of a quiz."""
    return await quizzes.place_question(work, block_id, question_id)


@router.delete("/blocks/{block_id}/questions/{question_id}", responses=documented(403, 404))
@allow(Policy.STAFF)
async def delete_question(block_id: BlockId, question_id: QuestionId, work: Work) -> ChangeView:
    return await commands.delete_question(work, block_id, question_id)


@router.post("/changes/{change_id}/undo", status_code=204, responses=documented(404, 409))
@allow(Policy.STAFF)
async def undo_change(change_id: ChangeId, work: Work) -> None:
    """Take back one change."""
    await commands.undo_change(work, change_id)
