"""Names under which this domain appears in the audit log."""

DESIGN_CHANGED = "certificate_design.changed"
CERTIFICATE_ISSUED = "certificate.issued"
CERTIFICATE_REVOKED = "certificate.revoked"
CERTIFICATE_RESTORED = "certificate.restored"
NAME_HIDDEN = "certificate.name_hidden"
NAME_SHOWN = "certificate.name_shown"
