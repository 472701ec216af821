"""Looks up what is to be practised: counts, and the questions that are due.

Days begin and end in the learner's zone.
"""

import zoneinfo
from collections.abc import Mapping
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from alp_app.db.reads import fetch_all, fetch_one
from alp_app.kit import clock
from alp_app.kit.ids import CourseId
from alp_app.kit.pages import BadCursor, Page, PageRequest, cursor_at
from alp_app.kit.text import shorten
from alp_app.services.assessment.asking import without_key
from alp_app.services.assessment.on_demand import prepare
from alp_app.services.courses.markup import plain
from alp_app.services.practice.access import MY_CARDS, question_in, seed_for
from alp_app.services.practice.errors import UnknownZone
from alp_app.services.practice.rules import NEW_PER_DAY
from alp_app.services.practice.views import CardView, ListedCardView, QueueView, SummaryView
from alp_app.unit_of_work import Reader

AT_ONCE = 20
"""Cards that are sent together; the rest come when these are answered."""
STEM_LENGTH = 160

_OF_COURSE: LiteralString = " AND (%(course_id)s::uuid IS NULL OR c.course_id = %(course_id)s)"
_SUMMARY: LiteralString = (
    """
    SELECT count(*) AS cards,
           count(*) FILTER (WHERE c.phase <> 'new' AND c.due_at <= %(now)s) AS due,
           count(*) FILTER (WHERE c.phase = 'new' AND c.due_at <= %(now)s) AS fresh,
           count(*) FILTER (WHERE c.phase = 'new' AND c.due_at > %(now)s) AS waiting,
           min(c.due_at) FILTER (WHERE c.due_at > %(now)s) AS next_due_at,
           (SELECT s.new_per_day FROM practice_settings s WHERE s.user_id = %(user_id)s)
             AS new_per_day,
           (SELECT count(*) FROM practice_card b
             WHERE b.user_id = %(user_id)s AND b.begun_at >= %(midnight)s) AS begun_today,
           (SELECT count(*) FROM practice_review r JOIN practice_card b ON b.id = r.card_id
             WHERE b.user_id = %(user_id)s AND r.correction = 0 AND r.at >= %(midnight)s)
             AS reviewed_today
"""  # noqa: S608 - all parts are literals, as LiteralString proves
    + MY_CARDS
    + _OF_COURSE
    + " AND c.put_away_at IS NULL"
)
_CARDS: LiteralString = (
    """
    SELECT c.id, c.reviews, c.phase, c.due_at, c.course_id, c.lesson_id, kv.title AS course_title,
           k.slug, lv.title AS lesson_title, v.id AS version_id, v.content
"""
    + MY_CARDS
    + _OF_COURSE
    + """
     AND c.put_away_at IS NULL
     AND CASE WHEN c.phase = 'new' THEN c.due_at <= %(now)s OR %(is_ahead)s
              ELSE c.due_at <= %(now)s END
   ORDER BY c.phase = 'new', c.due_at, c.id
   LIMIT %(limit)s
"""
)
_LISTED: LiteralString = (
    """
    SELECT c.id, c.reviews, c.due_at, c.due_at <= %(now)s AS is_due,
           c.put_away_at IS NOT NULL AS is_put_away, c.created_at,
           kv.title AS course_title, lv.title AS lesson_title,
           (SELECT coalesce(nullif(v.content ->> 'stem', ''), v.content ->> 'text', '')
              FROM question q JOIN question_version v ON v.id = q.current_version_id
             WHERE q.id = c.question_id) AS stem
"""  # noqa: S608 - as above
    + MY_CARDS
    + """
     AND (%(after_id)s::uuid IS NULL
          OR (c.created_at, c.id) < (%(after_at)s::timestamptz, %(after_id)s::uuid))
   ORDER BY c.created_at DESC, c.id DESC
   LIMIT %(limit)s
"""
)


async def get_summary(
    reader: Reader, *, zone: str = "UTC", course_id: CourseId | None = None
) -> SummaryView:
    """How much there is to practise now, and when there will be more. Raises UnknownZone."""
    return await _summary(reader, _given(reader, zone, course_id))


async def get_queue(
    reader: Reader,
    *,
    zone: str = "UTC",
    course_id: CourseId | None = None,
    is_ahead: bool = False,
) -> QueueView:
    """What to answer now, what is due the longest first and new questions last.

    `is_ahead` takes in new questions whose day has not come, beyond the limit of the day. Raises
    UnknownZone.
    """
    given = _given(reader, zone, course_id)
    summary = await _summary(reader, given)
    fresh = summary.fresh + (summary.waiting if is_ahead else 0)
    rows = await fetch_all(reader, _CARDS, {**given, "is_ahead": is_ahead, "limit": AT_ONCE})
    cards: list[CardView] = []
    for row in rows:
        is_new = row["phase"] == "new"
        if is_new and not fresh:
            continue
        card = _card(row)
        if card is not None:
            cards.append(card)
            fresh -= is_new
    return QueueView(summary=summary, cards=tuple(cards))


async def list_cards(reader: Reader, page: PageRequest) -> Page[ListedCardView]:
    """All that I practise, the latest met first, with what I put away."""
    keys = page.after(2)
    try:
        after = (datetime.fromisoformat(keys[0]), UUID(keys[1])) if keys else (None, None)
    except ValueError as error:
        raise BadCursor from error
    rows = await fetch_all(
        reader,
        _LISTED,
        {
            "user_id": reader.user_id,
            "organisation_id": reader.organisation_id,
            "now": clock.now(),
            "after_at": after[0],
            "after_id": after[1],
            "limit": page.limit + 1,
        },
    )
    shown = rows[: page.limit]
    last = shown[-1] if len(rows) > page.limit else None
    return Page(
        items=[
            ListedCardView.model_validate({**row, "stem": shorten(plain(row["stem"]), STEM_LENGTH)})
            for row in shown
        ],
        next_cursor=None
        if last is None
        else cursor_at(last["created_at"].isoformat(), str(last["id"])),
    )


async def _summary(reader: Reader, given: Mapping[str, Any]) -> SummaryView:
    row = await fetch_one(reader, _SUMMARY, given)
    if row is None:
        raise LookupError("an aggregate always has a row")
    new_per_day = NEW_PER_DAY if row["new_per_day"] is None else row["new_per_day"]
    fresh = min(row["fresh"], max(0, new_per_day - row["begun_today"]))
    return SummaryView(
        due=row["due"],
        fresh=fresh,
        waiting=row["waiting"] + row["fresh"] - fresh,
        reviewed_today=row["reviewed_today"],
        next_due_at=row["next_due_at"],
        cards=row["cards"],
        new_per_day=new_per_day,
    )


def _card(row: Mapping[str, Any]) -> CardView | None:
    """None: the question may not be practised any more."""
    number = row["reviews"] + 1
    seed = seed_for(row["id"], number)
    question = question_in(row["content"], seed)
    if question is None:
        return None
    asked = without_key(question, seed)
    if asked.type == "formula":
        prepare("algebra")
    if asked.is_unit_required:
        prepare("units")
    return CardView(
        id=row["id"],
        number=number,
        is_new=row["phase"] == "new",
        due_at=row["due_at"],
        question_version_id=row["version_id"],
        question=asked,
        course_id=row["course_id"],
        course_title=row["course_title"],
        slug=row["slug"],
        lesson_id=row["lesson_id"],
        lesson_title=row["lesson_title"],
    )


def _given(reader: Reader, zone: str, course_id: CourseId | None) -> Mapping[str, Any]:
    try:
        local = zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZone(zone) from error
    now = clock.now()
    return {
        "user_id": reader.user_id,
        "organisation_id": reader.organisation_id,
        "course_id": course_id,
        "now": now,
        "midnight": now.astimezone(local).replace(hour=0, minute=0, second=0, microsecond=0),
    }
