"""What the clock does to tests."""

from alp_app.jobspecs.operations import PeriodicSpec


class KeepExamTime(PeriodicSpec):
    """Hand in the attempts whose time is over, and show the scores of tests that have closed."""

    kind = "exams.keep_time"
