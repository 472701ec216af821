"""Bring the database to the shape the code expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from alp_app.settings import Settings

SCRIPTS = Path(__file__).parent


def config(database_url: str) -> Config:
    """Alembic's configuration, without an ini file."""
    made = Config()
    made.set_main_option("script_location", str(SCRIPTS))
    made.set_main_option("version_path_separator", "os")
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    made.attributes["database_url"] = database_url
    return made


def upgrade(settings: Settings) -> None:
    """Apply what is missing. Blocking; safe to run from several processes at once (env.py takes a lock)."""
    command.upgrade(config(settings.database.url), "head")


def downgrade(settings: Settings, revision: str) -> None:
    command.downgrade(config(settings.database.url), revision)


def check(settings: Settings) -> None:
    """Raise when the models say something that no migration does."""
    command.check(config(settings.database.url))


def revise(settings: Settings, message: str) -> None:
    """Write the next migration from the difference between the models and the database."""
    number = len(list((SCRIPTS / "versions").glob("*.py"))) + 1
    command.revision(
        config(settings.database.url), message=message, autogenerate=True, rev_id=f"{number:04}"
    )
