"""Reads what learners answered in the quizzes of a course, for its statistics."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from pydantic import TypeAdapter

from alp_app.db.reads import fetch_all
from alp_app.kit.ids import BlockId, CourseId, LessonId
from alp_app.models.questions import AnyQuestion, ChoiceQuestion
from alp_app.services.assessment.bank_views import QuizStatistics
from alp_app.services.assessment.statistics import QuizFigures, Sitting, quiz_figures
from alp_app.services.courses.access import Purpose, course_for
from alp_app.unit_of_work import Reader

LONGEST_ANSWER = 3600.0
"""Seconds. Somebody who took longer did something else in between."""
_CONTENT: TypeAdapter[AnyQuestion] = TypeAdapter(AnyQuestion)

_FIRST_GOES = """
    SELECT DISTINCT ON (a.enrolment_id, a.block_id)
           a.lesson_id, a.block_id, a.started_at, a.question_version_ids::text AS asked,
           (SELECT coalesce(json_agg(json_build_object(
                     'version', qa.question_version_id, 'score', qa.score,
                     'response', qa.response, 'at', qa.answered_at) ORDER BY qa.answered_at), '[]')
              FROM quiz_answer qa WHERE qa.attempt_id = a.id)::text AS answers
      FROM quiz_attempt a
      JOIN enrolment e ON e.id = a.enrolment_id
     WHERE e.course_id = %(course_id)s AND a.is_passed IS NOT NULL
     ORDER BY a.enrolment_id, a.block_id, a.number
"""
_WORDINGS = """
    SELECT v.id::text AS id, v.content::text AS content
      FROM question_version v JOIN question q ON q.id = v.question_id
     WHERE q.course_id = %(course_id)s
"""


async def list_quiz_statistics(reader: Reader, course_id: CourseId) -> list[QuizStatistics]:
    """Of every quiz that somebody has finished, in the order of their lessons' making."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    given = {"course_id": course_id}
    goes = await fetch_all(reader, _FIRST_GOES, given)
    wordings = {row["id"]: row["content"] for row in await fetch_all(reader, _WORDINGS, given)}
    return await asyncio.to_thread(_figures, goes, wordings)


def _figures(
    goes: Sequence[Mapping[str, Any]], wordings: Mapping[str, str]
) -> list[QuizStatistics]:
    by_quiz: defaultdict[tuple[LessonId, BlockId], list[Sitting]] = defaultdict(list)
    for go in goes:
        by_quiz[go["lesson_id"], go["block_id"]].append(_sitting(go))
    return [
        QuizStatistics(lesson_id=lesson_id, block_id=block_id, figures=_of(sittings, wordings))
        for (lesson_id, block_id), sittings in sorted(by_quiz.items())
    ]


def _of(sittings: Sequence[Sitting], wordings: Mapping[str, str]) -> QuizFigures:
    asked = dict.fromkeys(version for sitting in sittings for version in sitting.scores)
    keys = {version: _key(wordings[version]) for version in asked if version in wordings}
    return quiz_figures(sittings, keys)


def _key(wording: str) -> dict[str, bool]:
    content = _CONTENT.validate_json(wording)
    if not isinstance(content, ChoiceQuestion):
        return {}
    return {str(option.id): option.is_correct for option in content.options}


def _sitting(go: Mapping[str, Any]) -> Sitting:
    scores: dict[str, float] = dict.fromkeys(orjson.loads(go["asked"]), 0.0)
    picks: dict[str, frozenset[str]] = {}
    seconds: dict[str, float] = {}
    before: datetime = go["started_at"]
    for answer in orjson.loads(go["answers"]):
        version, at = answer["version"], datetime.fromisoformat(answer["at"])
        scores[version] = answer["score"]
        picks[version] = frozenset(answer["response"].get("option_ids", ()))
        taken = (at - before).total_seconds()
        if 0 < taken <= LONGEST_ANSWER:
            seconds[version] = taken
        before = max(before, at)
    return Sitting(scores, picks, seconds)
