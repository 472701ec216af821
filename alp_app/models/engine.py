"""What is known of engines that fail, of work that waits for them, and of whose turn it is: shared by all
processes."""

from datetime import datetime

from sqlmodel import Field

from alp_app.models.columns import Table, created, moment


class EngineCircuit(Table, table=True):
    """An engine that failed lately. While `opened_at` is set it rests."""

    engine: str = Field(primary_key=True)
    """Purpose and name: `text:ollama`."""
    failures: int
    """In a row."""
    reason: str = ""
    hint: str = ""
    opened_at: datetime | None = moment()
    retry_at: datetime | None = moment()
    """When the next call is let through as a probe."""


class JobPause(Table, table=True):
    """A kind of work that nobody begins before `until`, because the engine that it needs rests."""

    kind: str = Field(primary_key=True)
    engine: str
    reason: str
    since: datetime = created()
    until: datetime = created()


class JobTurn(Table, table=True):
    """When a queue last took up work of somebody: whoever was served longest ago comes next."""

    queue: str = Field(primary_key=True)
    turn: str = Field(primary_key=True)
    served_at: datetime = created()
