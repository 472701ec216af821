"""Certificates are given and drawn in the background."""

from datetime import timedelta

from alp_app.jobspecs.base import JobSpec
from alp_app.kit.ids import EnrolmentId


class IssueCertificate(JobSpec):
    """Give an enrolment that has completed its course the certificate, and draw its PDF."""

    kind = "certificates.issue"
    retry_after = tuple(timedelta(seconds=pause) for pause in (2, 15, 60, 300))

    enrolment_id: EnrolmentId

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.enrolment_id}"
