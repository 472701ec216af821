"""The retry policy, one line for each rule."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from alp_app.kit.errors import Conflict
from alp_app.models.job import JobError
from jobs.errors import RunTimedOut, StageFailed, UnknownKind
from jobs.outcome import OUR_PAUSES, PART_PAUSE, GiveUp, RetryLater, next_step
from providers.contracts.errors import (
    ProviderMisconfigured,
    ProviderRefused,
    ProviderUnreachable,
)

PAUSES = (timedelta(seconds=5), timedelta(minutes=1))
DOWN = ProviderUnreachable("comfyui", "connection refused")
NO_MODEL = ProviderMisconfigured("comfyui", "there is no checkpoint", "Download one.")
NO = ProviderRefused("comfyui", "the prompt is empty")
LATE = RunTimedOut(timedelta(minutes=5))
CUT = OperationalError("SELECT 1", {}, ConnectionError("server closed the connection"))


def decide(error: Exception, failures: int = 1, max_failures: int = 5) -> RetryLater | GiveUp:
    return next_step(
        error,
        failures=failures,
        max_failures=max_failures,
        retry_after=PAUSES,
        number="c0ffee",
    )


@pytest.mark.parametrize(
    ("error", "failures", "pause"),
    [
        (DOWN, 1, PAUSES[0]),
        (DOWN, 2, PAUSES[1]),
        (DOWN, 3, None),
        (LATE, 1, PAUSES[0]),
        (NO_MODEL, 1, None),
        (NO, 1, None),
        (Conflict("The lesson was deleted."), 1, None),
        (CUT, 1, OUR_PAUSES[0]),
        (CUT, 3, OUR_PAUSES[2]),
        (CUT, 4, None),
        (UnknownKind("future.work"), 1, OUR_PAUSES[0]),
        (KeyError("x"), 1, None),
        (ExceptionGroup("two drawings", [DOWN, NO]), 1, PAUSES[0]),
    ],
)
def test_what_follows_a_failure(error: Exception, failures: int, pause: timedelta | None):
    decided = decide(error, failures)
    assert (decided.after if isinstance(decided, RetryLater) else None) == pause


def test_an_engine_whose_part_is_being_fetched_is_waited_for_and_that_is_no_failure():
    decided = next_step(
        NO_MODEL,
        failures=5,
        max_failures=5,
        retry_after=(),
        number="c0ffee",
        is_part_coming=True,
    )
    assert isinstance(decided, RetryLater)
    assert (decided.after, decided.is_failure) == (PART_PAUSE, False)
    assert decided.error.message == str(NO_MODEL)


def test_a_job_that_failed_too_often_is_given_up_whatever_the_reason():
    assert isinstance(decide(DOWN, failures=2, max_failures=2), GiveUp)


@pytest.mark.parametrize(
    ("error", "code", "message", "hint"),
    [
        (DOWN, "provider.unreachable", "comfyui: connection refused", ""),
        (NO_MODEL, "provider.misconfigured", "comfyui: there is no checkpoint", "Download one."),
        (NO, "provider.refused", "comfyui: the prompt is empty", ""),
        (Conflict("The lesson was deleted."), "conflict", "The lesson was deleted.", ""),
    ],
)
def test_an_expected_failure_is_told_in_its_own_words(
    error: Exception, code: str, message: str, hint: str
):
    said = decide(error).error
    assert (said.code, said.message, said.hint, said.is_bug) == (code, message, hint, False)


def test_a_bug_is_told_by_its_number_and_kept_in_full_for_admins():
    said = decide(KeyError("personal text")).error
    assert said.is_bug
    assert said.facts == {"reference": "c0ffee"}
    assert "c0ffee" in said.message
    assert "personal text" not in said.message + said.hint
    assert "personal text" in said.technical


def test_a_stage_passes_its_own_words_on():
    said = JobError(code="provider.refused", message="comfyui: the prompt is empty")
    assert decide(StageFailed("pictures", said)) == GiveUp(said)
