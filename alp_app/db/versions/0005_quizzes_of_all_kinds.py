"""Quizzes that ask every kind of question: points, values drawn for each learner."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_LESSONS = sa.table(
    "lesson_version",
    sa.column("version_id", sa.Uuid()),
    sa.column("lesson_id", sa.Uuid()),
    sa.column("reading", postgresql.JSONB()),
)
_TAG = re.compile(r"<[^>]*>")
_EMPTY: dict[str, object] = {
    "pictures": [], "prompts": [], "pieces": [], "picture": None, "zones": [],
    "is_unit_required": False, "code_html": "", "variables": [], "least_words": 0,
    "most_words": None, "most_files": 0, "extensions": [], "is_varied": False, "costs": "",
}  # fmt: skip


def upgrade() -> None:
    op.add_column(
        "quiz_attempt", sa.Column("seed", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.alter_column("quiz_attempt", "seed", server_default=None)
    op.add_column("quiz_answer", sa.Column("points", sa.Float(), nullable=True))
    op.execute("UPDATE quiz_answer SET points = score")
    op.alter_column("quiz_answer", "points", nullable=False)
    _rewrite(_asked)


def downgrade() -> None:
    _rewrite(_plain)
    op.drop_column("quiz_answer", "points")
    op.drop_column("quiz_attempt", "seed")


def _rewrite(question_as: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """The questions of the lessons that are published already."""
    connection = op.get_bind()
    has_quiz = _LESSONS.c.reading.path_exists('$.blocks[*] ? (@.type == "quiz")')
    ids = sa.select(_LESSONS.c.version_id, _LESSONS.c.lesson_id).where(has_quiz)
    for version_id, lesson_id in connection.execute(ids).all():
        row = (_LESSONS.c.version_id == version_id, _LESSONS.c.lesson_id == lesson_id)
        reading = connection.scalars(sa.select(_LESSONS.c.reading).where(*row)).one()
        for block in reading["blocks"]:
            block["questions"] = [question_as(question) for question in block["questions"]]
        connection.execute(sa.update(_LESSONS).where(*row).values(reading=reading))


def _asked(question: dict[str, Any]) -> dict[str, Any]:
    options = question.pop("options", [])
    is_number = question["type"] == "numeric"
    return {
        **_EMPTY,
        **question,
        "answer": "number" if is_number else "option_ids",
        "points": "1",
        "most_picks": 1 if question["type"] in {"single", "true_false"} else 0,
        "picks": [{**each, "text": unescape(_TAG.sub("", each["html"]))} for each in options],
    }


def _plain(question: dict[str, Any]) -> dict[str, Any]:
    kept = ("question_id", "question_version_id", "number", "type", "stem_html", "unit")
    options = [{"id": each["id"], "html": each["html"]} for each in question["picks"]]
    return {**{name: question[name] for name in kept}, "options": options}
