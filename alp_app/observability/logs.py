"""Log lines: JSON for machines or text for people, with the request's id, without secrets or people.

Everything that logs goes through here, our own code and libraries alike.
"""

import logging
import sys
import time
from collections import Counter
from collections.abc import Callable, MutableMapping
from typing import Any, cast

import orjson
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from alp_app.observability.redaction import HIDDEN, SECRET_KEYS, redact
from alp_app.settings import LogSettings

QUIET = ("botocore", "boto3", "urllib3", "httpx", "httpcore", "engineio", "socketio", "asyncio")
"""Libraries whose everyday messages say nothing to an operator."""


PER_MINUTE = 30
"""Lines from one place in somebody else's code. What strangers send must not fill the disk."""
OURS = ("alp_app", "state", "jobs", "providers", "pages")


class FloodLimit(logging.Filter):
    """Drops what a library says over and over."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._now = now
        self._minute = 0
        self._said: Counter[tuple[str, int]] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith(OURS):
            return True
        if (minute := int(self._now() // 60)) != self._minute:
            self._minute = minute
            self._said.clear()
        self._said[record.pathname, record.lineno] += 1
        return self._said[record.pathname, record.lineno] <= PER_MINUTE


def _json(line: EventDict, **_: object) -> str:
    return orjson.dumps(line, default=str).decode()


def hide_secrets(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """The last step before writing: covers tracebacks and what other people's code logs."""
    for key, value in line.items():
        if not key.startswith("_"):  # structlog's own notes, removed before rendering
            line[key] = HIDDEN if key.lower() in SECRET_KEYS else _hidden(value)
    return line


SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
    hide_secrets,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def formatter(settings: LogSettings) -> logging.Formatter:
    """Writes records of the standard library and of structlog alike."""
    renderer: Processor = (
        structlog.processors.JSONRenderer(serializer=_json)
        if settings.format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )


def configure(settings: LogSettings) -> None:
    """Send every log line of this process to stderr, in one form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(settings))
    handler.addFilter(FloodLimit())
    root = logging.getLogger()
    for known in (root, *_with_handlers_of_their_own()):
        for old in list(known.handlers):
            known.removeHandler(old)
        known.propagate = True
    root.addHandler(handler)
    root.setLevel(settings.level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _with_handlers_of_their_own() -> list[logging.Logger]:
    known = logging.root.manager.loggerDict.values()
    return [one for one in known if isinstance(one, logging.Logger) and one.handlers]


def _hidden(value: Any) -> Any:
    match value:
        case str():
            return redact(value)
        case dict():
            known = cast("MutableMapping[str, Any]", value)
            return {
                key: HIDDEN if str(key).lower() in SECRET_KEYS else _hidden(inner)
                for key, inner in known.items()
            }
        case list() | tuple():
            return [_hidden(inner) for inner in cast("list[Any]", value)]
        case int() | float() | None:
            return value
        case _:
            return redact(str(value))
