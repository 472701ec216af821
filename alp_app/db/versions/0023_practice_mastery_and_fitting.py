"""Spaced review, mastery of objectives, and lessons fitted to their reader."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "practice_settings",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("new_per_day", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("practice_settings_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("practice_settings_user_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("practice_settings_pkey")),
    )
    op.create_index(
        op.f("practice_settings_organisation_id_idx"),
        "practice_settings",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "learner_preferences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("examples", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("has_short_sentences", sa.Boolean(), nullable=False),
        sa.Column("has_wide_spacing", sa.Boolean(), nullable=False),
        sa.Column("reads_base", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["course.id"],
            name=op.f("learner_preferences_course_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("learner_preferences_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("learner_preferences_user_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("learner_preferences_pkey")),
        sa.UniqueConstraint(
            "user_id",
            "course_id",
            name=op.f("learner_preferences_user_id_course_id_key"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        op.f("learner_preferences_course_id_idx"),
        "learner_preferences",
        ["course_id"],
        unique=False,
    )
    op.create_index(
        op.f("learner_preferences_organisation_id_idx"),
        "learner_preferences",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        op.f("learner_preferences_user_id_idx"), "learner_preferences", ["user_id"], unique=False
    )
    op.create_table(
        "lesson_variant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("preference_key", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reading", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("refusals", postgresql.JSONB(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["course.id"],
            name=op.f("lesson_variant_course_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("lesson_variant_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("lesson_variant_pkey")),
        sa.UniqueConstraint(
            "lesson_id",
            "content_hash",
            "preference_key",
            name=op.f("lesson_variant_lesson_id_content_hash_preference_key_key"),
        ),
    )
    op.create_index(
        op.f("lesson_variant_course_id_idx"), "lesson_variant", ["course_id"], unique=False
    )
    op.create_index(
        op.f("lesson_variant_organisation_id_idx"),
        "lesson_variant",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "objective_evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("objective_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("right", sa.Float(), nullable=False),
        sa.Column("wrong", sa.Float(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["course.id"],
            name=op.f("objective_evidence_course_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("objective_evidence_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("objective_evidence_user_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("objective_evidence_pkey")),
    )
    op.create_index(
        op.f("objective_evidence_course_id_idx"), "objective_evidence", ["course_id"], unique=False
    )
    op.create_index(
        op.f("objective_evidence_organisation_id_idx"),
        "objective_evidence",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        "objective_evidence_subject_idx",
        "objective_evidence",
        ["subject_id", "question_id"],
        unique=False,
    )
    op.create_index(
        "objective_evidence_user_idx",
        "objective_evidence",
        ["user_id", "course_id", "objective_id", "at"],
        unique=False,
    )
    op.create_table(
        "objective_mastery",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("objective_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("right", sa.Float(), nullable=False),
        sa.Column("wrong", sa.Float(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["course.id"],
            name=op.f("objective_mastery_course_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("objective_mastery_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("objective_mastery_user_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "user_id", "course_id", "objective_id", name=op.f("objective_mastery_pkey")
        ),
    )
    op.create_index(
        op.f("objective_mastery_organisation_id_idx"),
        "objective_mastery",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "practice_card",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("stability", sa.Float(), nullable=True),
        sa.Column("difficulty", sa.Float(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("put_away_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["course.id"],
            name=op.f("practice_card_course_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("practice_card_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("practice_card_question_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("practice_card_user_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("practice_card_pkey")),
        sa.UniqueConstraint(
            "user_id", "question_id", name=op.f("practice_card_user_id_question_id_key")
        ),
    )
    op.create_index(
        op.f("practice_card_course_id_idx"), "practice_card", ["course_id"], unique=False
    )
    op.create_index("practice_card_due_idx", "practice_card", ["user_id", "due_at"], unique=False)
    op.create_index(
        op.f("practice_card_organisation_id_idx"),
        "practice_card",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        op.f("practice_card_question_id_idx"), "practice_card", ["question_id"], unique=False
    )
    op.create_table(
        "practice_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("correction", sa.Integer(), nullable=False),
        sa.Column("question_version_id", sa.Uuid(), nullable=False),
        sa.Column("response", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("rating", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"],
            ["practice_card.id"],
            name=op.f("practice_review_card_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("practice_review_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("practice_review_pkey")),
        sa.UniqueConstraint(
            "card_id",
            "number",
            "correction",
            name=op.f("practice_review_card_id_number_correction_key"),
        ),
    )
    op.create_index(
        op.f("practice_review_card_id_idx"), "practice_review", ["card_id"], unique=False
    )
    op.create_index(
        op.f("practice_review_organisation_id_idx"),
        "practice_review",
        ["organisation_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("practice_review_organisation_id_idx"), table_name="practice_review")
    op.drop_index(op.f("practice_review_card_id_idx"), table_name="practice_review")
    op.drop_table("practice_review")
    op.drop_index(op.f("practice_card_question_id_idx"), table_name="practice_card")
    op.drop_index(op.f("practice_card_organisation_id_idx"), table_name="practice_card")
    op.drop_index("practice_card_due_idx", table_name="practice_card")
    op.drop_index(op.f("practice_card_course_id_idx"), table_name="practice_card")
    op.drop_table("practice_card")
    op.drop_index(op.f("objective_mastery_organisation_id_idx"), table_name="objective_mastery")
    op.drop_table("objective_mastery")
    op.drop_index("objective_evidence_user_idx", table_name="objective_evidence")
    op.drop_index("objective_evidence_subject_idx", table_name="objective_evidence")
    op.drop_index(op.f("objective_evidence_organisation_id_idx"), table_name="objective_evidence")
    op.drop_index(op.f("objective_evidence_course_id_idx"), table_name="objective_evidence")
    op.drop_table("objective_evidence")
    op.drop_index(op.f("lesson_variant_organisation_id_idx"), table_name="lesson_variant")
    op.drop_index(op.f("lesson_variant_course_id_idx"), table_name="lesson_variant")
    op.drop_table("lesson_variant")
    op.drop_index(op.f("learner_preferences_user_id_idx"), table_name="learner_preferences")
    op.drop_index(op.f("learner_preferences_organisation_id_idx"), table_name="learner_preferences")
    op.drop_index(op.f("learner_preferences_course_id_idx"), table_name="learner_preferences")
    op.drop_table("learner_preferences")
    op.drop_index(op.f("practice_settings_organisation_id_idx"), table_name="practice_settings")
    op.drop_table("practice_settings")
