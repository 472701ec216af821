"""A job's state in words, for every state it can be in."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alp_app.models.job import JobError, JobState
from alp_app.services.operations.rules import Standing, status_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DOWN = JobError(code="provider.unreachable", message="comfyui: connection refused")
SEEN = {"seen_at": NOW}
REASON = {"reason": DOWN.message, "code": DOWN.code}


def words(state: JobState, **changes: Any) -> tuple[str, dict[str, Any]]:
    standing: dict[str, Any] = {
        "run_at": NOW,
        "lease_until": NOW + MINUTE,
        "seen_at": NOW,
        "is_cancelling": False,
        "before": 0,
        "step_number": 0,
        "step_count": 0,
        "stages": 0,
        "stages_ended": 0,
        "error": None,
    }
    said = status_of(Standing(state=state, **{**standing, **changes}), NOW)
    noun, _, thing = said.key.partition(".")
    assert noun == "job_status"
    return thing, said.facts


@pytest.mark.parametrize(
    ("state", "changes", "thing", "facts"),
    [
        (JobState.QUEUED, {"before": 3}, "queued", {"before": 3}),
        (JobState.QUEUED, {"before": 3, "error": DOWN}, "queued", {"before": 3}),
        (
            JobState.QUEUED,
            {"run_at": NOW + MINUTE, "error": DOWN},
            "retrying",
            {"at": NOW + MINUTE, **REASON},
        ),
        (JobState.QUEUED, {"run_at": NOW + MINUTE}, "scheduled", {"at": NOW + MINUTE}),
        (JobState.RUNNING, {}, "running", SEEN),
        (JobState.RUNNING, {"step_number": 2}, "running_at", {**SEEN, "step": 2, "of": 2}),
        (
            JobState.RUNNING,
            {"step_number": 2, "step_count": 5},
            "running_step",
            {**SEEN, "step": 2, "of": 5},
        ),
        (JobState.RUNNING, {"lease_until": NOW - MINUTE}, "reconnecting", SEEN),
        (JobState.RUNNING, {"is_cancelling": True}, "cancelling", SEEN),
        (JobState.WAITING, {"stages": 4, "stages_ended": 1}, "waiting", {"ended": 1, "count": 4}),
        (JobState.DONE, {}, "done", {}),
        (JobState.FAILED, {"error": DOWN}, "failed", REASON),
        (JobState.CANCELLED, {}, "cancelled", {}),
    ],
)
def test_a_state_in_words(
    state: JobState, changes: dict[str, Any], thing: str, facts: dict[str, Any]
):
    assert words(state, **changes) == (thing, facts)
