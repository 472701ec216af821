"""What is recorded about manifests."""

MANIFEST_RECORDED = "manifest.recorded"
RERUN_REQUESTED = "manifest.rerun_requested"
RERUN_ENDED = "manifest.rerun_ended"
PACK_REQUESTED = "evidence_pack.requested"
