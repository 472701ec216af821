"""The reading process: `python -m alp_app.services.sources.parsing read FILE KIND [RECOGNISED]` prints
the ParsedSource as JSON, `… draw FILE PAGE PIXELS` a PNG. A file that is refused gives the exit status
UNREADABLE and the code of the failure."""

import resource
import sys
from pathlib import Path

from pydantic import TypeAdapter

from alp_app.services.sources.kinds import SourceKind
from alp_app.services.sources.parsed import UNREADABLE, ParsedSource, Recognised, Unreadable
from alp_app.services.sources.parsing import pdf
from alp_app.services.sources.parsing.reading import parse

MEMORY_LIMIT = 1536 * 1024 * 1024
CPU_SECONDS = 240


def main(task: str, path: str, *rest: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        if task == "draw":
            output = pdf.draw(Path(path), int(rest[0]), int(rest[1]))
        else:
            output = _read(Path(path), *rest).model_dump_json().encode()
    except Unreadable as refusal:
        sys.stdout.write(refusal.code)
        return UNREADABLE
    except (MemoryError, RecursionError):
        sys.stdout.write("source.too_complex")
        return UNREADABLE
    sys.stdout.buffer.write(output)
    return 0


def _read(path: Path, kind: str, recognised: str = "") -> ParsedSource:
    seen: Recognised = {}
    if recognised:
        seen = TypeAdapter(Recognised).validate_json(Path(recognised).read_bytes())
    return parse(path, SourceKind(kind), seen)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
