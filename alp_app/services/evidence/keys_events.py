"""Names under which work on answer keys is kept in the audit log."""

KEY_CHECKED = "key.checked"
KEY_VOUCHED = "key.vouched"
KEY_HELD = "key.held"
KEYS_CHECK_STARTED = "key.check_started"
