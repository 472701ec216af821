"""Assignments, what is handed in, its marks, and the gradebook of a class."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comment_snippet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("comment_snippet_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("comment_snippet_user_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("comment_snippet_pkey")),
    )
    op.create_index(
        op.f("comment_snippet_organisation_id_idx"),
        "comment_snippet",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        op.f("comment_snippet_user_id_idx"), "comment_snippet", ["user_id"], unique=False
    )
    op.create_table(
        "grade_category",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("weight", sa.Numeric(precision=9, scale=3), nullable=True),
        sa.Column("drop_lowest", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("grade_category_classroom_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("grade_category_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("grade_category_pkey")),
    )
    op.create_index(
        op.f("grade_category_classroom_id_idx"), "grade_category", ["classroom_id"], unique=False
    )
    op.create_index(
        op.f("grade_category_organisation_id_idx"),
        "grade_category",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "gradebook_rules",
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("missing", sa.String(), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("letters", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("gradebook_rules_classroom_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("gradebook_rules_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("classroom_id", name=op.f("gradebook_rules_pkey")),
    )
    op.create_index(
        op.f("gradebook_rules_organisation_id_idx"),
        "gradebook_rules",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "grade_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("points", sa.Numeric(precision=9, scale=3), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_extra", sa.Boolean(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("late_percent", sa.Numeric(precision=9, scale=3), nullable=False),
        sa.Column("late_most_percent", sa.Numeric(precision=9, scale=3), nullable=False),
        sa.Column("late_grace_minutes", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["grade_category.id"],
            name=op.f("grade_item_category_id_fkey"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("grade_item_classroom_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("grade_item_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("grade_item_pkey")),
    )
    op.create_index(op.f("grade_item_category_id_idx"), "grade_item", ["category_id"], unique=False)
    op.create_index(
        op.f("grade_item_classroom_id_idx"), "grade_item", ["classroom_id"], unique=False
    )
    op.create_index(
        op.f("grade_item_organisation_id_idx"), "grade_item", ["organisation_id"], unique=False
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=True),
        sa.Column("instructions", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("allows_text", sa.Boolean(), nullable=False),
        sa.Column("allows_files", sa.Boolean(), nullable=False),
        sa.Column("files_most", sa.Integer(), nullable=False),
        sa.Column("file_megabytes_most", sa.Integer(), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("attempts >= 1", name=op.f("assignment_attempts_check")),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("assignment_classroom_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name=op.f("assignment_created_by_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["grade_item.id"], name=op.f("assignment_item_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("assignment_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("assignment_pkey")),
    )
    op.create_index(
        op.f("assignment_classroom_id_idx"), "assignment", ["classroom_id"], unique=False
    )
    op.create_index(op.f("assignment_created_by_idx"), "assignment", ["created_by"], unique=False)
    op.create_index(op.f("assignment_item_id_idx"), "assignment", ["item_id"], unique=True)
    op.create_index(
        op.f("assignment_organisation_id_idx"), "assignment", ["organisation_id"], unique=False
    )
    op.create_table(
        "grade_entry",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.Numeric(precision=9, scale=3), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_excused", sa.Boolean(), nullable=False),
        sa.Column("override_points", sa.Numeric(precision=9, scale=3), nullable=True),
        sa.Column("override_reason", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extra_attempts", sa.Integer(), nullable=False),
        sa.Column("extension_reason", sa.String(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["grade_item.id"],
            name=op.f("grade_entry_item_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("grade_entry_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("grade_entry_user_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", "user_id", name=op.f("grade_entry_pkey")),
    )
    op.create_index(
        op.f("grade_entry_organisation_id_idx"), "grade_entry", ["organisation_id"], unique=False
    )
    op.create_index("grade_entry_user_idx", "grade_entry", ["user_id"], unique=False)
    op.create_table(
        "criterion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("levels", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("criterion_assignment_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("criterion_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("criterion_pkey")),
    )
    op.create_index(
        op.f("criterion_assignment_id_idx"), "criterion", ["assignment_id"], unique=False
    )
    op.create_index(
        op.f("criterion_organisation_id_idx"), "criterion", ["organisation_id"], unique=False
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reflections", postgresql.JSONB(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("submission_assignment_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("submission_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("submission_user_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("submission_pkey")),
        sa.UniqueConstraint(
            "assignment_id",
            "user_id",
            "attempt",
            name=op.f("submission_assignment_id_user_id_attempt_key"),
        ),
    )
    op.create_index(
        op.f("submission_assignment_id_idx"), "submission", ["assignment_id"], unique=False
    )
    op.create_index(
        op.f("submission_organisation_id_idx"), "submission", ["organisation_id"], unique=False
    )
    op.create_index("submission_user_idx", "submission", ["user_id"], unique=False)
    op.create_table(
        "grade_mark",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("grader_id", sa.Uuid(), nullable=True),
        sa.Column("criteria", postgresql.JSONB(), nullable=False),
        sa.Column("points", sa.Numeric(precision=9, scale=3), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["grader_id"],
            ["user_account.id"],
            name=op.f("grade_mark_grader_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("grade_mark_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("grade_mark_submission_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("grade_mark_pkey")),
    )
    op.create_index(op.f("grade_mark_grader_id_idx"), "grade_mark", ["grader_id"], unique=False)
    op.create_index(
        op.f("grade_mark_organisation_id_idx"), "grade_mark", ["organisation_id"], unique=False
    )
    op.create_table(
        "submission_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("scan", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("scanned_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"],
            ["asset.id"],
            name=op.f("submission_file_asset_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("submission_file_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("submission_file_submission_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("submission_file_pkey")),
    )
    op.create_index(
        op.f("submission_file_asset_id_idx"), "submission_file", ["asset_id"], unique=True
    )
    op.create_index(
        op.f("submission_file_organisation_id_idx"),
        "submission_file",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        op.f("submission_file_submission_id_idx"),
        "submission_file",
        ["submission_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("submission_file_submission_id_idx"), table_name="submission_file")
    op.drop_index(op.f("submission_file_organisation_id_idx"), table_name="submission_file")
    op.drop_index(op.f("submission_file_asset_id_idx"), table_name="submission_file")
    op.drop_table("submission_file")
    op.drop_index(op.f("grade_mark_organisation_id_idx"), table_name="grade_mark")
    op.drop_index(op.f("grade_mark_grader_id_idx"), table_name="grade_mark")
    op.drop_table("grade_mark")
    op.drop_index("submission_user_idx", table_name="submission")
    op.drop_index(op.f("submission_organisation_id_idx"), table_name="submission")
    op.drop_index(op.f("submission_assignment_id_idx"), table_name="submission")
    op.drop_table("submission")
    op.drop_index(op.f("criterion_organisation_id_idx"), table_name="criterion")
    op.drop_index(op.f("criterion_assignment_id_idx"), table_name="criterion")
    op.drop_table("criterion")
    op.drop_index("grade_entry_user_idx", table_name="grade_entry")
    op.drop_index(op.f("grade_entry_organisation_id_idx"), table_name="grade_entry")
    op.drop_table("grade_entry")
    op.drop_index(op.f("assignment_organisation_id_idx"), table_name="assignment")
    op.drop_index(op.f("assignment_item_id_idx"), table_name="assignment")
    op.drop_index(op.f("assignment_created_by_idx"), table_name="assignment")
    op.drop_index(op.f("assignment_classroom_id_idx"), table_name="assignment")
    op.drop_table("assignment")
    op.drop_index(op.f("grade_item_organisation_id_idx"), table_name="grade_item")
    op.drop_index(op.f("grade_item_classroom_id_idx"), table_name="grade_item")
    op.drop_index(op.f("grade_item_category_id_idx"), table_name="grade_item")
    op.drop_table("grade_item")
    op.drop_index(op.f("gradebook_rules_organisation_id_idx"), table_name="gradebook_rules")
    op.drop_table("gradebook_rules")
    op.drop_index(op.f("grade_category_organisation_id_idx"), table_name="grade_category")
    op.drop_index(op.f("grade_category_classroom_id_idx"), table_name="grade_category")
    op.drop_table("grade_category")
    op.drop_index(op.f("comment_snippet_user_id_idx"), table_name="comment_snippet")
    op.drop_index(op.f("comment_snippet_organisation_id_idx"), table_name="comment_snippet")
    op.drop_table("comment_snippet")
