"""What the audit log calls the end of a job that somebody waits for."""

JOB_DONE = "job.done"
JOB_FAILED = "job.failed"
