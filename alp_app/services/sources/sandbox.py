"""Reading a stranger's file in a process that may use only so much memory and time.

The parsers are loaded there alone: this process starts faster, and none of their faults reach it.
"""

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter

from alp_app.services.sources.errors import READING_FAILURES, SourceTooComplex
from alp_app.services.sources.kinds import SourceKind
from alp_app.services.sources.parsed import UNREADABLE, ParsedSource, Recognised

READING_SECONDS = 480
DRAWING_SECONDS = 60


async def read(
    path: Path, kind: SourceKind, filename: str, recognised: Recognised | None = None
) -> ParsedSource:
    """Read the file at `path`; the words of some pages may be `recognised` already. Raises one of
    `errors.READING_FAILURES`, naming `filename`; cancelling stops the process."""
    if not recognised:
        output = await _run(["read", str(path), kind.value], filename, READING_SECONDS)
        return ParsedSource.model_validate_json(output)
    with tempfile.NamedTemporaryFile(prefix="alp-recognised-") as file:
        file.write(TypeAdapter(Recognised).dump_json(recognised))
        file.flush()
        task = ["read", str(path), kind.value, file.name]
        return ParsedSource.model_validate_json(await _run(task, filename, READING_SECONDS))


async def draw(path: Path, number: int, filename: str, *, longest: int) -> bytes:
    """A PNG of page `number` of the PDF at `path`, its longer side `longest` pixels. Raises as `read`."""
    return await _run(["draw", str(path), str(number), str(longest)], filename, DRAWING_SECONDS)


async def _run(task: Sequence[str], filename: str, seconds: float) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "alp_app.services.sources.parsing",
        *task,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), seconds)
    except TimeoutError:
        raise SourceTooComplex(filename) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == 0:
        return output
    code = output.decode(errors="replace").strip() if process.returncode == UNREADABLE else ""
    raise READING_FAILURES.get(code, SourceTooComplex)(filename)
