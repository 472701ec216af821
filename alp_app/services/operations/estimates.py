"""What work is likely to take: measured on work of the same kind that was done of late, never guessed."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from alp_app.jobspecs.generation import GenerateCourse
from alp_app.kit.ids import OrganisationId
from alp_app.security.policies import Policy
from alp_app.services.operations.usage_views import EstimateView
from alp_app.unit_of_work import Reader

MEASURED_ON = 20
"""The latest jobs of a kind; older ones tell of other engines."""

MEASURED = text("""
    WITH done AS (
        SELECT r.job_id, r.units, job.finished_at - job.started_at AS took,
            sum(u.tokens) AS tokens, sum(u.seconds) AS seconds
        FROM use_reservation r
        JOIN job ON job.id = r.job_id AND job.state = 'done'
        JOIN engine_use u ON u.root_id = r.job_id
        WHERE r.organisation_id = :organisation_id AND r.kind = :kind
        GROUP BY r.job_id, r.units, job.finished_at, job.started_at
        ORDER BY r.job_id DESC LIMIT :most)
    SELECT count(*) AS jobs,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY tokens::float8 / units) AS tokens,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds / units) AS seconds,
        percentile_cont(0.25) WITHIN GROUP (ORDER BY extract(epoch FROM took)::float8 / units) AS low,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM took)::float8 / units) AS half,
        percentile_cont(0.75) WITHIN GROUP (ORDER BY extract(epoch FROM took)::float8 / units) AS high
    FROM done
    """)


@dataclass(frozen=True, slots=True)
class LikelyUse:
    tokens: int
    seconds: float


async def estimate_course(reader: Reader, lessons: int) -> EstimateView:
    """What a course of so many lessons takes."""
    Policy.STAFF.require(reader.actor)
    return await _measured(reader.session, reader.organisation_id, GenerateCourse.kind, lessons)


async def likely_use(
    session: AsyncSession, organisation_id: OrganisationId, kind: str, units: int
) -> LikelyUse:
    """Of work that is about to be asked for; nothing where there is no figure yet."""
    found = await _measured(session, organisation_id, kind, units)
    return LikelyUse(round(found.tokens * units), found.seconds * units)


async def _measured(
    session: AsyncSession, organisation_id: OrganisationId, kind: str, units: int
) -> EstimateView:
    asked = {"organisation_id": organisation_id, "kind": kind, "most": MEASURED_ON}
    row = (await session.execute(MEASURED, asked)).one()
    return EstimateView(
        jobs=row.jobs,
        units=units,
        tokens=round(row.tokens or 0),
        seconds=row.seconds or 0,
        minutes=(row.half or 0) / 60,
        minutes_from=(row.low or 0) / 60,
        minutes_to=(row.high or 0) / 60,
    )
