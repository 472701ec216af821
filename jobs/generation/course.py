"""The parent of a generated course: which stages there are, and in which order."""

from typing import Any

from alp_app.jobspecs.evidence import CheckKeys
from alp_app.jobspecs.generation import (
    BuildModel,
    DrawPictures,
    FindTopics,
    GenerateCourse,
    ReadSources,
    WriteLessons,
    WriteObjectives,
    WriteQuizzes,
    WriteSyllabus,
)
from jobs.context import Child, JobContext
from jobs.generation.material import material_for


async def generate_course(context: JobContext, spec: GenerateCourse) -> None:
    """Run the stages in their order; pictures, model and questions side by side, their keys at the end."""
    work: dict[str, Any] = {"course_id": spec.course_id, "round": spec.round}
    material = await material_for(context, spec)
    in_turn = [
        *(
            [Child("sources", ReadSources(**work)), Child("topics", FindTopics(**work))]
            if material.sources
            else []
        ),
        Child("objectives", WriteObjectives(**work)),
        Child("syllabus", WriteSyllabus(**work)),
        Child("lessons", WriteLessons(**work)),
    ]
    at_once = [
        Child("quizzes", WriteQuizzes(**work), is_required=False),
        Child("pictures", DrawPictures(**work), is_required=False),
        Child("model", BuildModel(**work), is_required=False),
    ]
    verification = Child("verification", CheckKeys(**work), is_required=False)
    await context.plan([child.stage for child in (*in_turn, *at_once, verification)])
    for child in in_turn:
        await context.run_children([child])
    await context.run_children(at_once)
    await context.run_children([verification])
