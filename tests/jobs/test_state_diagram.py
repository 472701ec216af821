"""The drawing in docs/jobs.md is what the code does."""

import re
from pathlib import Path

from alp_app.models.job import ENDED, TRANSITIONS, JobState

DRAWING = Path(__file__).parents[2] / "docs" / "jobs.md"
ARROW = re.compile(r"^ +(\w+) --> (\w+):", re.MULTILINE)


def test_the_drawing_shows_every_move_and_no_other():
    drawn = {
        (JobState(here), JobState(there)) for here, there in ARROW.findall(DRAWING.read_text())
    }
    assert drawn == TRANSITIONS


def test_done_is_final_and_every_other_end_can_be_left():
    left = {here for here, _ in TRANSITIONS}
    assert {state for state in ENDED if state not in left} == {JobState.DONE}
