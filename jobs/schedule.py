"""Work that comes round by the clock: one job for each period, however many processes ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from alp_app.job_rows import request_job
from alp_app.jobspecs.exams import KeepExamTime
from alp_app.jobspecs.notifications import TellWhatIsDue
from alp_app.jobspecs.operations import PeriodicSpec, SweepObjects
from alp_app.jobspecs.privacy import KeepRetention
from alp_app.jobspecs.sources import KeepIndex
from alp_app.kit.ids import JobId, OrganisationId
from alp_app.services.exams.timekeeping import ANY_TIME_UP

OLDEST_ORGANISATION = text("SELECT id FROM organisation ORDER BY id LIMIT 1")
DATABASE_CLOCK = text("SELECT clock_timestamp()")


@dataclass(frozen=True, slots=True, kw_only=True)
class Periodic:
    every: timedelta
    spec: type[PeriodicSpec]
    when: TextClause | None = None
    """Asks whether there is anything to do, so that what rarely is makes no job each period."""


SCHEDULE = (
    Periodic(every=timedelta(minutes=15), spec=TellWhatIsDue),
    Periodic(every=timedelta(hours=1), spec=SweepObjects),
    Periodic(every=timedelta(minutes=15), spec=KeepIndex),
    Periodic(every=timedelta(days=1), spec=KeepRetention),
    Periodic(every=timedelta(minutes=1), spec=KeepExamTime, when=ANY_TIME_UP),
)


def slot_of(moment: datetime, every: timedelta) -> datetime:
    """The beginning of the period that holds `moment`; periods are counted from 1970, in UTC."""
    epoch = datetime.fromtimestamp(0, UTC)
    return epoch + (moment - epoch) // every * every


async def request_due(session: AsyncSession, schedule: Sequence[Periodic]) -> list[JobId]:
    """Request what the present periods still lack, in the name of the oldest organisation."""
    organisation_id = await session.scalar(OLDEST_ORGANISATION)
    if organisation_id is None:
        return []
    moment = (await session.execute(DATABASE_CLOCK)).scalar_one()
    requested = [
        await request_job(
            session,
            periodic.spec(slot=slot_of(moment, periodic.every)),
            organisation_id=OrganisationId(organisation_id),
            requested_by=None,
        )
        for periodic in schedule
        if periodic.when is None or await session.scalar(periodic.when)
    ]
    return [job_id for job_id, is_new in requested if is_new]
