"""What monitoring is told of jobs."""

from sqlalchemy import text

from alp_app.jobspecs.operations import SweepObjects
from alp_app.kit import clock
from alp_app.observability.job_metrics import exposition
from alp_app.runtime import Runtime
from alp_app.services.operations.figures import get_figures
from tests.support.people import make_school


async def test_jobs_queues_and_steps_are_counted(product: Runtime):
    visitor = await make_school(product)
    async with product.unit_of_work(visitor) as work:
        job_id = await work.request(SweepObjects(slot=clock.now()))
        for number in range(3):
            await work.session.execute(
                text(
                    "INSERT INTO job_step (job_id, name, position, result, attempt, started_at, finished_at)"
                    " VALUES (:job_id, :name, 1, 'true', 1, clock_timestamp() - interval '10 seconds',"
                    " clock_timestamp())"
                ),
                {"job_id": job_id, "name": f"lesson:{number}"},
            )
    async with product.sessions() as session:
        told = exposition(await get_figures(session)).decode().splitlines()
    kind = SweepObjects.kind
    assert f'alp_jobs{{kind="{kind}",state="queued"}} 1.0' in told
    assert 'alp_queue_waiting{queue="default"} 1.0' in told
    assert 'alp_queue_age_seconds{queue="gpu"} 0.0' in told
    assert f'alp_job_steps{{kind="{kind}",step="lesson"}} 3.0' in told
    assert f'alp_job_step_seconds{{kind="{kind}",quantile="0.5",step="lesson"}} 10.0' in [
        line[: line.rindex(" ")] + f" {float(line.rsplit(' ')[-1]):.1f}"
        for line in told
        if not line.startswith("#")
    ]
