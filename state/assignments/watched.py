"""What pages about one assignment listen to."""

from alp_app.kit.ids import AssignmentId, CourseId
from alp_app.services.assignments.queries import get_assignment
from alp_app.services.classes.queries import get_class
from alp_app.unit_of_work import Reader


async def course_of(reader: Reader, assignment_id: AssignmentId) -> CourseId:
    """The course whose `grading` topic tells of the assignment's work."""
    assignment = await get_assignment(reader, assignment_id)
    return (await get_class(reader, assignment.classroom_id)).course_id
