"""The numbers that monitoring asks for. They name kinds and queues, never a person or a course."""

from sqlalchemy.ext.asyncio import AsyncSession

from alp_app.db.reads import fetch_in
from alp_app.observability.job_metrics import (
    JobFigures,
    KindFigures,
    QueueFigures,
    StepFigures,
)
from alp_app.services.operations.queries import QUEUES

_KINDS = "SELECT kind, state, count(*) AS count FROM job GROUP BY kind, state ORDER BY kind, state"

_STEPS = """
    SELECT job.kind, split_part(job_step.name, ':', 1) AS step, count(*) AS count,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS median_seconds,
        percentile_cont(0.95) WITHIN GROUP (ORDER BY seconds) AS p95_seconds
    FROM job_step
    JOIN job ON job.id = job_step.job_id
    CROSS JOIN LATERAL (
        SELECT extract(epoch FROM job_step.finished_at - job_step.started_at)::float8 AS seconds
    ) took
    WHERE job_step.finished_at > clock_timestamp() - interval '1 hour'
    GROUP BY 1, 2 ORDER BY 1, 2
    """
"""A step's name up to its colon: what follows names the one lesson or file it was for."""


_RESTING = "SELECT engine FROM engine_circuit WHERE opened_at IS NOT NULL ORDER BY engine"


async def get_figures(session: AsyncSession) -> JobFigures:
    return JobFigures(
        kinds=[KindFigures(**row) for row in await fetch_in(session, _KINDS, {})],
        queues=[
            QueueFigures(queue=row.pop("name"), **row)
            for row in await fetch_in(session, QUEUES, {})
        ],
        steps=[StepFigures(**row) for row in await fetch_in(session, _STEPS, {})],
        resting=[row["engine"] for row in await fetch_in(session, _RESTING, {})],
    )
