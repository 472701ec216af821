"""What the writer's process and its callers agree on."""

from pathlib import Path

from pydantic import BaseModel


class Order(BaseModel):
    model: Path
    alias: str
    """The name that answers carry."""
    threads: int
    context_tokens: int
    idle_seconds: float
    api_key: str
    state: Path
    """Written when the model is loaded, removed before the end."""
    life: Path
    """Locked for as long as the process lives."""
    use: Path
    """Locked, shared, by each caller while it waits for an answer."""
    keep_with: Path | None
    """When somebody holds this lock at the start, the process ends with them."""


class State(BaseModel):
    pid: int
    url: str = ""
    api_key: str = ""
    failure: str = ""
    """Why the model could not be loaded."""
