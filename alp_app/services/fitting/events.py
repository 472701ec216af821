"""Names under which this domain appears in the audit log."""

PREFERENCES_CHANGED = "learner_preferences.changed"
VARIANT_REQUESTED = "lesson_variant.requested"
VARIANT_KEPT = "lesson_variant.kept"
VARIANT_REFUSED = "lesson_variant.refused"
