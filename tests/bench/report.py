"""docs/benchmarks.md: what was measured, on which machine, when."""

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from alp_app.kit import clock
from alp_app.settings import ROOT

PATH = ROOT / "docs" / "benchmarks.md"
INTRODUCTION = """\
# Benchmarks

`./alp bench` writes this page, section by section: `./alp bench tests/bench/test_reads.py` measures one
of them again. Costs are processor time, not seconds on the clock, because other work on the machine hardly
changes it; each is the median of several measurements, with the least and the greatest. None of the
figures passes or fails: compare a run with the one before, on the same machine.

"""


def measured_on() -> str:
    """When and where, in a line."""
    facts = (
        clock.now().strftime("%-d %B %Y, %H:%M UTC"),
        f"{_processor()}, {os.cpu_count()} cores",
        f"{platform.system()} {platform.release()}",
        f"Python {platform.python_version()}",
        f"{os.getloadavg()[2]:.1f} processes at work on average, this run included",
    )
    return f"Measured {'; '.join(facts)}."


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    title: str
    about: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    measured: str = field(default_factory=measured_on)

    def __str__(self) -> str:
        lines = [self.heads, ["---", *("--:" for _ in self.heads[1:])], *self.rows]
        drawn = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return f"## {self.title}\n\n{self.about}\n\n{drawn}\n\n{self.measured}\n"


@dataclass(slots=True)
class Report:
    tables: list[Table] = field(default_factory=list[Table])

    def write(self) -> None:
        """Put what was measured into the page; what was measured before and not now stays as it was."""
        page = PATH.read_text() if PATH.exists() else ""
        sections = dict(_sections(page)) | {table.title: str(table) for table in self.tables}
        ordered = "\n".join(f"{sections[title].rstrip()}\n" for title in sorted(sections))
        PATH.write_text(f"{INTRODUCTION}{ordered}")


def _sections(page: str) -> Iterator[tuple[str, str]]:
    for part in page.split("\n## ")[1:]:
        yield part.partition("\n")[0], f"## {part}"
