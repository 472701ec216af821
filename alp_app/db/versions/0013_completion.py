"""What a course requires, and how much of it each learner has done."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

FILL_MODULES = """
    UPDATE lesson_version lv SET module_id = (m ->> 'id')::uuid
      FROM course_version v,
           jsonb_array_elements(v.outline -> 'modules') m,
           jsonb_array_elements(m -> 'lessons') l
     WHERE v.id = lv.version_id AND (l ->> 'id')::uuid = lv.lesson_id
"""
FILL_PROGRESS = """
    INSERT INTO module_progress (enrolment_id, module_id, organisation_id, done, total)
    SELECT e.id, lv.module_id, e.organisation_id, count(p.completed_at), count(*)
      FROM enrolment e
      JOIN lesson_version lv ON lv.version_id = e.version_id
      LEFT JOIN lesson_progress p ON p.enrolment_id = e.id AND p.lesson_id = lv.lesson_id
     GROUP BY e.id, lv.module_id
"""


def upgrade() -> None:
    op.create_table(
        "module_progress",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("module_progress_enrolment_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("module_progress_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("enrolment_id", "module_id", name=op.f("module_progress_pkey")),
    )
    op.create_index(
        op.f("module_progress_organisation_id_idx"),
        "module_progress",
        ["organisation_id"],
        unique=False,
    )
    for table in ("course", "course_version"):
        op.add_column(
            table, sa.Column("quiz_percent", sa.Integer(), nullable=False, server_default="0")
        )
        op.alter_column(table, "quiz_percent", server_default=None)
    for table in ("lesson", "lesson_version"):
        op.add_column(
            table, sa.Column("is_required", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        op.alter_column(table, "is_required", server_default=None)
    op.add_column("lesson_version", sa.Column("module_id", sa.Uuid(), nullable=True))
    op.execute(FILL_MODULES)
    op.alter_column("lesson_version", "module_id", nullable=False)
    op.execute(FILL_PROGRESS)


def downgrade() -> None:
    op.drop_column("lesson_version", "module_id")
    for table in ("lesson_version", "lesson"):
        op.drop_column(table, "is_required")
    for table in ("course_version", "course"):
        op.drop_column(table, "quiz_percent")
    op.drop_index(op.f("module_progress_organisation_id_idx"), table_name="module_progress")
    op.drop_table("module_progress")
