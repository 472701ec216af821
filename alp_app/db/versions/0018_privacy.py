"""Copies of what is held about people, erased accounts, and how long records are kept."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM job WHERE kind = 'operations.forget_old_jobs'")
    op.create_table(
        "erasure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("erasure_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("erasure_pkey")),
        sa.UniqueConstraint("code", name=op.f("erasure_code_key")),
    )
    op.create_index(
        op.f("erasure_organisation_id_idx"), "erasure", ["organisation_id"], unique=False
    )
    op.create_index(
        "erasure_user_key",
        "erasure",
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("user_id IS NOT NULL"),
    )
    op.create_table(
        "retention_rule",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("retention_rule_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "kind", name=op.f("retention_rule_pkey")),
    )
    op.create_table(
        "retention_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed", postgresql.JSONB(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("retention_run_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("retention_run_pkey")),
        sa.UniqueConstraint(
            "organisation_id", "slot", name=op.f("retention_run_organisation_id_slot_key")
        ),
    )
    op.create_index(
        op.f("retention_run_organisation_id_idx"),
        "retention_run",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "data_export",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("data_export_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("data_export_user_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("data_export_pkey")),
        sa.UniqueConstraint("user_id", name=op.f("data_export_user_id_key")),
    )
    op.create_index(
        op.f("data_export_organisation_id_idx"), "data_export", ["organisation_id"], unique=False
    )
    op.create_index(op.f("data_export_sha256_idx"), "data_export", ["sha256"], unique=False)
    op.alter_column("source", "uploaded_by", existing_type=sa.UUID(), nullable=True)
    op.drop_constraint(op.f("source_uploaded_by_fkey"), "source", type_="foreignkey")
    op.create_foreign_key(
        op.f("source_uploaded_by_fkey"),
        "source",
        "user_account",
        ["uploaded_by"],
        ["id"],
        ondelete="SET NULL",
    )


def downgrade() -> None:
    op.execute("DELETE FROM source WHERE uploaded_by IS NULL")
    op.drop_constraint(op.f("source_uploaded_by_fkey"), "source", type_="foreignkey")
    op.create_foreign_key(
        op.f("source_uploaded_by_fkey"),
        "source",
        "user_account",
        ["uploaded_by"],
        ["id"],
        ondelete="CASCADE",
    )
    op.alter_column("source", "uploaded_by", existing_type=sa.UUID(), nullable=False)
    op.drop_index(op.f("data_export_sha256_idx"), table_name="data_export")
    op.drop_index(op.f("data_export_organisation_id_idx"), table_name="data_export")
    op.drop_table("data_export")
    op.drop_index(op.f("retention_run_organisation_id_idx"), table_name="retention_run")
    op.drop_table("retention_run")
    op.drop_table("retention_rule")
    op.drop_index(
        "erasure_user_key", table_name="erasure", postgresql_where=sa.text("user_id IS NOT NULL")
    )
    op.drop_index(op.f("erasure_organisation_id_idx"), table_name="erasure")
    op.drop_table("erasure")
