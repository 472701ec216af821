"""Looks up what a learner has shown of the objectives of a course. Whoever asks has checked that they may."""

from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from alp_app.db.reads import fetch_all
from alp_app.kit import clock
from alp_app.kit.ids import CourseId, UserId
from alp_app.kit.text import shorten
from alp_app.models.mastery import ObjectiveMastery
from alp_app.services.courses.markup import plain
from alp_app.services.courses.reading_views import CourseOutline
from alp_app.services.mastery.rules import Estimate, Sums, estimate, fading
from alp_app.services.mastery.views import EvidenceView, ObjectiveStanding
from alp_app.unit_of_work import Reader

MOST_EVIDENCE = 50
STEM_LENGTH = 160

_EVIDENCE = """
    SELECT e.kind, e.question_id, sum(e."right") AS "right", sum(e.wrong) AS wrong, max(e.at) AS at,
           coalesce((SELECT coalesce(nullif(v.content ->> 'stem', ''), v.content ->> 'text')
              FROM question q JOIN question_version v ON v.id = q.current_version_id
             WHERE q.id = e.question_id), '') AS stem
      FROM objective_evidence e
     WHERE e.user_id = %(user_id)s AND e.course_id = %(course_id)s
       AND e.objective_id = %(objective_id)s AND e.organisation_id = %(organisation_id)s
     GROUP BY e.kind, e.subject_id, e.question_id
    HAVING sum(e."right" + e.wrong) > 1e-9
     ORDER BY max(e.at) DESC, e.question_id
     LIMIT %(limit)s
"""


async def standings_of(
    reader: Reader, user_id: UserId, outline: CourseOutline
) -> tuple[ObjectiveStanding, ...]:
    """One for each objective of a course, also where nothing was answered yet."""
    statement = select(ObjectiveMastery).where(
        col(ObjectiveMastery.user_id) == user_id,
        col(ObjectiveMastery.course_id) == outline.course_id,
        col(ObjectiveMastery.organisation_id) == reader.organisation_id,
    )
    rows = {row.objective_id: row for row in (await reader.session.scalars(statement)).all()}
    now = clock.now()
    lessons = [lesson for module in outline.modules for lesson in module.lessons]
    found: list[ObjectiveStanding] = []
    for objective in outline.objectives:
        row = rows.get(objective.id)
        reckoned = _estimate(row, now)
        found.append(
            ObjectiveStanding(
                id=objective.id,
                text=objective.text,
                bloom=objective.bloom,
                mastery=reckoned.mastery,
                percent=round(reckoned.middle * 100),
                low=round(reckoned.low * 100),
                high=round(reckoned.high * 100),
                answers=row.answers if row else 0,
                answered_at=row.at if row else None,
                lesson_ids=tuple(
                    lesson.id for lesson in lessons if objective.id in lesson.objective_ids
                ),
            )
        )
    return tuple(found)


async def evidence_of(
    reader: Reader, user_id: UserId, course_id: CourseId, objective_id: UUID
) -> list[EvidenceView]:
    """The answers that a standing is drawn from, the latest first."""
    rows = await fetch_all(
        reader,
        _EVIDENCE,
        {
            "user_id": user_id,
            "course_id": course_id,
            "objective_id": objective_id,
            "organisation_id": reader.organisation_id,
            "limit": MOST_EVIDENCE,
        },
    )
    now = clock.now()
    return [
        EvidenceView(
            kind=row["kind"],
            question_id=row["question_id"],
            stem=shorten(plain(row["stem"]), STEM_LENGTH),
            percent=round(100 * row["right"] / (row["right"] + row["wrong"])),
            weight=round((row["right"] + row["wrong"]) * fading(row["at"], now), 2),
            at=row["at"],
        )
        for row in rows
    ]


def _estimate(row: ObjectiveMastery | None, now: datetime) -> Estimate:
    return estimate(Sums(row.right, row.wrong, row.at) if row else None, now)
