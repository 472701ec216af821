"""Class tests: their attempts, answers, accommodations and changes of marks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exam_accommodation",
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("extra_percent", sa.Integer(), nullable=False),
        sa.Column("break_minutes", sa.Integer(), nullable=False),
        sa.Column("extra_attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("exam_accommodation_classroom_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("exam_accommodation_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("exam_accommodation_user_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("classroom_id", "user_id", name=op.f("exam_accommodation_pkey")),
    )
    op.create_index(
        op.f("exam_accommodation_organisation_id_idx"),
        "exam_accommodation",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "exam",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("instructions", sa.String(), nullable=False),
        sa.Column("sections", postgresql.JSONB(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("counting", sa.String(), nullable=False),
        sa.Column("is_shuffled", sa.Boolean(), nullable=False),
        sa.Column("is_one_at_a_time", sa.Boolean(), nullable=False),
        sa.Column("may_go_back", sa.Boolean(), nullable=False),
        sa.Column("feedback_when", sa.String(), nullable=False),
        sa.Column("feedback", postgresql.JSONB(), nullable=False),
        sa.Column("passing_percent", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("attempts >= 1", name=op.f("exam_attempts_check")),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("exam_classroom_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name=op.f("exam_created_by_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["grade_item.id"], name=op.f("exam_item_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("exam_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("exam_pkey")),
    )
    op.create_index(op.f("exam_classroom_id_idx"), "exam", ["classroom_id"], unique=False)
    op.create_index(op.f("exam_created_by_idx"), "exam", ["created_by"], unique=False)
    op.create_index(op.f("exam_item_id_idx"), "exam", ["item_id"], unique=True)
    op.create_index(op.f("exam_organisation_id_idx"), "exam", ["organisation_id"], unique=False)
    op.create_table(
        "exam_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("exam_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("asked", postgresql.JSONB(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("break_seconds", sa.Integer(), nullable=False),
        sa.Column("break_started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("points", sa.Numeric(precision=9, scale=3), nullable=True),
        sa.ForeignKeyConstraint(
            ["exam_id"], ["exam.id"], name=op.f("exam_attempt_exam_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("exam_attempt_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("exam_attempt_user_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("exam_attempt_pkey")),
        sa.UniqueConstraint(
            "exam_id", "user_id", "number", name=op.f("exam_attempt_exam_id_user_id_number_key")
        ),
    )
    op.create_index(op.f("exam_attempt_exam_id_idx"), "exam_attempt", ["exam_id"], unique=False)
    op.create_index(
        "exam_attempt_open_idx",
        "exam_attempt",
        ["exam_id", "user_id"],
        unique=True,
        postgresql_where="state = 'open'",
    )
    op.create_index(
        op.f("exam_attempt_organisation_id_idx"), "exam_attempt", ["organisation_id"], unique=False
    )
    op.create_index("exam_attempt_user_idx", "exam_attempt", ["user_id"], unique=False)
    op.create_table(
        "exam_regrade",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("exam_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.Column("applied_by", sa.Uuid(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["applied_by"],
            ["user_account.id"],
            name=op.f("exam_regrade_applied_by_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["exam_id"], ["exam.id"], name=op.f("exam_regrade_exam_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("exam_regrade_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("exam_regrade_pkey")),
    )
    op.create_index(
        op.f("exam_regrade_applied_by_idx"), "exam_regrade", ["applied_by"], unique=False
    )
    op.create_index(op.f("exam_regrade_exam_id_idx"), "exam_regrade", ["exam_id"], unique=False)
    op.create_index(
        op.f("exam_regrade_organisation_id_idx"), "exam_regrade", ["organisation_id"], unique=False
    )
    op.create_table(
        "exam_answer",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("response", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("writer", sa.String(), nullable=False),
        sa.Column("is_flagged", sa.Boolean(), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("points", sa.Numeric(precision=9, scale=3), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("marked_version_id", sa.Uuid(), nullable=True),
        sa.Column("hand_points", sa.Numeric(precision=9, scale=3), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("marked_by", sa.Uuid(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["exam_attempt.id"],
            name=op.f("exam_answer_attempt_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["marked_by"],
            ["user_account.id"],
            name=op.f("exam_answer_marked_by_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("exam_answer_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("attempt_id", "slot", name=op.f("exam_answer_pkey")),
    )
    op.create_index(op.f("exam_answer_marked_by_idx"), "exam_answer", ["marked_by"], unique=False)
    op.create_index(
        op.f("exam_answer_organisation_id_idx"), "exam_answer", ["organisation_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("exam_answer_organisation_id_idx"), table_name="exam_answer")
    op.drop_index(op.f("exam_answer_marked_by_idx"), table_name="exam_answer")
    op.drop_table("exam_answer")
    op.drop_index(op.f("exam_regrade_organisation_id_idx"), table_name="exam_regrade")
    op.drop_index(op.f("exam_regrade_exam_id_idx"), table_name="exam_regrade")
    op.drop_index(op.f("exam_regrade_applied_by_idx"), table_name="exam_regrade")
    op.drop_table("exam_regrade")
    op.drop_index("exam_attempt_user_idx", table_name="exam_attempt")
    op.drop_index(op.f("exam_attempt_organisation_id_idx"), table_name="exam_attempt")
    op.drop_index(
        "exam_attempt_open_idx", table_name="exam_attempt", postgresql_where="state = 'open'"
    )
    op.drop_index(op.f("exam_attempt_exam_id_idx"), table_name="exam_attempt")
    op.drop_table("exam_attempt")
    op.drop_index(op.f("exam_organisation_id_idx"), table_name="exam")
    op.drop_index(op.f("exam_item_id_idx"), table_name="exam")
    op.drop_index(op.f("exam_created_by_idx"), table_name="exam")
    op.drop_index(op.f("exam_classroom_id_idx"), table_name="exam")
    op.drop_table("exam")
    op.drop_index(op.f("exam_accommodation_organisation_id_idx"), table_name="exam_accommodation")
    op.drop_table("exam_accommodation")
