"""What people are told, and the mails that go out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("unsubscribe_url", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("mail_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("mail_user_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("mail_pkey")),
    )
    op.create_index("mail_organisation_recent_idx", "mail", ["organisation_id", "id"], unique=False)
    op.create_index(op.f("mail_user_id_idx"), "mail", ["user_id"], unique=False)
    op.create_index(
        "mail_waiting_idx",
        "mail",
        ["id"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "notification_settings",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("digest_hour", sa.Integer(), nullable=False),
        sa.Column("channels", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("notification_settings_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("notification_settings_user_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("notification_settings_pkey")),
    )
    op.create_index(
        op.f("notification_settings_organisation_id_idx"),
        "notification_settings",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "notification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("href", sa.String(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("notification_classroom_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("notification_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("notification_user_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("notification_pkey")),
        sa.UniqueConstraint("user_id", "source", name=op.f("notification_user_id_source_key")),
    )
    op.create_index(
        op.f("notification_classroom_id_idx"), "notification", ["classroom_id"], unique=False
    )
    op.create_index(
        "notification_digest_idx",
        "notification",
        ["user_id"],
        unique=False,
        postgresql_where=sa.text("channel = 'digest' AND mailed_at IS NULL AND read_at IS NULL"),
    )
    op.create_index(
        op.f("notification_organisation_id_idx"), "notification", ["organisation_id"], unique=False
    )
    op.create_index(
        "notification_unread_idx",
        "notification",
        ["user_id"],
        unique=False,
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_index("notification_user_idx", "notification", ["user_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("notification_user_idx", table_name="notification")
    op.drop_index(
        "notification_unread_idx",
        table_name="notification",
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.drop_index(op.f("notification_organisation_id_idx"), table_name="notification")
    op.drop_index(
        "notification_digest_idx",
        table_name="notification",
        postgresql_where=sa.text("channel = 'digest' AND mailed_at IS NULL AND read_at IS NULL"),
    )
    op.drop_index(op.f("notification_classroom_id_idx"), table_name="notification")
    op.drop_table("notification")
    op.drop_index(
        op.f("notification_settings_organisation_id_idx"), table_name="notification_settings"
    )
    op.drop_table("notification_settings")
    op.drop_index(
        "mail_waiting_idx", table_name="mail", postgresql_where=sa.text("state = 'waiting'")
    )
    op.drop_index(op.f("mail_user_id_idx"), table_name="mail")
    op.drop_index("mail_organisation_recent_idx", table_name="mail")
    op.drop_table("mail")
