"""Names under which this domain appears in the audit log."""

CARD_REVIEWED = "practice_card.reviewed"
REVIEW_RATED = "practice_review.rated"
CARD_PUT_AWAY = "practice_card.put_away"
CARD_BROUGHT_BACK = "practice_card.brought_back"
SETTINGS_CHANGED = "practice_settings.changed"
