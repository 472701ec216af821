"""Budgets: how much engines may do for a person, a class and the school; what is set aside when work is
asked for; what is left."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select

from alp_app.db.reads import fetch_all
from alp_app.jobspecs.base import JobSpec
from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import ClassroomId, JobId, UserId
from alp_app.models.account import User
from alp_app.models.classroom import Classroom
from alp_app.models.usage import Scope, UsageLimit, UseReservation
from alp_app.security.actor import Role
from alp_app.services.operations.errors import LimitNotFound, NoSubject, OverBudget
from alp_app.services.operations.estimates import likely_use
from alp_app.services.operations.inputs import LimitInput
from alp_app.services.operations.usage_views import BudgetView, LimitView
from alp_app.unit_of_work import Reader, UnitOfWork

CLASS_OF = text("""
    SELECT class_member.classroom_id FROM class_member
    JOIN classroom ON classroom.id = class_member.classroom_id
    WHERE class_member.user_id = :user_id AND classroom.course_id = :course_id
        AND class_member.removed_at IS NULL
    ORDER BY class_member.joined_at DESC LIMIT 1
    """)
"""The class in which somebody takes the course."""

BUDGETS = """
    WITH asked AS (
        SELECT DISTINCT ON (scope, measure, period) id, scope, measure, period, amount,
            date_trunc(period, clock_timestamp() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS since,
            (date_trunc(period, clock_timestamp() AT TIME ZONE 'UTC')
                + CAST('1 ' || period AS interval)) AT TIME ZONE 'UTC' AS renewed_at
        FROM usage_limit
        WHERE organisation_id = %(organisation_id)s AND (scope = 'school'
            OR (scope = 'person' AND %(user_id)s::uuid IS NOT NULL
                AND coalesce(subject_id, %(user_id)s) = %(user_id)s)
            OR (scope = 'class' AND %(classroom_id)s::uuid IS NOT NULL
                AND coalesce(subject_id, %(classroom_id)s) = %(classroom_id)s))
        ORDER BY scope, measure, period, subject_id NULLS LAST)
    SELECT asked.scope, asked.measure, asked.period, asked.amount, asked.renewed_at,
        (SELECT coalesce(sum(CASE measure WHEN 'tokens' THEN tokens ELSE seconds END), 0)
            FROM engine_use WHERE engine_use.organisation_id = %(organisation_id)s
            AND engine_use.at >= asked.since
            AND (asked.scope <> 'person' OR engine_use.user_id = %(user_id)s)
            AND (asked.scope <> 'class' OR engine_use.classroom_id = %(classroom_id)s)
        )::float8 AS used,
        (SELECT coalesce(sum(greatest(0, CASE measure WHEN 'tokens' THEN r.tokens ELSE r.seconds END
                - (SELECT coalesce(sum(CASE asked.measure WHEN 'tokens' THEN u.tokens ELSE u.seconds END), 0)
                    FROM engine_use u WHERE u.root_id = r.job_id))), 0)
            FROM use_reservation r JOIN job ON job.id = r.job_id
            WHERE r.organisation_id = %(organisation_id)s
            AND job.state IN ('queued', 'running', 'waiting')
            AND (asked.scope <> 'person' OR r.user_id = %(user_id)s)
            AND (asked.scope <> 'class' OR r.classroom_id = %(classroom_id)s)
        )::float8 AS reserved
    FROM asked ORDER BY asked.scope, asked.measure, asked.period
    """


async def reserve_use(
    work: UnitOfWork, spec: JobSpec, job_id: JobId, user_id: UserId | None
) -> None:
    """Set aside what `spec` is likely to use, as measured on what was done before; nothing where there is
    no figure yet. Raises OverBudget when a budget does not reach.

    `alp_app.unit_of_work.Reserve`: the limits are locked, so whoever reserves last sees what the others
    have reserved.
    """
    classroom_id = await _class_of(work, spec)
    likely = await likely_use(work.session, work.organisation_id, spec.kind, spec.units)
    for budget in await _budgets(work, user_id, classroom_id):
        wanted = likely.tokens if budget.measure == "tokens" else likely.seconds
        if budget.left <= 0 or wanted > budget.left:
            raise OverBudget(budget)
    work.session.add(
        UseReservation(
            job_id=job_id,
            organisation_id=work.organisation_id,
            user_id=user_id,
            classroom_id=classroom_id,
            kind=spec.kind,
            units=spec.units,
            tokens=likely.tokens,
            seconds=likely.seconds,
        )
    )
    await work.session.flush()


async def my_budgets(reader: Reader) -> list[BudgetView]:
    """What the actor may still use: their own budgets and those of the school."""
    return await _budgets(reader, reader.user_id, None)


async def list_limits(reader: Reader) -> list[LimitView]:
    require_admin(reader)
    statement = (
        select(UsageLimit)
        .where(col(UsageLimit.organisation_id) == reader.organisation_id)
        .order_by(
            col(UsageLimit.scope).desc(),
            col(UsageLimit.subject_id).nulls_first(),
            col(UsageLimit.measure),
            col(UsageLimit.period),
        )
    )
    limits = (await reader.session.scalars(statement)).all()
    names = await _names(reader, limits)
    return [_limit_view(limit, names) for limit in limits]


async def set_limit(work: UnitOfWork, wanted: LimitInput) -> LimitView:
    """Make a limit, or change the one for the same. Raises NoSubject."""
    require_admin(work)
    subject_id = await _subject(work, wanted)
    statement = select(UsageLimit).where(
        col(UsageLimit.organisation_id) == work.organisation_id,
        col(UsageLimit.scope) == wanted.scope,
        col(UsageLimit.subject_id).is_not_distinct_from(subject_id),
        col(UsageLimit.measure) == wanted.measure,
        col(UsageLimit.period) == wanted.period,
    )
    limit = (await work.session.scalars(statement)).first()
    if limit is None:
        limit = UsageLimit(
            organisation_id=work.organisation_id,
            scope=wanted.scope,
            subject_id=subject_id,
            measure=wanted.measure,
            period=wanted.period,
            amount=wanted.amount,
        )
        work.session.add(limit)
    limit.amount = wanted.amount
    await work.session.flush()
    work.record("engine_limit.set", limit.id, amount=limit.amount)
    return _limit_view(limit, await _names(work, [limit]))


async def remove_limit(work: UnitOfWork, limit_id: UUID) -> None:
    """Raises LimitNotFound."""
    require_admin(work)
    limit = await work.session.get(UsageLimit, limit_id)
    if limit is None or limit.organisation_id != work.organisation_id:
        raise LimitNotFound
    await work.session.delete(limit)
    work.record("engine_limit.removed", limit_id)


def require_admin(reader: Reader) -> None:
    if reader.actor.role is not Role.ADMIN:
        raise Forbidden("Only administrators can see what engines do, and set limits.")


async def _class_of(work: UnitOfWork, spec: JobSpec) -> ClassroomId | None:
    if spec.course_id is None or work.actor.user_id is None:
        return None
    values = {"user_id": work.actor.user_id, "course_id": spec.course_id}
    return await work.session.scalar(CLASS_OF, values)


async def _budgets(
    reader: Reader, user_id: UUID | None, classroom_id: UUID | None
) -> list[BudgetView]:
    asked = {
        "organisation_id": reader.organisation_id,
        "user_id": user_id,
        "classroom_id": classroom_id,
    }
    rows = await fetch_all(reader, BUDGETS, asked)
    return [
        BudgetView(**row, left=max(0.0, row["amount"] - row["used"] - row["reserved"]))
        for row in rows
    ]


async def _subject(work: UnitOfWork, wanted: LimitInput) -> UUID | None:
    """The person or class that a limit is for, by what an administrator types."""
    if wanted.scope is Scope.SCHOOL or not wanted.subject:
        return None
    if wanted.scope is Scope.PERSON:
        statement = select(User.id).where(
            col(User.organisation_id) == work.organisation_id,
            col(User.email) == wanted.subject,
        )
    else:
        statement = select(Classroom.id).where(
            col(Classroom.organisation_id) == work.organisation_id,
            col(Classroom.name) == wanted.subject,
        )
    found = (await work.session.scalars(statement.limit(2))).all()
    if len(found) != 1:
        raise NoSubject(wanted.subject)
    return found[0]


async def _names(reader: Reader, limits: Sequence[UsageLimit]) -> Mapping[UUID, str]:
    ids = [limit.subject_id for limit in limits if limit.subject_id]
    people = select(col(User.id), col(User.display_name)).where(col(User.id).in_(ids))
    classes = select(col(Classroom.id), col(Classroom.name)).where(col(Classroom.id).in_(ids))
    found: dict[UUID, str] = {}
    for statement in (people, classes):
        rows: Any = (await reader.session.execute(statement)).all()
        found.update((row[0], row[1]) for row in rows)
    return found


def _limit_view(limit: UsageLimit, names: Mapping[UUID, str]) -> LimitView:
    return LimitView(
        id=limit.id,
        scope=limit.scope,
        subject_id=limit.subject_id,
        subject=names.get(limit.subject_id, "") if limit.subject_id else "",
        measure=limit.measure,
        period=limit.period,
        amount=limit.amount,
    )
