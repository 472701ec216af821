"""The only way to a card: as the learner whose it is, in the course as they read it now.

A card is asked while its learner is enrolled, their version of the course still asks the question in a
quiz, and the question may be graded.
"""

from dataclasses import dataclass
from typing import LiteralString

from pydantic import TypeAdapter
from sqlmodel import col, select

from alp_app.db.reads import fetch_one
from alp_app.kit.ids import PracticeCardId, PracticeReviewId, QuestionVersionId
from alp_app.models.assessment import QuestionVersion
from alp_app.models.practice import PracticeCard, PracticeReview
from alp_app.models.questions import AnyQuestion, FixedQuestion
from alp_app.services.assessment.seeds import draw, seed_of
from alp_app.services.assessment.variants import resolved
from alp_app.services.courses.gradable import STANDING
from alp_app.services.practice.errors import CardNotFound, ReviewNotFound
from alp_app.services.practice.rules import may_be_practised
from alp_app.unit_of_work import Reader

_FROM: LiteralString = """
    FROM practice_card c
    JOIN enrolment e ON e.user_id = c.user_id AND e.course_id = c.course_id AND e.is_current
    JOIN course k ON k.id = c.course_id AND k.deleted_at IS NULL
    JOIN course_version kv ON kv.id = e.version_id
    JOIN (SELECT lv.version_id, lv.lesson_id, lv.title, lv.position,
                 (asked.question ->> 'question_id')::uuid AS question_id,
                 (asked.question ->> 'question_version_id')::uuid AS question_version_id
            FROM enrolment m
            JOIN lesson_version lv ON lv.version_id = m.version_id
           CROSS JOIN LATERAL jsonb_path_query(lv.reading, '$.blocks[*].questions[*]')
                           AS asked(question)
           WHERE m.user_id = %(user_id)s AND m.is_current AND lv.lesson_id IN (
                 SELECT lesson_id FROM practice_card WHERE user_id = %(user_id)s)) lv
      ON lv.version_id = e.version_id AND lv.lesson_id = c.lesson_id
     AND lv.question_id = c.question_id
    JOIN question_version v ON v.id = lv.question_version_id
   WHERE c.user_id = %(user_id)s AND c.organisation_id = %(organisation_id)s
     AND """
MY_CARDS: LiteralString = _FROM + STANDING + " <> 'held'"
"""With the wording `v` that the learner's version of the course asks; what is held is not asked."""
_ASKED: LiteralString = "SELECT v.id AS version_id" + MY_CARDS + " AND c.id = %(card_id)s"
_QUESTION: TypeAdapter[AnyQuestion] = TypeAdapter(AnyQuestion)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCard:
    row: PracticeCard
    version_id: QuestionVersionId
    """The wording that its learner's version of the course asks."""


async def card_for(
    reader: Reader, card_id: PracticeCardId, *, for_update: bool = False
) -> AskedCard:
    """Raises CardNotFound. `for_update` makes two answers to one card follow one another."""
    statement = (
        select(PracticeCard)
        .where(
            col(PracticeCard.id) == card_id,
            col(PracticeCard.user_id) == reader.user_id,
            col(PracticeCard.organisation_id) == reader.organisation_id,
        )
        .execution_options(populate_existing=True)
    )
    row = (
        await reader.session.scalars(statement.with_for_update() if for_update else statement)
    ).first()
    given = {
        "user_id": reader.user_id,
        "organisation_id": reader.organisation_id,
        "card_id": card_id,
    }
    asked = await fetch_one(reader, _ASKED, given)
    if row is None or asked is None:
        raise CardNotFound
    return AskedCard(row=row, version_id=asked["version_id"])


async def review_for(
    reader: Reader, review_id: PracticeReviewId
) -> tuple[AskedCard, PracticeReview]:
    """My review and its card, which is locked. Raises ReviewNotFound."""
    review = await reader.session.get(PracticeReview, review_id)
    if review is None:
        raise ReviewNotFound
    try:
        return await card_for(reader, review.card_id, for_update=True), review
    except CardNotFound as error:
        raise ReviewNotFound from error


async def question_of(
    reader: Reader, version_id: QuestionVersionId, seed: int
) -> FixedQuestion | None:
    """With its key as one review asks it, never to be sent out; None when it may not be practised."""
    version = await reader.session.get(QuestionVersion, version_id)
    if version is None or not may_be_practised(version.content):
        return None
    return resolved(version.content, seed)


def question_in(content: object, seed: int) -> FixedQuestion | None:
    """The same from a question as it is stored."""
    question = _QUESTION.validate_python(content)
    return resolved(question, seed) if may_be_practised(question) else None


def seed_for(card_id: PracticeCardId, number: int) -> int:
    """Decides the order of options, and the values of what varies, in one review."""
    return draw(1 << 63, seed_of(card_id), number)
