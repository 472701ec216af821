"""Names under which this domain appears in the audit log."""

FEED_MADE = "calendar_feed.made"
FEED_REVOKED = "calendar_feed.revoked"
