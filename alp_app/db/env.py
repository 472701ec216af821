"""Alembic's environment: one connection, one lock, one transaction for each migration."""

import importlib
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from pgvector.sqlalchemy import Vector
from sqlalchemy import create_engine, text
from sqlmodel import AutoString, SQLModel

from alp_app.db.base import EnumText, PydanticJson, UtcDateTime, driver_url

MIGRATION_LOCK = 7_301_001

importlib.import_module("alp_app.models")
PLAIN_TYPES = {
    EnumText: "sa.String()",
    PydanticJson: "postgresql.JSONB()",
    UtcDateTime: "sa.DateTime(timezone=True)",
    AutoString: "sa.String()",
}


def plain_type(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """Write columns with the database's own types: a migration must not change with our code."""
    if kind == "type" and type(item) in PLAIN_TYPES:
        return PLAIN_TYPES[type(item)]
    if kind == "type" and isinstance(item, Vector):
        context.imports.add("import pgvector.sqlalchemy")
    return False


def run() -> None:
    engine = create_engine(driver_url(context.config.attributes["database_url"]))
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS vector"))
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            compare_type=True,
            render_item=plain_type,
            compare_server_default=False,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    engine.dispose()


run()
