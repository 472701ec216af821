"""Telling people what happened, and what is about to."""

from datetime import timedelta
from uuid import UUID

from alp_app.jobspecs.base import JobSpec
from alp_app.jobspecs.operations import PeriodicSpec


class SendMails(JobSpec):
    """Hand waiting mails to the mail server, each at most once."""

    kind = "notifications.send_mails"
    timeout = timedelta(minutes=30)
    retry_after = (
        timedelta(seconds=30),
        timedelta(minutes=2),
        timedelta(minutes=10),
        timedelta(hours=1),
        timedelta(hours=4),
    )
    max_failures = 6

    batch: UUID
    """Tells one request from the next: whichever runs first sends everything that waits."""

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.batch}"


class TellWhatIsDue(PeriodicSpec):
    """Announcements whose time has come, work that is due soon, and daily mails."""

    kind = "notifications.tell_what_is_due"
