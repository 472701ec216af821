"""Reading a stranger's file in a process that may use only so much memory and time.

`python -m alp_app.services.sources.sandbox FILE KIND` prints the ParsedSource as JSON, or exits with
UNREADABLE and prints the code of the failure.
"""

import asyncio
import resource
import sys
from pathlib import Path

from alp_app.services.sources.errors import READING_FAILURES, SourceTooComplex
from alp_app.services.sources.kinds import SourceKind
from alp_app.services.sources.parsing import ParsedSource, Unreadable, parse

MEMORY_LIMIT = 1536 * 1024 * 1024
CPU_SECONDS = 180
WALL_SECONDS = 300
UNREADABLE = 3


async def read(path: Path, kind: SourceKind, filename: str) -> ParsedSource:
    """Read the file at `path`. Raises one of `errors.READING_FAILURES`, naming `filename`; cancelling
    stops the process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "alp_app.services.sources.sandbox",
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


def main(path: str, kind: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        parsed = parse(Path(path), SourceKind(kind))
    except Unreadable as refusal:
        sys.stdout.write(refusal.code)
        return UNREADABLE
    except (MemoryError, RecursionError):
        sys.stdout.write("source.too_complex")
        return UNREADABLE
    sys.stdout.write(parsed.model_dump_json())
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
