"""docs/benchmarks.md: what was measured, on which machine, when."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from alp_app.kit import clock
from alp_app.settings import ROOT

PATH = ROOT / "docs" / "benchmarks.md"
INTRODUCTION = """\
# Benchmarks

`./alp bench` wrote this page. It measures processor time, not seconds on the clock, because other
work on the machine hardly changes it. Each figure is the median of several measurements, with the least
and the greatest. None of them passes or fails: compare a run with the one before, on the same machine.

"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    title: str
    about: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]

    def __str__(self) -> str:
        lines = [self.heads, ["---", *("--:" for _ in self.heads[1:])], *self.rows]
        drawn = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return f"## {self.title}\n\n{self.about}\n\n{drawn}\n"


@dataclass(slots=True)
class Report:
    tables: list[Table] = field(default_factory=list[Table])

    def write(self) -> None:
        facts = {
            "Date": clock.now().strftime("%-d %B %Y, %H:%M UTC"),
            "Processor": f"{_processor()}, {os.cpu_count()} cores",
            "System": f"{platform.system()} {platform.release()}",
            "Python": platform.python_version(),
            "Other load": f"{os.getloadavg()[2]:.1f} processes on average, this run included",
        }
        machine = "\n".join(f"| {name} | {value} |" for name, value in facts.items())
        tables = "\n".join(map(str, sorted(self.tables, key=lambda table: table.title)))
        PATH.write_text(f"{INTRODUCTION}| | |\n| --- | --- |\n{machine}\n\n{tables}")


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
