"""Which request, page event or job the current task works for: in every log line and audit record."""

import re
import secrets
from collections.abc import Generator
from contextlib import contextmanager

import structlog

_ACCEPTED = re.compile(r"[\w.-]{8,64}")


def new_request_id() -> str:
    return secrets.token_hex(8)


def accepted(request_id: str) -> str:
    """What a proxy in front of us called the request, when that is harmless; else a new id."""
    return request_id if _ACCEPTED.fullmatch(request_id) else new_request_id()


def request_id() -> str:
    """Empty outside a request, an event or a job."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


@contextmanager
def working_for(request_id: str, **facts: str) -> Generator[None]:
    """Put the id and `facts` into everything that is logged inside the block."""
    with structlog.contextvars.bound_contextvars(request_id=request_id, **facts):
        yield
