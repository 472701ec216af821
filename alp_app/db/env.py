"""Alembic's environment: one connection, one lock, one transaction for each migration."""

import importlib
import pkgutil
from pathlib import Path

from alembic import context
from sqlalchemy import create_engine, text
from sqlmodel import SQLModel

from alp_app.db.base import driver_url

MODELS = Path(__file__).parents[1] / "models"
MIGRATION_LOCK = 7_301_001

for module in pkgutil.iter_modules([str(MODELS)]):
    importlib.import_module(f"alp_app.models.{module.name}")


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
            compare_server_default=False,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    engine.dispose()


run()
