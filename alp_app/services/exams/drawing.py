"""Chooses what one attempt asks: by the test's sections, the bank as it stands, and a seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import col, select

from alp_app.db.reads import fetch_all
from alp_app.kit.ids import CourseId, QuestionId, QuestionVersionId
from alp_app.models.assessment import QuestionVersion
from alp_app.models.exams import AskedSlot, Chosen, Drawn, Exam
from alp_app.models.questions import AnyQuestion
from alp_app.services.assessment.seeds import draw, shuffled
from alp_app.services.courses.gradable import STANDING
from alp_app.services.exams.errors import TooFewQuestions
from alp_app.unit_of_work import Reader

_BANK = f"""
    SELECT q.id, q.current_version_id, q.category, q.tags, v.content ->> 'type' AS type,
           q.deleted_at IS NOT NULL AS is_deleted, {STANDING} = 'held' AS is_held
      FROM question q JOIN question_version v ON v.id = q.current_version_id
     WHERE q.course_id = %(course_id)s
     ORDER BY q.id
"""  # noqa: S608 - both parts are literals


@dataclass(frozen=True, slots=True)
class Banked:
    id: QuestionId
    version_id: QuestionVersionId
    category: str
    tags: Sequence[str]
    is_deleted: bool
    """Not drawn any more; a test that chose it still asks it."""
    is_held: bool = False
    """Its key decides no mark: not drawn, and not to be chosen."""

    def fits(self, wanted: Drawn) -> bool:
        is_below = self.category == wanted.category or self.category.startswith(
            f"{wanted.category}/"
        )
        return (
            not self.is_deleted
            and not self.is_held
            and (not wanted.category or is_below)
            and (not wanted.tag or wanted.tag in self.tags)
        )


async def bank_of(reader: Reader, course_id: CourseId) -> dict[QuestionId, Banked]:
    """What a test of this course can ask. For callers who have checked that they may."""
    rows = await fetch_all(reader, _BANK, {"course_id": course_id})
    return {
        row["id"]: Banked(
            row["id"],
            row["current_version_id"],
            row["category"],
            row["tags"],
            row["is_deleted"],
            row["is_held"],
        )
        for row in rows
    }


def chosen_for(exam: Exam, bank: Mapping[QuestionId, Banked], seed: int) -> list[AskedSlot]:
    """Each question once, those that are chosen before those that are drawn. Raises
    TooFewQuestions."""
    taken = {
        part.question_id
        for section in exam.sections
        for part in section.parts
        if isinstance(part, Chosen)
    }
    asked: list[tuple[str, Banked, Decimal]] = []
    for number, section in enumerate(exam.sections):
        here: list[tuple[str, Banked, Decimal]] = []
        for place, part in enumerate(section.parts):
            if isinstance(part, Chosen):
                if part.question_id in bank:
                    here.append((section.title, bank[part.question_id], part.points))
                continue
            pool = [one for one in bank.values() if one.id not in taken and one.fits(part)]
            if len(pool) < part.count:
                raise TooFewQuestions(part.count, len(pool))
            purpose = draw(1 << 62, seed, "draw", number, place)
            picked = shuffled(pool, purpose, key=lambda one: one.id)[: part.count]
            taken |= {one.id for one in picked}
            here += [(section.title, one, part.points) for one in picked]
        if exam.is_shuffled:
            here = list(shuffled(here, draw(1 << 62, seed, "order", number), key=_id_of))
        asked += here
    return [
        AskedSlot(
            section=title,
            question_id=one.id,
            version_id=one.version_id,
            points=points,
            seed=draw(1 << 62, seed, "slot", slot),
        )
        for slot, (title, one, points) in enumerate(asked)
    ]


async def wordings(
    reader: Reader, version_ids: Sequence[QuestionVersionId]
) -> dict[QuestionVersionId, AnyQuestion]:
    """Keys included: never to be sent to a learner."""
    statement = select(QuestionVersion).where(col(QuestionVersion.id).in_(set(version_ids)))
    return {row.id: row.content for row in await reader.session.scalars(statement)}


def _id_of(asked: tuple[str, Banked, Decimal]) -> QuestionId:
    return asked[1].id
