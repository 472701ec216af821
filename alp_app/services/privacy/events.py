"""What the audit log calls things that happen to what is held about people."""

EXPORT_REQUESTED = "data_export.requested"
ERASURE_REQUESTED = "erasure.requested"
ERASURE_FINISHED = "erasure.finished"
RETENTION_CHANGED = "retention.changed"
RETENTION_RUN = "retention.run"
