"""Manifests made again and compared; where each chain ends."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "course", sa.Column("manifest_count", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column(
        "course", sa.Column("manifest_hash", sa.String(), server_default="", nullable=False)
    )
    op.execute("""
        UPDATE course SET manifest_count = last.number, manifest_hash = last.hash
          FROM (SELECT DISTINCT ON (course_id) course_id, number, hash FROM manifest
                 ORDER BY course_id, number DESC) AS last
         WHERE last.course_id = course.id
    """)
    op.alter_column("course", "manifest_count", server_default=None)
    op.alter_column("course", "manifest_hash", server_default=None)
    op.create_table(
        "rerun",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("manifest_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("requested_by", sa.Uuid(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("making", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("picture", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("rerun_course_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], name=op.f("rerun_job_id_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["manifest_id"],
            ["manifest.id"],
            name=op.f("rerun_manifest_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("rerun_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("rerun_pkey")),
    )
    for column in ("course_id", "job_id", "manifest_id", "organisation_id"):
        op.create_index(op.f(f"rerun_{column}_idx"), "rerun", [column], unique=False)


def downgrade() -> None:
    op.drop_table("rerun")
    op.drop_column("course", "manifest_hash")
    op.drop_column("course", "manifest_count")
