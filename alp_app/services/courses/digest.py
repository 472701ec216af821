"""One hash for all that a draft says: tells whether what was approved is still what stands there."""

import hashlib
from typing import Any

import orjson
from sqlmodel import col, select

from alp_app.models.assessment import Question
from alp_app.models.course import Course
from alp_app.services.courses.access import blocks_of, lessons_of, modules_of
from alp_app.unit_of_work import Reader


async def draft_digest(reader: Reader, course: Course) -> str:
    """SHA-256 over the words, order, files and questions of a draft; not over who reviewed it."""
    statement = select(Question.id, Question.current_version_id).where(
        col(Question.course_id) == course.id
    )
    wordings = dict((await reader.session.execute(statement)).all())
    lessons: list[Any] = []
    for lesson in await lessons_of(reader.session, course.id):
        blocks = [
            [block.content.model_dump(mode="json"), _asked(block.content, wordings)]
            for block in await blocks_of(reader.session, lesson.id)
        ]
        facts = (str(lesson.id), str(lesson.module_id), lesson.title, lesson.summary)
        promises = sorted(map(str, lesson.objective_ids))
        lessons.append([*facts, lesson.is_required, promises, blocks])
    modules = [
        [str(module.id), module.title, module.summary]
        for module in await modules_of(reader.session, course.id)
    ]
    objectives = [[str(each.id), each.text, each.bloom.value] for each in course.objectives]
    about = [course.title, course.summary, course.subject, course.audience, course.level.value]
    shown = [about, course.language, course.quiz_percent, str(course.cover_asset_id)]
    whole = orjson.dumps([shown, objectives, modules, lessons], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(whole).hexdigest()


def _asked(content: Any, wordings: dict[Any, Any]) -> list[str]:
    return [str(wordings.get(item)) for item in getattr(content, "question_ids", [])]
