"""What keeps an installation from growing for ever."""

from collections.abc import Sequence

from sqlalchemy import text

from alp_app.unit_of_work import Reader, UnitOfWork

UNNAMED = text("""
    SELECT key FROM unnest(CAST(:keys AS text[])) AS key
    WHERE NOT EXISTS (SELECT FROM job_artifact WHERE object_key = key)
    AND NOT EXISTS (SELECT FROM rendition WHERE sha256 = key)
    AND NOT EXISTS (SELECT FROM source WHERE sha256 = key)
    AND NOT EXISTS (SELECT FROM upload_piece WHERE sha256 = key)
    """)
"""Names every column that holds the key of a stored object; a test looks for new ones."""

OLD_JOBS = text("""
    WITH gone AS (
        DELETE FROM job WHERE parent_id IS NULL AND state IN ('done', 'failed', 'cancelled')
        AND finished_at < clock_timestamp() - interval '90 days' RETURNING id)
    SELECT count(*) FROM gone
    """)

GONE_WORKERS = text("""
    DELETE FROM worker_process WHERE seen_at < clock_timestamp() - interval '1 day'
    """)

EXPIRED_UPLOADS = text("""
    WITH gone AS (DELETE FROM upload WHERE expires_at < clock_timestamp() RETURNING id)
    SELECT count(*) FROM gone
    """)


async def list_unnamed(reader: Reader, keys: Sequence[str]) -> set[str]:
    """Those of the keys that no row of any school names."""
    return set((await reader.session.scalars(UNNAMED, {"keys": list(keys)})).all())


async def forget_old_jobs(work: UnitOfWork) -> int:
    """Remove jobs that ended long ago, and workers that have gone. Returns how many jobs."""
    count = (await work.session.execute(OLD_JOBS)).scalar_one()
    await work.session.execute(GONE_WORKERS)
    return count


async def forget_expired_uploads(work: UnitOfWork) -> int:
    """Remove files that were sent in part, or never put anywhere. Returns how many. Their bytes are
    then unnamed."""
    return (await work.session.execute(EXPIRED_UPLOADS)).scalar_one()
