"""Which stored bytes nothing names any more, and uploads that nobody finished."""

from collections.abc import Sequence

from sqlalchemy import text

from alp_app.unit_of_work import Reader, UnitOfWork

UNNAMED = text("""
    SELECT key FROM unnest(CAST(:keys AS text[])) AS key
    WHERE NOT EXISTS (SELECT FROM job_artifact WHERE object_key = key)
    AND NOT EXISTS (SELECT FROM rendition WHERE sha256 = key)
    AND NOT EXISTS (SELECT FROM source WHERE sha256 = key)
    AND NOT EXISTS (SELECT FROM source_page WHERE picture = key)
    AND NOT EXISTS (SELECT FROM upload_piece WHERE sha256 = key)
    AND NOT EXISTS (SELECT FROM data_export WHERE sha256 = key)
    """)
"""Names every column that holds the key of a stored object; a test looks for new ones."""

EXPIRED_UPLOADS = text("""
    WITH gone AS (DELETE FROM upload WHERE expires_at < clock_timestamp() RETURNING id)
    SELECT count(*) FROM gone
    """)


async def list_unnamed(reader: Reader, keys: Sequence[str]) -> set[str]:
    """Those of the keys that no row of any school names."""
    return set((await reader.session.scalars(UNNAMED, {"keys": list(keys)})).all())


async def forget_expired_uploads(work: UnitOfWork) -> int:
    """Remove files that were sent in part, or never put anywhere. Returns how many. Their bytes are
    then unnamed."""
    return (await work.session.execute(EXPIRED_UPLOADS)).scalar_one()
