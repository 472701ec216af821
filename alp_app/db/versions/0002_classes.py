"""Classes, their people and their release plans; a course can be taken once in each class."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "return_code",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("return_code_user_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("return_code_pkey")),
        sa.UniqueConstraint("code_hash", name=op.f("return_code_code_hash_key")),
    )
    op.create_table(
        "classroom",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("code_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("classroom_course_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name=op.f("classroom_created_by_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("classroom_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("classroom_pkey")),
        sa.UniqueConstraint("code", name=op.f("classroom_code_key")),
    )
    op.create_index(op.f("classroom_course_id_idx"), "classroom", ["course_id"], unique=False)
    op.create_index(op.f("classroom_created_by_idx"), "classroom", ["created_by"], unique=False)
    op.create_index(
        op.f("classroom_organisation_id_idx"), "classroom", ["organisation_id"], unique=False
    )
    op.create_table(
        "class_invite",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("class_invite_classroom_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name=op.f("class_invite_created_by_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("class_invite_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("class_invite_pkey")),
        sa.UniqueConstraint("token_hash", name=op.f("class_invite_token_hash_key")),
    )
    op.create_index(
        op.f("class_invite_classroom_id_idx"), "class_invite", ["classroom_id"], unique=False
    )
    op.create_index(
        op.f("class_invite_created_by_idx"), "class_invite", ["created_by"], unique=False
    )
    op.create_index(
        op.f("class_invite_organisation_id_idx"), "class_invite", ["organisation_id"], unique=False
    )
    op.create_table(
        "release_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=True),
        sa.Column("lesson_id", sa.Uuid(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("after_module_id", sa.Uuid(), nullable=True),
        sa.Column("after_lesson_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(after_module_id, after_lesson_id) <= 1",
            name=op.f("release_rule_one_before_check"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(module_id, lesson_id) = 1", name=op.f("release_rule_one_target_check")
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("release_rule_classroom_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("release_rule_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("release_rule_pkey")),
        sa.UniqueConstraint(
            "classroom_id",
            "module_id",
            "lesson_id",
            name=op.f("release_rule_classroom_id_module_id_lesson_id_key"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        op.f("release_rule_classroom_id_idx"), "release_rule", ["classroom_id"], unique=False
    )
    op.create_index(
        op.f("release_rule_organisation_id_idx"), "release_rule", ["organisation_id"], unique=False
    )
    op.create_table(
        "roster_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("roster_import_classroom_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name=op.f("roster_import_created_by_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("roster_import_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("roster_import_pkey")),
    )
    op.create_index(
        op.f("roster_import_classroom_id_idx"), "roster_import", ["classroom_id"], unique=False
    )
    op.create_index(
        op.f("roster_import_created_by_idx"), "roster_import", ["created_by"], unique=False
    )
    op.create_index(
        op.f("roster_import_organisation_id_idx"),
        "roster_import",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "class_member",
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("joined_by", sa.String(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("is_account_imported", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("class_member_classroom_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["roster_import.id"],
            name=op.f("class_member_import_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("class_member_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("class_member_user_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("classroom_id", "user_id", name=op.f("class_member_pkey")),
    )
    op.create_index(op.f("class_member_import_id_idx"), "class_member", ["import_id"], unique=False)
    op.create_index(
        op.f("class_member_organisation_id_idx"), "class_member", ["organisation_id"], unique=False
    )
    op.create_index("class_member_user_idx", "class_member", ["user_id"], unique=False)
    op.add_column("browser_session", sa.Column("viewed_class_id", sa.Uuid(), nullable=True))
    op.create_index(
        op.f("browser_session_viewed_class_id_idx"),
        "browser_session",
        ["viewed_class_id"],
        unique=False,
    )
    op.create_foreign_key(
        op.f("browser_session_viewed_class_id_fkey"),
        "browser_session",
        "classroom",
        ["viewed_class_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.add_column("enrolment", sa.Column("classroom_id", sa.Uuid(), nullable=True))
    op.add_column(
        "enrolment", sa.Column("is_current", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.alter_column("enrolment", "is_current", server_default=None)
    op.drop_constraint(op.f("enrolment_course_id_user_id_key"), "enrolment", type_="unique")
    op.create_index(op.f("enrolment_classroom_id_idx"), "enrolment", ["classroom_id"], unique=False)
    op.create_unique_constraint(
        op.f("enrolment_course_id_user_id_classroom_id_key"),
        "enrolment",
        ["course_id", "user_id", "classroom_id"],
        postgresql_nulls_not_distinct=True,
    )
    op.create_index(
        "enrolment_current_key",
        "enrolment",
        ["course_id", "user_id"],
        unique=True,
        postgresql_where=sa.text("is_current"),
    )
    op.create_foreign_key(
        op.f("enrolment_classroom_id_fkey"),
        "enrolment",
        "classroom",
        ["classroom_id"],
        ["id"],
        ondelete="CASCADE",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("enrolment_classroom_id_fkey"), "enrolment", type_="foreignkey")
    op.drop_index(
        "enrolment_current_key", table_name="enrolment", postgresql_where=sa.text("is_current")
    )
    op.drop_constraint(
        op.f("enrolment_course_id_user_id_classroom_id_key"), "enrolment", type_="unique"
    )
    op.drop_index(op.f("enrolment_classroom_id_idx"), table_name="enrolment")
    op.create_unique_constraint(
        op.f("enrolment_course_id_user_id_key"),
        "enrolment",
        ["course_id", "user_id"],
        postgresql_nulls_not_distinct=False,
    )
    op.drop_column("enrolment", "is_current")
    op.drop_column("enrolment", "classroom_id")
    op.drop_constraint(
        op.f("browser_session_viewed_class_id_fkey"), "browser_session", type_="foreignkey"
    )
    op.drop_index(op.f("browser_session_viewed_class_id_idx"), table_name="browser_session")
    op.drop_column("browser_session", "viewed_class_id")
    op.drop_index("class_member_user_idx", table_name="class_member")
    op.drop_index(op.f("class_member_organisation_id_idx"), table_name="class_member")
    op.drop_index(op.f("class_member_import_id_idx"), table_name="class_member")
    op.drop_table("class_member")
    op.drop_index(op.f("roster_import_organisation_id_idx"), table_name="roster_import")
    op.drop_index(op.f("roster_import_created_by_idx"), table_name="roster_import")
    op.drop_index(op.f("roster_import_classroom_id_idx"), table_name="roster_import")
    op.drop_table("roster_import")
    op.drop_index(op.f("release_rule_organisation_id_idx"), table_name="release_rule")
    op.drop_index(op.f("release_rule_classroom_id_idx"), table_name="release_rule")
    op.drop_table("release_rule")
    op.drop_index(op.f("class_invite_organisation_id_idx"), table_name="class_invite")
    op.drop_index(op.f("class_invite_created_by_idx"), table_name="class_invite")
    op.drop_index(op.f("class_invite_classroom_id_idx"), table_name="class_invite")
    op.drop_table("class_invite")
    op.drop_index(op.f("classroom_organisation_id_idx"), table_name="classroom")
    op.drop_index(op.f("classroom_created_by_idx"), table_name="classroom")
    op.drop_index(op.f("classroom_course_id_idx"), table_name="classroom")
    op.drop_table("classroom")
    op.drop_table("return_code")
