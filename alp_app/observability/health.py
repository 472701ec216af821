"""Whether this process can do its work, asked of each thing it needs, in a bounded time."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

SECONDS = 2.0

Ask = Callable[[], Awaitable[str]]
"""Returns what it found, for people; raises when the thing does not do its part."""


class Verdict(StrEnum):
    READY = "ready"
    DEGRADED = "degraded"
    """Something is missing that pages can do without for a while."""
    UNREADY = "unready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    ask: Ask
    is_needed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    verdict: Verdict
    parts: Mapping[str, str]
    """`ok`, or the kind of failure: never an address or a message with one in it."""


async def check(parts: Mapping[str, Part]) -> Health:
    """Asks all at once; takes at most two seconds."""
    answers = await asyncio.gather(*(_answer(part.ask) for part in parts.values()))
    found = dict(zip(parts, answers, strict=True))
    failed = [parts[name] for name, answer in found.items() if not answer.startswith("ok")]
    if any(part.is_needed for part in failed):
        verdict = Verdict.UNREADY
    else:
        verdict = Verdict.DEGRADED if failed else Verdict.READY
    return Health(verdict=verdict, parts=found)


async def _answer(ask: Ask) -> str:
    try:
        async with asyncio.timeout(SECONDS):
            return await ask()
    except TimeoutError:
        return "no answer in time"
    except Exception as error:  # noqa: BLE001 - whatever a driver raises, the answer is: it failed
        return f"failed: {type(error).__name__}"
