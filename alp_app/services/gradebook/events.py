"""Names under which this domain appears in the audit log."""

CATEGORY_CHANGED = "grade_category.changed"
CATEGORY_DELETED = "grade_category.deleted"
COLUMN_CHANGED = "grade_column.changed"
COLUMN_DELETED = "grade_column.deleted"
ENTRY_CHANGED = "grade_entry.changed"
RULES_CHANGED = "gradebook_rules.changed"
SHEET_IMPORTED = "gradebook.imported"
