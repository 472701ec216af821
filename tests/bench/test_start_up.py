"""What it costs to import each of the product's programs."""

import subprocess
import sys

from alp_app.settings import ROOT
from tests.bench.meter import Spread
from tests.bench.report import Report, Table

TIMES = 3
PROGRAMS = {
    "Python alone": "sys",
    "web": "alp_app.alp_app",
    "worker": "alp_app.worker",
    "prepare": "alp_app.cli.prepare",
}
MEASURE = "import time, {module}; print(time.process_time())"


def import_seconds(module: str) -> float:
    program = [sys.executable, "-c", MEASURE.format(module=module)]
    return float(subprocess.check_output(program, cwd=ROOT, text=True))


def test_starting(report: Report):
    rows: list[list[str]] = []
    for name, module in PROGRAMS.items():
        spread = Spread([import_seconds(module) for _ in range(TIMES)])
        rows.append([name, str(spread)])
    report.tables.append(
        Table(
            title="Starting",
            about=f"Seconds of processor time until the program's modules are imported, {TIMES} starts each.",
            heads=["program", "CPU s"],
            rows=rows,
        )
    )
