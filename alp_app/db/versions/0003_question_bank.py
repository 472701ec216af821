"""Questions have a name, a category and tags; answers are found by their question."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column, kind, value in (
        ("name", sa.String(), ""),
        ("category", sa.String(), ""),
        ("tags", postgresql.JSONB(), "[]"),
    ):
        op.add_column("question", sa.Column(column, kind, nullable=False, server_default=value))
        op.alter_column("question", column, server_default=None)
    op.create_index(
        op.f("quiz_answer_question_version_id_idx"), "quiz_answer", ["question_version_id"]
    )


def downgrade() -> None:
    op.drop_index(op.f("quiz_answer_question_version_id_idx"), table_name="quiz_answer")
    for column in ("tags", "category", "name"):
        op.drop_column("question", column)
