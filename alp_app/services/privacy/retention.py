"""The retention clock: what is kept for how long, and removing what has been kept long enough.

Everything is removed in batches, each in a transaction of its own, so a run can stop at any moment and go
on later.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from alp_app.db.reads import fetch_all
from alp_app.kit import clock
from alp_app.models.privacy import RetentionKind, RetentionRule, RetentionRun
from alp_app.security.policies import Policy
from alp_app.services.privacy import events
from alp_app.services.privacy.clocks import BY_KIND, CLOCKS, Clock, Old
from alp_app.services.privacy.errors import KeptTooShortly
from alp_app.services.privacy.inputs import RetentionInput
from alp_app.services.privacy.views import RetentionOverview, RetentionView
from alp_app.unit_of_work import Reader, UnitOfWork

BATCH = 500

_OVER = """
    SELECT id FROM classroom WHERE organisation_id = %(organisation_id)s
       AND greatest(ends_on::timestamptz + interval '1 day', archived_at) < %(then)s
"""
"""Classes that ended so long ago. One that has neither ended nor been archived is not among them."""
_GONE_WORKERS = text("""
    DELETE FROM worker_process WHERE seen_at < clock_timestamp() - interval '1 day'
    """)


async def list_retention(reader: Reader) -> RetentionOverview:
    """For administrators: what is kept for how long, and what would go next."""
    Policy.ADMIN.require(reader.actor)
    days = await days_kept(reader)
    statement = (
        select(RetentionRun)
        .where(
            col(RetentionRun.organisation_id) == reader.organisation_id,
            col(RetentionRun.finished_at).is_not(None),
        )
        .order_by(col(RetentionRun.slot).desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    last = (await reader.session.scalars(statement)).first()
    return RetentionOverview(
        rules=tuple(
            [
                RetentionView(
                    kind=each.kind,
                    days=days[each.kind],
                    default_days=each.days,
                    least_days=each.least,
                    due=await _count_due(reader, each, days[each.kind]),
                    removed=last.removed.get(each.kind, 0) if last else 0,
                )
                for each in CLOCKS
            ]
        ),
        last_run_at=last.finished_at if last else None,
    )


async def change_retention(
    work: UnitOfWork, kind: RetentionKind, *, change: RetentionInput
) -> RetentionOverview:
    """For administrators. The next run goes by it. Raises KeptTooShortly."""
    Policy.ADMIN.require(work.actor)
    known = BY_KIND[kind]
    if change.days is not None and change.days < known.least:
        raise KeptTooShortly(known.least)
    before = (await days_kept(work))[kind]
    values = {"days": change.days, "changed_at": clock.now()}
    adding = insert(RetentionRule).values(organisation_id=work.organisation_id, kind=kind, **values)
    await work.session.execute(
        adding.on_conflict_do_update(index_elements=["organisation_id", "kind"], set_=values)
    )
    work.record(
        events.RETENTION_CHANGED,
        work.organisation_id,
        kind=kind.value,
        before=before,
        after=change.days,
    )
    return await list_retention(work)


async def days_kept(reader: Reader) -> dict[RetentionKind, int | None]:
    """By kind; None: until somebody deletes it."""
    statement = select(RetentionRule).where(
        col(RetentionRule.organisation_id) == reader.organisation_id
    )
    rules = (await reader.session.scalars(statement)).all()
    return {each.kind: each.days for each in CLOCKS} | {rule.kind: rule.days for rule in rules}


async def begin_run(work: UnitOfWork, slot: datetime) -> None:
    """Note that the round of a period has begun; once, however often it is begun."""
    adding = insert(RetentionRun).values(
        **RetentionRun(organisation_id=work.organisation_id, slot=slot).model_dump()
    )
    await work.session.execute(
        adding.on_conflict_do_nothing(index_elements=["organisation_id", "slot"])
    )
    await work.session.execute(_GONE_WORKERS)


async def remove_batch(work: UnitOfWork, kind: RetentionKind, slot: datetime) -> int:
    """Remove some of what was kept long enough; returns how many, so that 0 is the end of it."""
    days = (await days_kept(work))[kind]
    if days is None:
        return 0
    given = await _given(work, BY_KIND[kind], days)
    removed = 0
    for old in BY_KIND[kind].old:
        removed += await _remove(work, old, given, BATCH - removed)
        if removed == BATCH:
            break
    if removed:
        run = await _run(work, slot)
        run.removed = {**run.removed, kind: run.removed.get(kind, 0) + removed}
    return removed


async def end_run(work: UnitOfWork, slot: datetime) -> None:
    run = await _run(work, slot)
    if run.finished_at is None:
        run.finished_at = clock.now()
        counts = {kind.value: number for kind, number in run.removed.items()}
        work.record(events.RETENTION_RUN, run.id, **counts)


async def _run(work: UnitOfWork, slot: datetime) -> RetentionRun:
    statement = (
        select(RetentionRun)
        .where(
            col(RetentionRun.organisation_id) == work.organisation_id,
            col(RetentionRun.slot) == slot,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await work.session.scalars(statement)).one()


async def _remove(work: UnitOfWork, old: Old, given: dict[str, Any], most: int) -> int:
    statement = (
        f"WITH gone AS (DELETE FROM {old.table} WHERE {old.key} = ANY(ARRAY("  # noqa: S608 - CLOCKS names them
        f"{old.query} LIMIT {most})) RETURNING 1) SELECT count(*) FROM gone"
    )
    connection = await work.session.connection()
    return (await connection.exec_driver_sql(statement, given)).scalar_one()


async def _count_due(reader: Reader, counted: Clock, days: int | None) -> int:
    if days is None:
        return 0
    given = await _given(reader, counted, days)
    connection = await reader.session.connection()
    numbers = [
        (
            await connection.exec_driver_sql(
                f"SELECT count(*) FROM ({old.query}) AS old",  # noqa: S608 - from CLOCKS
                given,
            )
        ).scalar_one()
        for old in counted.old
    ]
    return sum(numbers)


async def _given(reader: Reader, counted: Clock, days: int) -> dict[str, Any]:
    then = clock.now() - timedelta(days=days)
    given = {"organisation_id": reader.organisation_id, "then": then}
    over = await fetch_all(reader, _OVER, given) if counted.is_after_class else []
    return {**given, "over": [row["id"] for row in over]}
