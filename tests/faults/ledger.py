"""Writes down every move of every job, and says afterwards whether anything was lost or doubled."""

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row

from alp_app.models.job import ENDED, TRANSITIONS, JobState

SCHEMA = """
    CREATE TABLE fault_effect (job_id uuid, step text, noise text);
    CREATE TABLE fault_transition (
        id bigint GENERATED ALWAYS AS IDENTITY, job_id uuid, was text, became text, attempt int);
    CREATE FUNCTION write_transition() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            INSERT INTO fault_transition (job_id, became, attempt)
            VALUES (NEW.id, NEW.state, NEW.attempt);
        ELSIF NEW.state <> OLD.state OR NEW.attempt <> OLD.attempt THEN
            INSERT INTO fault_transition (job_id, was, became, attempt)
            VALUES (NEW.id, OLD.state, NEW.state, NEW.attempt);
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER write_transition AFTER INSERT OR UPDATE ON job
    FOR EACH ROW EXECUTE FUNCTION write_transition();
    """

FAMILIES = """
    SELECT parent.id, count(child.id) FROM job parent LEFT JOIN job child ON child.parent_id = parent.id
    WHERE parent.kind = 'faults.family' GROUP BY parent.id
    """


class Ledger:
    """Reads with a connection of its own."""

    def __init__(self, database_url: str, objects: Path) -> None:
        self._connection: psycopg.Connection[Any] = psycopg.connect(
            database_url, autocommit=True, row_factory=namedtuple_row
        )
        self._objects = objects

    def install(self) -> None:
        self._connection.execute(SCHEMA)

    def close(self) -> None:
        self._connection.close()

    def states(self) -> Counter[JobState]:
        rows = self._connection.execute("SELECT state FROM job")
        return Counter(JobState(row.state) for row in rows)

    @property
    def is_settled(self) -> bool:
        return not set(self.states()) - ENDED

    @property
    def moves(self) -> int:
        row = self._connection.execute("SELECT max(id) AS last FROM fault_transition").fetchone()
        return (row.last if row else 0) or 0

    @property
    def workers(self) -> int:
        """Those that have said that they are here."""
        row = self._connection.execute("SELECT count(*) FROM worker_process").fetchone()
        return row.count if row else 0

    @property
    def unfinished(self) -> int:
        return sum(count for state, count in self.states().items() if state not in ENDED)

    @property
    def attempts(self) -> dict[str, int]:
        """The most runs that any job of each kind needed."""
        rows = self._connection.execute("SELECT kind, max(attempt) AS most FROM job GROUP BY kind")
        return {row.kind: row.most for row in rows}

    @property
    def failures(self) -> int:
        """Runs that failed or were lost, of all jobs together."""
        return sum(row.failures for row in self._connection.execute("SELECT failures FROM job"))

    def complaints(self, *, stages: int) -> list[str]:
        """What went wrong; empty when nothing was lost, doubled, spoiled or moved where it may not."""
        return [
            *self._unfinished(),
            *self._illegal_moves(),
            *self._wrong_effects(),
            *self._spoiled_artifacts(),
            *self._wrong_families(stages),
        ]

    def _unfinished(self) -> list[str]:
        rows = self._connection.execute(
            "SELECT id, kind, state, step, error FROM job WHERE state <> 'done'"
        )
        return [f"lost: {row}" for row in rows]

    def _illegal_moves(self) -> list[str]:
        found: list[str] = []
        attempts: Counter[str] = Counter()
        ends: Counter[str] = Counter()
        for row in self._connection.execute("SELECT * FROM fault_transition ORDER BY id"):
            move = (JobState(row.was), JobState(row.became)) if row.was else None
            if move is None and row.became != JobState.QUEUED:
                found.append(f"born {row.became}: {row.job_id}")
            if move is not None and move not in TRANSITIONS:
                found.append(f"illegal: {row}")
            raised = 1 if row.became == JobState.RUNNING else 0
            if row.attempt != attempts[row.job_id] + raised:
                found.append(f"attempt: {row} after {attempts[row.job_id]}")
            attempts[row.job_id] = row.attempt
            ends[row.job_id] += row.became == JobState.DONE
        return found + [
            f"ended {count} times: {job_id}" for job_id, count in ends.items() if count > 1
        ]

    def _wrong_effects(self) -> list[str]:
        """Each saved step must have had its effect once, and with the result that was stored."""
        saved = Counter(
            (row.job_id, row.step, row.noise)
            for row in self._connection.execute("SELECT * FROM fault_effect")
        )
        stored = {
            (row.job_id, row.name, row.result["noise"])
            for row in self._connection.execute("SELECT * FROM job_step WHERE name <> 'close'")
        }
        posted = {
            (row.job_id, row.step, row.payload["noise"])
            for row in self._connection.execute("SELECT * FROM job_effect")
        }
        told = {key for key in stored if key[1] == "tell"}
        return [
            *(f"doubled: {key}" for key, count in saved.items() if count > 1),
            *(f"effect without its step: {key}" for key in set(saved) - stored),
            *(f"step without its effect: {key}" for key in stored - set(saved)),
            *(f"outbox differs: {key}" for key in told ^ posted),
        ]

    def _spoiled_artifacts(self) -> list[str]:
        found: list[str] = []
        named = {
            row.job_id: row.sha256 for row in self._connection.execute("SELECT * FROM job_artifact")
        }
        rendered = self._connection.execute("SELECT * FROM job_step WHERE name = 'render'")
        for row in rendered:
            digest = row.result["sha256"]
            if named.get(row.job_id) != digest:
                found.append(f"artifact differs from its step: {row.job_id}")
            path = self._objects / digest
            if not path.exists():
                found.append(f"artifact without bytes: {row.job_id}")
            elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
                found.append(f"spoiled bytes: {row.job_id}")
        return found

    def _wrong_families(self, stages: int) -> list[str]:
        rows = self._connection.execute(FAMILIES)
        return [f"{row.count} stages: {row.id}" for row in rows if row.count != stages]
