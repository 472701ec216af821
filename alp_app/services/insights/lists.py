"""The rows behind a figure, for whoever may see the figure."""

from alp_app.kit.ids import ClassroomId, CourseId
from alp_app.kit.pages import Page
from alp_app.services.insights.access import class_scope, course_scope, my_scope
from alp_app.services.insights.rows import list_rows, write_rows
from alp_app.services.insights.views import InsightRow, RowRequest
from alp_app.unit_of_work import Reader


async def list_class_rows(
    reader: Reader, classroom_id: ClassroomId, wanted: RowRequest
) -> Page[InsightRow]:
    """Raises ClassNotFound or BadCursor."""
    _, scope = await class_scope(reader, classroom_id)
    return await list_rows(reader, scope, wanted)


async def write_class_rows(reader: Reader, classroom_id: ClassroomId, wanted: RowRequest) -> str:
    _, scope = await class_scope(reader, classroom_id)
    return await write_rows(reader, scope, wanted)


async def list_course_rows(
    reader: Reader, course_id: CourseId, wanted: RowRequest
) -> Page[InsightRow]:
    """Raises CourseNotFound, Forbidden or BadCursor."""
    _, scope = await course_scope(reader, course_id)
    return await list_rows(reader, scope, wanted)


async def write_course_rows(reader: Reader, course_id: CourseId, wanted: RowRequest) -> str:
    _, scope = await course_scope(reader, course_id)
    return await write_rows(reader, scope, wanted)


async def list_my_rows(reader: Reader, course_id: CourseId, wanted: RowRequest) -> Page[InsightRow]:
    """Raises CourseNotFound, NotEnrolled or BadCursor."""
    _, scope = await my_scope(reader, course_id)
    return await list_rows(reader, scope, wanted)


async def write_my_rows(reader: Reader, course_id: CourseId, wanted: RowRequest) -> str:
    _, scope = await my_scope(reader, course_id)
    return await write_rows(reader, scope, wanted)
