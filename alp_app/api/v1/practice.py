"""Spaced review: what is due, answering it, and taking it to Anki."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from alp_app import runtime
from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Paging, Read, Work, allow
from alp_app.kit.ids import CourseId, PracticeCardId, PracticeReviewId
from alp_app.kit.pages import Page
from alp_app.security.policies import Policy
from alp_app.services.practice import commands, exporting, queries
from alp_app.services.practice.anki import MEDIA_TYPE
from alp_app.services.practice.inputs import CardAnswer, EaseInput, PutAwayInput, SettingsInput
from alp_app.services.practice.views import (
    ListedCardView,
    OfferView,
    QueueView,
    ReviewedView,
    SummaryView,
)

router = APIRouter(prefix="/practice", tags=["Practice"], route_class=ActorRoute)

Zone = Annotated[str, Query(max_length=60, examples=["Europe/Berlin"])]


@router.get("/summary", responses=documented(422))
@allow(Policy.SIGNED_IN)
async def get_practice_summary(
    reader: Read, zone: Zone = "UTC", course_id: CourseId | None = None
) -> SummaryView:
    """How many questions wait for you now, and when there will be more."""
    return await queries.get_summary(reader, zone=zone, course_id=course_id)


@router.get("/queue", responses=documented(422))
@allow(Policy.SIGNED_IN)
async def get_practice_queue(
    reader: Read,
    zone: Zone = "UTC",
    course_id: CourseId | None = None,
    ahead: bool = False,
) -> QueueView:
    """The next questions to answer. `ahead` takes in new ones whose day has not come."""
    return await queries.get_queue(reader, zone=zone, course_id=course_id, is_ahead=ahead)


@router.get("/cards", responses=documented(422))
@allow(Policy.SIGNED_IN)
async def list_practice_cards(asked: Paging, reader: Read) -> Page[ListedCardView]:
    """Every question that you practise, the latest met first."""
    return await queries.list_cards(reader, asked)


@router.post("/cards/{card_id}/answers", responses=documented(404, 409, 422))
@allow(Policy.SIGNED_IN)
async def answer_practice_card(
    card_id: PracticeCardId, given: CardAnswer, work: Work
) -> ReviewedView:
    """Answer one question. The first answer to a review counts, however often it is sent."""
    return await commands.answer_card(work, card_id, number=given.number, answer=given.answer)


@router.put("/cards/{card_id}/put-away", status_code=204, responses=documented(404))
@allow(Policy.SIGNED_IN)
async def put_practice_card_away(card_id: PracticeCardId, given: PutAwayInput, work: Work) -> None:
    """Do not be asked a question any more, or be asked it again."""
    await commands.put_away(work, card_id, is_put_away=given.is_put_away)


@router.put("/reviews/{practice_review_id}/rating", responses=documented(404, 409))
@allow(Policy.SIGNED_IN)
async def rate_practice_review(
    practice_review_id: PracticeReviewId, given: EaseInput, work: Work
) -> OfferView:
    """Say how hard your latest right answer to a question was."""
    return await commands.rate_review(work, practice_review_id, rating=given.rating)


@router.put("/settings", status_code=204)
@allow(Policy.SIGNED_IN)
async def change_practice_settings(given: SettingsInput, work: Work) -> None:
    """How many new questions a day you want."""
    await commands.change_settings(work, inputs=given)


@router.get(
    "/practice.apkg",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}}}, **documented(409)},
)
@allow(Policy.SIGNED_IN)
async def download_anki_package(reader: Read, course_id: CourseId | None = None) -> Response:
    """What you practise, as a package for Anki, with answers, reasons, sources and pictures."""
    file = await exporting.export_cards(reader, runtime.current().objects, course_id=course_id)
    headers = {"Content-Disposition": f'attachment; filename="{file.filename}"'}
    return Response(file.content, media_type=MEDIA_TYPE, headers=headers)
