"""Names under which this domain appears in the audit log."""

WORK_DUE_SOON = "grade_column.due_soon"
DIGEST_DUE = "digest.due"
SETTINGS_CHANGED = "notification_settings.changed"
UNSUBSCRIBED = "notification_settings.unsubscribed"
