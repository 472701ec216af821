"""Reading a stranger's file in a process that may use only so much memory and time.

The parsers are loaded there alone: this process starts faster, and none of their faults reach it.
"""

import asyncio
import sys
from pathlib import Path

from alp_app.services.sources.errors import READING_FAILURES, SourceTooComplex
from alp_app.services.sources.kinds import SourceKind
from alp_app.services.sources.parsed import UNREADABLE, ParsedSource

WALL_SECONDS = 300


async def read(path: Path, kind: SourceKind, filename: str) -> ParsedSource:
    """Read the file at `path`. Raises one of `errors.READING_FAILURES`, naming `filename`; cancelling
    stops the process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "alp_app.services.sources.parsing",
        str(path),
        kind.value,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), WALL_SECONDS)
    except TimeoutError:
        raise SourceTooComplex(filename) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == 0:
        return ParsedSource.model_validate_json(output)
    code = output.decode(errors="replace").strip() if process.returncode == UNREADABLE else ""
    raise READING_FAILURES.get(code, SourceTooComplex)(filename)
