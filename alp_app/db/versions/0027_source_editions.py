"""Editions, pages and places of sources; passages that keep their ids; search by words."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "course",
        sa.Column("shows_sources", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    op.alter_column("course", "shows_sources", server_default=None)
    op.add_column("source", sa.Column("lineage_id", sa.Uuid(), nullable=True))
    op.add_column("source", sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("source", sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("source", sa.Column("url", sa.String(), nullable=False, server_default=""))
    op.add_column(
        "source",
        sa.Column(
            "scanned_pages", postgresql.ARRAY(sa.Integer()), nullable=False, server_default="{}"
        ),
    )
    op.add_column(
        "source",
        sa.Column(
            "recognised_pages", postgresql.ARRAY(sa.Integer()), nullable=False, server_default="{}"
        ),
    )
    op.add_column("source", sa.Column("recogniser", sa.String(), nullable=False, server_default=""))
    op.add_column(
        "source", sa.Column("text_search", sa.String(), nullable=False, server_default="")
    )
    for name in ("edition", "url", "recogniser", "text_search"):
        op.alter_column("source", name, server_default=None)
    op.execute("UPDATE source SET lineage_id = id")
    op.execute("UPDATE source SET state = 'received' WHERE state = 'reading'")
    op.alter_column("source", "lineage_id", nullable=False)
    op.create_unique_constraint(
        op.f("source_lineage_id_edition_key"), "source", ["lineage_id", "edition"]
    )
    op.create_table(
        "source_page",
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("width", sa.Float(), nullable=False),
        sa.Column("height", sa.Float(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("words", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("source_page_source_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("source_id", "number", name=op.f("source_page_pkey")),
    )
    op.create_index(op.f("source_page_source_id_idx"), "source_page", ["source_id"], unique=False)
    op.create_index(op.f("source_page_picture_idx"), "source_page", ["picture"], unique=False)
    op.execute(
        "UPDATE job SET kind = 'sources.read_source',"
        " dedupe_key = replace(dedupe_key, 'generation.read_added_source', 'sources.read_source')"
        " WHERE kind = 'generation.read_added_source'"
    )
    # What was read before is read again: a source whose text_search is empty is picked up by
    # the upkeep of the index.
    op.drop_constraint(op.f("source_passage_pkey"), "source_passage", type_="primary")
    op.create_primary_key(op.f("source_passage_pkey"), "source_passage", ["source_id", "id"])
    for column in (
        sa.Column("headings", postgresql.ARRAY(sa.String()), nullable=False, server_default="{}"),
        sa.Column("kind", sa.String(), nullable=False, server_default="text"),
        sa.Column("cells", postgresql.JSONB(), nullable=True),
        sa.Column("overlap", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("boxes", postgresql.ARRAY(sa.Integer()), nullable=False, server_default="{}"),
        sa.Column("sha256", sa.String(), nullable=False, server_default=""),
        sa.Column("embedding_dimension", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("search", postgresql.TSVECTOR(), nullable=True),
    ):
        op.add_column("source_passage", column)
    for name in ("kind", "overlap", "sha256", "embedding_dimension"):
        op.alter_column("source_passage", name, server_default=None)
    op.execute("UPDATE source_passage SET headings = ARRAY[heading] WHERE heading <> ''")
    op.execute(
        "UPDATE source_passage SET embedding_dimension = vector_dims(embedding)"
        " WHERE embedding IS NOT NULL"
    )
    op.drop_column("source_passage", "heading")
    op.create_index(op.f("source_passage_sha256_idx"), "source_passage", ["sha256"], unique=False)
    op.create_index(
        "source_passage_search_idx", "source_passage", ["search"], postgresql_using="gin"
    )


def downgrade() -> None:
    op.drop_index("source_passage_search_idx", table_name="source_passage")
    op.drop_index(op.f("source_passage_sha256_idx"), table_name="source_passage")
    op.add_column(
        "source_passage", sa.Column("heading", sa.String(), nullable=False, server_default="")
    )
    op.alter_column("source_passage", "heading", server_default=None)
    op.execute("UPDATE source_passage SET heading = coalesce(headings[cardinality(headings)], '')")
    for name in (
        "search",
        "embedding_dimension",
        "sha256",
        "boxes",
        "overlap",
        "cells",
        "kind",
        "headings",
    ):
        op.drop_column("source_passage", name)
    op.execute(
        "DELETE FROM source_passage USING source"
        " WHERE source.id = source_passage.source_id AND source.superseded_at IS NOT NULL"
    )
    op.drop_constraint(op.f("source_passage_pkey"), "source_passage", type_="primary")
    op.create_primary_key(op.f("source_passage_pkey"), "source_passage", ["id"])
    op.drop_table("source_page")
    op.drop_constraint(op.f("source_lineage_id_edition_key"), "source", type_="unique")
    for name in (
        "text_search",
        "recogniser",
        "recognised_pages",
        "scanned_pages",
        "url",
        "superseded_at",
        "edition",
        "lineage_id",
    ):
        op.drop_column("source", name)
    op.drop_column("course", "shows_sources")
    op.execute(
        "UPDATE job SET kind = 'generation.read_added_source',"
        " dedupe_key = replace(dedupe_key, 'sources.read_source', 'generation.read_added_source')"
        " WHERE kind = 'sources.read_source'"
    )
