"""Certificates: how they look, what they are signed with, and who has one."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certificate_design",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("signatory", sa.String(length=80), nullable=False),
        sa.Column("signatory_role", sa.String(length=80), nullable=False),
        sa.Column("school", sa.String(length=120), nullable=False),
        sa.Column("accent", sa.String(length=7), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["course.id"],
            name=op.f("certificate_design_course_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("certificate_design_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("course_id", name=op.f("certificate_design_pkey")),
    )
    op.create_index(
        op.f("certificate_design_organisation_id_idx"),
        "certificate_design",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "certificate_key",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("certificate_key_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("certificate_key_pkey")),
    )
    owners = {
        "organisation_id": ("organisation", "CASCADE", False),
        "enrolment_id": ("enrolment", "CASCADE", False),
        "user_id": ("user_account", "CASCADE", False),
        "course_id": ("course", "CASCADE", False),
        "classroom_id": ("classroom", "SET NULL", True),
        "asset_id": ("asset", "SET NULL", True),
        "revoked_by": ("user_account", "SET NULL", True),
    }
    op.create_table(
        "certificate",
        sa.Column("id", sa.Uuid(), nullable=False),
        *(
            sa.Column(name, sa.Uuid(), nullable=is_nullable)
            for name, (_, _, is_nullable) in owners.items()
        ),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("course_title", sa.String(length=200), nullable=False),
        sa.Column("lessons", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("signatory", sa.String(length=80), nullable=False),
        sa.Column("signatory_role", sa.String(length=80), nullable=False),
        sa.Column("school", sa.String(length=120), nullable=False),
        sa.Column("accent", sa.String(length=7), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hides_name", sa.Boolean(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_reason", sa.String(length=500), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [name],
                [f"{table}.id"],
                name=op.f(f"certificate_{name}_fkey"),
                ondelete=rule,
            )
            for name, (table, rule, _) in owners.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("certificate_pkey")),
        sa.UniqueConstraint("code", name=op.f("certificate_code_key")),
    )
    for name in owners:
        op.create_index(
            op.f(f"certificate_{name}_idx"), "certificate", [name], unique=name == "enrolment_id"
        )
    op.create_index(
        "certificate_user_issued_idx", "certificate", ["user_id", "issued_at"], unique=False
    )


def downgrade() -> None:
    op.drop_table("certificate")
    op.drop_table("certificate_key")
    op.drop_table("certificate_design")
