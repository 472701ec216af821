"""Grades: a class's whole book for its teachers, their own row for learners."""

from fastapi import APIRouter, Response

from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.kit.ids import ClassroomId, GradeCategoryId, GradeItemId, UserId
from alp_app.security.policies import Policy
from alp_app.services.gradebook import commands, queries, sheets
from alp_app.services.gradebook.inputs import (
    CategoryInput,
    ColumnInput,
    EntryInput,
    ExtensionInput,
    RequirementsInput,
    RulesInput,
    SheetInput,
    Supposed,
)
from alp_app.services.gradebook.views import ExtensionView, GradebookView, MyGradesView, SheetPlan

router = APIRouter(tags=["Grades"], route_class=ActorRoute)

BOOK = "/classes/{classroom_id}/gradebook"


@router.get(BOOK, responses=documented(404))
@allow(Policy.STAFF)
async def get_gradebook(classroom_id: ClassroomId, reader: Read) -> GradebookView:
    """Everybody's grades, each figure with why it is what it is."""
    return await queries.get_gradebook(reader, classroom_id)


@router.get(
    f"{BOOK}.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}}, **documented(404)},
)
@allow(Policy.STAFF)
async def download_gradebook(classroom_id: ClassroomId, reader: Read) -> Response:
    """The gradebook for a spreadsheet."""
    text = await sheets.write_gradebook(reader, classroom_id)
    headers = {"Content-Disposition": 'attachment; filename="gradebook.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@router.post(f"{BOOK}/sheet/preview", responses=documented(404, 409, 422))
@allow(Policy.STAFF)
async def preview_sheet(classroom_id: ClassroomId, sheet: SheetInput, work: Work) -> SheetPlan:
    """What a sheet would change. Nothing is changed."""
    return await sheets.plan_sheet(work, classroom_id, sheet.text)


@router.post(f"{BOOK}/sheet", responses=documented(404, 409, 422))
@allow(Policy.STAFF)
async def import_sheet(classroom_id: ClassroomId, sheet: SheetInput, work: Work) -> SheetPlan:
    """Change what a sheet says differently, in columns that are filled in by hand."""
    return await sheets.import_sheet(work, classroom_id, sheet.text)


@router.put(f"{BOOK}/rules", responses=documented(404, 409, 422))
@allow(Policy.STAFF)
async def set_rules(classroom_id: ClassroomId, rules: RulesInput, work: Work) -> GradebookView:
    """What counts where nothing was handed in, letters, and how a grade is rounded when shown."""
    await commands.set_rules(work, classroom_id, rules=rules)
    return await queries.get_gradebook(work, classroom_id)


@router.put(f"{BOOK}/requirements", responses=documented(404, 409, 422))
@allow(Policy.STAFF)
async def set_requirements(
    classroom_id: ClassroomId, requirements: RequirementsInput, work: Work
) -> GradebookView:
    """What learners must have done in this class to complete its course, besides the lessons."""
    await commands.set_requirements(work, classroom_id, requirements=requirements)
    return await queries.get_gradebook(work, classroom_id)


@router.post(f"{BOOK}/categories", status_code=201, responses=documented(404, 409, 422))
@allow(Policy.STAFF)
async def add_category(
    classroom_id: ClassroomId, category: CategoryInput, work: Work
) -> GradebookView:
    await commands.add_category(work, classroom_id, category=category)
    return await queries.get_gradebook(work, classroom_id)


@router.put(f"{BOOK}/categories/{{category_id}}", responses=documented(404, 409, 422))
@allow(Policy.STAFF)
async def change_category(
    classroom_id: ClassroomId, category_id: GradeCategoryId, category: CategoryInput, work: Work
) -> GradebookView:
    await commands.change_category(work, classroom_id, category_id, category=category)
    return await queries.get_gradebook(work, classroom_id)


@router.delete(
    f"{BOOK}/categories/{{category_id}}", status_code=204, responses=documented(404, 409)
)
@allow(Policy.STAFF)
async def delete_category(
    classroom_id: ClassroomId, category_id: GradeCategoryId, work: Work
) -> None:
    """One without columns."""
    await commands.delete_category(work, classroom_id, category_id)


@router.post(f"{BOOK}/columns", status_code=201, responses=documented(404, 409, 422))
@allow(Policy.STAFF)
async def add_column(classroom_id: ClassroomId, column: ColumnInput, work: Work) -> GradebookView:
    """A column that is filled in by hand. Each assignment brings its own."""
    await commands.add_column(work, classroom_id, column=column)
    return await queries.get_gradebook(work, classroom_id)


@router.put("/grade-columns/{item_id}", status_code=204, responses=documented(404, 409, 422))
@allow(Policy.STAFF)
async def change_column(item_id: GradeItemId, column: ColumnInput, work: Work) -> None:
    await commands.change_column(work, item_id, column=column)


@router.delete("/grade-columns/{item_id}", status_code=204, responses=documented(404, 409))
@allow(Policy.STAFF)
async def delete_column(item_id: GradeItemId, work: Work) -> None:
    await commands.delete_column(work, item_id)


@router.put(
    "/grade-columns/{item_id}/learners/{user_id}",
    status_code=204,
    responses=documented(404, 409, 422),
)
@allow(Policy.STAFF)
async def change_entry(
    item_id: GradeItemId, user_id: UserId, change: EntryInput, work: Work
) -> None:
    """Mark by hand, excuse, or let a figure stand instead of the mark for a reason."""
    await commands.change_entry(work, item_id, user_id, change=change)


@router.put(
    "/grade-columns/{item_id}/learners/{user_id}/extension",
    status_code=204,
    responses=documented(404, 409, 422),
)
@allow(Policy.STAFF)
async def extend(
    item_id: GradeItemId, user_id: UserId, extension: ExtensionInput, work: Work
) -> None:
    """More time or attempts for one learner. An empty one takes it back."""
    await commands.extend(work, item_id, user_id, extension=extension)


@router.get("/grade-columns/{item_id}/learners/{user_id}/extension", responses=documented(404))
@allow(Policy.STAFF)
async def get_extension(item_id: GradeItemId, user_id: UserId, reader: Read) -> ExtensionView:
    return await queries.get_extension(reader, item_id, user_id)


@router.get("/me/classes/{classroom_id}/grades", responses=documented(404))
@allow(Policy.SIGNED_IN)
async def get_my_grades(classroom_id: ClassroomId, reader: Read) -> MyGradesView:
    """Your own grades in a class, as far as they are released."""
    return await queries.get_my_grades(reader, classroom_id)


@router.post("/me/classes/{classroom_id}/grades/what-if", responses=documented(404, 422))
@allow(Policy.SIGNED_IN)
async def what_if(classroom_id: ClassroomId, supposed: list[Supposed], work: Work) -> MyGradesView:
    """Your grades if you had these points. Nothing is changed."""
    return await queries.get_my_grades(work, classroom_id, supposed=supposed)
