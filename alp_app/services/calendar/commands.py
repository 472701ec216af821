"""Letting other programs read one's calendar, and no longer."""

from alp_app.kit import clock
from alp_app.models.calendar import CalendarFeed
from alp_app.security.tokens import new_token, token_hash
from alp_app.services.calendar import events
from alp_app.services.calendar.views import NewFeed
from alp_app.unit_of_work import UnitOfWork


async def make_feed(work: UnitOfWork) -> NewFeed:
    """A secret address of my calendar; the one before ends."""
    token = new_token()
    feed = await work.session.get(CalendarFeed, work.user_id, with_for_update=True) or CalendarFeed(
        user_id=work.user_id, organisation_id=work.organisation_id, token_hash=""
    )
    feed.token_hash, feed.created_at = token_hash(token), clock.now()
    work.session.add(feed)
    work.record(events.FEED_MADE, work.user_id)
    return NewFeed(token=token)


async def revoke_feed(work: UnitOfWork) -> None:
    """From now on the address opens nothing."""
    feed = await work.session.get(CalendarFeed, work.user_id)
    if feed is not None:
        await work.session.delete(feed)
        work.record(events.FEED_REVOKED, work.user_id)
