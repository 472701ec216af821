"""The server sends keys, never sentences: each key that it can send is in the catalogue."""

import ast
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import alp_app
import jobs
import state
from alp_app.kit.errors import AppError
from alp_app.models.course import Bloom, Level
from alp_app.models.job import JobState
from alp_app.models.source import SourceState
from alp_app.services.assessment.expressions import Problem as Unread
from alp_app.services.courses.catalogue_views import Length
from alp_app.services.generation.progress import STAGES
from jobs.registry import HANDLERS
from providers.contracts.status import Capability, Readiness

ROOT = Path(__file__).parents[2]
MESSAGES: dict[str, str] = json.loads((ROOT / "assets/locales/en.json").read_text())
REPORTED = re.compile(r"(generation|operations|revisions)\.[a-z_]+")
CHANGED = re.compile(r"(course|objective|module|lesson|block|question)\.[a-z_]+")
OUTCOMES = ("findings.kept", "findings.changed", "findings.dropped")
ENTRIES = {"alp_app.alp_app", "alp_app.cli.__main__", "alp_app.db.env"}
"""Modules that do something when they are imported."""


def strings(path: Path) -> Iterator[str]:
    """Every text that a module passes to a call."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def failures() -> set[type[AppError]]:
    for package in (alp_app, jobs, state):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name not in ENTRIES and ".versions" not in module.name:
                importlib.import_module(module.name)
    found: set[type[AppError]] = set()
    waiting = [AppError]
    while waiting:
        kinds = waiting.pop().__subclasses__()
        waiting += kinds
        found.update(kind for kind in kinds if not kind.__module__.startswith("tests."))
    return found


def missing(*keys: str) -> list[str]:
    return [key for key in keys if key not in MESSAGES]


def test_every_failure_is_worded_and_so_is_its_hint():
    found = {kind.code.replace(".", "_"): kind.hint for kind in failures()}
    assert len(found) > 40
    assert missing(*(f"error.{code}" for code in sorted(found))) == []
    hinted = [code for code, hint in sorted(found.items()) if hint]
    assert missing(*(f"error.{code}_hint" for code in hinted)) == []


@pytest.mark.parametrize(
    "code", ["bug", "unavailable", "job_worker_lost", "provider_unreachable",
             "provider_misconfigured", "provider_refused"],
)  # fmt: skip
def test_what_only_jobs_say_of_a_failure_is_worded(code: str):
    assert missing(f"error.{code}") == []


def test_every_kind_of_job_has_a_name():
    assert missing(*(f"job_kind.{spec.kind}" for spec, _ in HANDLERS)) == []


def test_every_report_of_a_job_is_worded():
    said = {
        text
        for path in (ROOT / "jobs").rglob("*.py")
        for text in strings(path)
        if REPORTED.fullmatch(text)
    }
    assert said
    assert missing(*sorted(said)) == []


def test_every_notice_is_worded():
    said: set[str] = set()
    for path in (ROOT / "state").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "notice":
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    said.add(str(first.value))
    assert said
    assert missing(*sorted(said)) == []


def test_every_part_of_an_exchanged_file_is_worded():
    said: set[str] = set()
    for path in (ROOT / "alp_app/services/assessment/exchange").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(OUTCOMES):
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    said.add(f"exchange.{first.value}")
    assert said
    assert missing(*sorted(said)) == []


def test_every_change_of_a_draft_is_worded():
    said = {
        text
        for module in ("commands", "objectives")
        for text in strings(ROOT / f"alp_app/services/courses/{module}.py")
        if CHANGED.fullmatch(text)
    } - {"course.created"}  # starts the history, so there is nothing to take back
    assert said
    assert missing(*sorted(said)) == []


@pytest.mark.parametrize(
    ("family", "members"),
    [
        ("bloom", list(Bloom)),
        ("capability", list(Capability)),
        ("facet_length", list(Length)),
        ("facet_level", list(Level)),
        (
            "question_problem",
            [
                *get_args(Unread),
                "equal_options",
                "few_variants",
                "near_miss_is_right",
                "no_key",
                "no_variant",
                "unwieldy_answer",
            ],
        ),
        ("generation.stage", ["planned", *JobState]),
        ("generation_note", ["by_words_only", "engine_changed", "no_embeddings"]),
        ("new_course.part_coming", ["writer", "blender"]),
        ("new_course.part_missing", ["writer", "blender"]),
        ("level", list(Level)),
        ("readiness", list(Readiness)),
        ("source_state", list(SourceState)),
        ("stage_failed", list(STAGES)),
        ("stage_name", list(STAGES)),
        ("state", list(JobState)),
    ],
)
def test_every_member_of_a_family_is_worded(family: str, members: list[str]):
    assert missing(*(f"{family}.{member}" for member in members)) == []
