"""Proposals of engines, and the history of every part of a draft."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

JSON = postgresql.JSONB(astext_type=sa.Text())
MOMENT = sa.DateTime(timezone=True)

BLOCKS_AND_QUESTIONS = """
    WITH parts AS (
      SELECT l.organisation_id, l.course_id, 'block' AS part, b.id AS part_id, b.content
        FROM block b JOIN lesson l ON l.id = b.lesson_id
       WHERE b.deleted_at IS NULL AND l.deleted_at IS NULL
      UNION ALL
      SELECT q.organisation_id, q.course_id, 'question', q.id, v.content
        FROM question q JOIN question_version v ON v.id = q.current_version_id
       WHERE q.deleted_at IS NULL
    )
"""
LESSONS = """
    WITH parts AS (
      SELECT l.organisation_id, l.course_id, 'lesson' AS part, l.id AS part_id,
             jsonb_build_object(
               'title', l.title, 'summary', l.summary,
               'blocks', coalesce((
                 SELECT jsonb_agg(jsonb_build_object('id', b.id, 'sha256', r.sha256)
                                  ORDER BY b.position, b.id)
                   FROM block b JOIN revision r ON r.part_id = b.id
                  WHERE b.lesson_id = l.id AND b.deleted_at IS NULL), '[]'),
               'questions', coalesce((
                 SELECT jsonb_agg(jsonb_build_object('id', q.id, 'sha256', r.sha256)
                                  ORDER BY b.position, b.id, asked.place)
                   FROM block b
                   CROSS JOIN LATERAL jsonb_array_elements_text(
                     CASE b.content ->> 'type' WHEN 'quiz' THEN b.content -> 'question_ids'
                     ELSE '[]' END) WITH ORDINALITY AS asked (id, place)
                   JOIN question q ON q.id = asked.id::uuid AND q.deleted_at IS NULL
                   JOIN revision r ON r.part_id = q.id
                  WHERE b.lesson_id = l.id AND b.deleted_at IS NULL), '[]')
             ) AS content
        FROM lesson l WHERE l.deleted_at IS NULL
    )
"""
BEGIN = """
    , hashed AS (
      SELECT parts.*, encode(sha256(convert_to(content::text, 'UTF8')), 'hex') AS sha256 FROM parts
    ), kept AS (
      INSERT INTO revision_content (course_id, sha256, content)
      SELECT DISTINCT ON (course_id, sha256) course_id, sha256, content FROM hashed
      ON CONFLICT DO NOTHING
    )
    INSERT INTO revision (part_id, number, organisation_id, course_id, part, sha256, cause, writer,
                          model, at)
    SELECT part_id, 1, organisation_id, course_id, part, sha256, 'before', 'human', '', now()
      FROM hashed
"""


def upgrade() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=True),
        sa.Column("block_id", sa.Uuid(), nullable=True),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("preset", sa.String(), nullable=True),
        sa.Column("instruction", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("base", JSON, nullable=False),
        sa.Column("wording", JSON, nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("manifest_ids", JSON, nullable=False),
        sa.Column("is_direct", sa.Boolean(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=True),
        sa.Column("requested_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("proposal_course_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], name=op.f("proposal_job_id_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lesson.id"], name=op.f("proposal_lesson_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("proposal_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("proposal_pkey")),
    )
    for column in ("course_id", "job_id", "lesson_id", "organisation_id"):
        op.create_index(op.f(f"proposal_{column}_idx"), "proposal", [column], unique=False)
    op.create_index("proposal_part_idx", "proposal", ["part_id"], unique=False)
    op.create_table(
        "revision_content",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["course.id"],
            name=op.f("revision_content_course_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("course_id", "sha256", name=op.f("revision_content_pkey")),
    )
    op.create_index(op.f("revision_content_course_id_idx"), "revision_content", ["course_id"])
    op.create_table(
        "revision",
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("writer", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("manifest_id", sa.Uuid(), nullable=True),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("revision_course_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("revision_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("part_id", "number", name=op.f("revision_pkey")),
    )
    for column in ("course_id", "organisation_id"):
        op.create_index(op.f(f"revision_{column}_idx"), "revision", [column], unique=False)
    op.create_index("revision_course_at_idx", "revision", ["course_id", "at"], unique=False)
    op.execute(BLOCKS_AND_QUESTIONS + BEGIN)
    op.execute(LESSONS + BEGIN)


def downgrade() -> None:
    op.drop_table("revision")
    op.drop_table("revision_content")
    op.drop_table("proposal")
