"""What the work of a class tells its teachers."""

from collections.abc import Mapping
from statistics import median_high
from typing import Any
from uuid import UUID

from alp_app.db.reads import fetch_all
from alp_app.kit.ids import ClassroomId, UserId
from alp_app.kit.sheets import write_sheet
from alp_app.services.insights.access import class_scope
from alp_app.services.insights.attention import Attention, Record, Sign, attention_of, signs_of
from alp_app.services.insights.learners import learner_insight
from alp_app.services.insights.parts import objectives, published, questions, weeks
from alp_app.services.insights.rows import NOTHING, Scope, Tally, all_rows, counted, tally
from alp_app.services.insights.sources import RowKind
from alp_app.services.insights.views import (
    ClassInsight,
    Count,
    Evidence,
    LearnerEvidence,
    LearnerStanding,
    ModuleFigures,
    RowFilter,
)
from alp_app.unit_of_work import Reader

HEAD = (
    "learner", "attention", "signs", "last_work", "lessons_done", "due", "missing", "answers",
    "right",
)  # fmt: skip
_ORDER = (Attention.LIKELY, Attention.POSSIBLE, Attention.UNKNOWN, Attention.NONE)
_JOINED = " SELECT p.person, p.joined_at FROM people p"
_TESTS = "SELECT id FROM exam WHERE classroom_id = %(classroom_id)s AND deleted_at IS NULL"


async def get_class_insight(reader: Reader, classroom_id: ClassroomId) -> ClassInsight:
    """Raises ClassNotFound."""
    classroom, scope = await class_scope(reader, classroom_id)
    course = await published(reader, classroom.course_id)
    standings = await _standings(reader, scope)
    learners = await tally(reader, scope, RowFilter(of=RowKind.LEARNERS), by="all")
    by_week = await tally(reader, scope, RowFilter(of=RowKind.WEEKS), by="what")
    by_module = await tally(reader, scope, RowFilter(of=RowKind.MODULES), by="subject")
    tests = await fetch_all(reader, _TESTS, {"classroom_id": classroom_id})
    everybody, wanted = learners.get(None, NOTHING), RowFilter(of=RowKind.LEARNERS)
    work = RowFilter(of=RowKind.WORK)
    return ClassInsight(
        id=classroom.id,
        name=classroom.name,
        course_id=classroom.course_id,
        course_title=course.title,
        as_of=scope.now,
        learners=counted(everybody.n, wanted),
        active=counted(everybody.of("active"), wanted, state="active"),
        quiet=counted(everybody.of("quiet"), wanted, state="quiet"),
        never=counted(everybody.of("never"), wanted, state="never"),
        due=counted(sum(each.due.n for each in standings), work),
        missing=counted(sum(each.missing.n for each in standings), work, state="missing"),
        weeks=weeks(
            scope,
            {week: each.n for week, each in by_week.items()},
            classroom.starts_on or classroom.created_at.date(),
            RowFilter(of=RowKind.WEEKS),
        ),
        modules=tuple(
            _module(module, by_module[module.id])
            for module in course.modules
            if module.id in by_module
        ),
        questions=await questions(
            reader,
            scope,
            statistics={row["id"]: f"/tests/{row['id']}/statistics" for row in tests},
        ),
        objectives=await objectives(reader, scope, course),
        standings=standings,
    )


async def get_learner_evidence(
    reader: Reader, classroom_id: ClassroomId, user_id: UserId
) -> LearnerEvidence:
    """Raises ClassNotFound or MemberNotFound."""
    classroom, own = await class_scope(reader, classroom_id, user_id)
    _, scope = await class_scope(reader, classroom_id)
    standings = await _standings(reader, scope)
    [standing] = [each for each in standings if each.user_id == user_id]
    since = classroom.starts_on or classroom.created_at.date()
    return LearnerEvidence(
        class_name=classroom.name,
        standing=standing,
        insight=await learner_insight(reader, own, user_id, name=standing.name, since=since),
    )


async def write_standings(reader: Reader, classroom_id: ClassroomId) -> str:
    """Who may need help, and why, as CSV."""
    _, scope = await class_scope(reader, classroom_id)
    return write_sheet(
        HEAD,
        (
            (
                each.name,
                each.attention.value,
                " ".join(found.sign.value for found in each.evidence),
                each.worked_at.isoformat(timespec="minutes") if each.worked_at else "",
                each.lessons_done.n,
                each.due.n,
                each.missing.n,
                each.answers.n,
                each.right.n,
            )
            for each in await _standings(reader, scope)
        ),
    )


async def _standings(reader: Reader, scope: Scope) -> tuple[LearnerStanding, ...]:
    people = await all_rows(reader, scope, RowFilter(of=RowKind.LEARNERS))
    joined = await _joined(reader, scope)
    work = await tally(reader, scope, RowFilter(of=RowKind.WORK), by="person")
    answers = await tally(reader, scope, RowFilter(of=RowKind.ANSWERS), by="person")
    lessons = await tally(reader, scope, RowFilter(of=RowKind.LESSONS), by="person")
    done = [lessons.get(row["person"], NOTHING).of("done") for row in people]
    middle = median_high(done) if done else 0
    found = [
        _standing(
            row,
            Record(
                joined_at=joined[row["person"]],
                worked_at=row["at"],
                due=work.get(row["person"], NOTHING).n,
                missing=work.get(row["person"], NOTHING).of("missing"),
                answers=answers.get(row["person"], NOTHING).n,
                right=answers.get(row["person"], NOTHING).of("right"),
                lessons_done=lessons.get(row["person"], NOTHING).of("done"),
                class_lessons_done=middle,
            ),
            scope,
        )
        for row in people
    ]
    return tuple(sorted(found, key=_urgency))


async def _joined(reader: Reader, scope: Scope) -> Mapping[UUID, Any]:
    statement = "WITH " + scope.people + _JOINED
    given = {"classroom_id": scope.classroom_id, "user_id": scope.user_id}
    rows = await fetch_all(reader, statement, given)
    return {row["person"]: row["joined_at"] for row in rows}


def _standing(row: dict[str, Any], record: Record, scope: Scope) -> LearnerStanding:
    user_id = UserId(row["user_id"])
    work = RowFilter(of=RowKind.WORK, user_id=user_id)
    answers = RowFilter(of=RowKind.ANSWERS, user_id=user_id)
    lessons = RowFilter(of=RowKind.LESSONS, user_id=user_id)
    days = RowFilter(of=RowKind.DAYS, user_id=user_id)
    missing = counted(record.missing, work, state="missing")
    right = counted(record.right, answers, state="right")
    lessons_done = counted(record.lessons_done, lessons, state="done")
    behind: dict[Sign, Count] = {
        Sign.QUIET: counted(int(row["value"]), days),
        Sign.NEVER: counted(0, days),
        Sign.MISSING: missing,
        Sign.ANSWERS: counted(record.answers, answers),
        Sign.BEHIND: lessons_done,
    }
    return LearnerStanding(
        user_id=user_id,
        name=row["who"],
        attention=attention_of(record, scope.now),
        evidence=tuple(
            Evidence(
                sign=each.sign,
                is_strong=each.is_strong,
                facts=_facts(each.sign, record),
                rows=behind[each.sign],
            )
            for each in signs_of(record, scope.now)
        ),
        worked_at=record.worked_at,
        due=counted(record.due, work),
        missing=missing,
        lessons_done=lessons_done,
        answers=counted(record.answers, answers),
        right=right,
    )


def _facts(sign: Sign, record: Record) -> Mapping[str, str | int]:
    match sign:
        case Sign.QUIET:
            return {"at": record.worked_at.isoformat() if record.worked_at else ""}
        case Sign.NEVER:
            return {"at": record.joined_at.isoformat()}
        case Sign.MISSING:
            return {"n": record.missing, "due": record.due}
        case Sign.ANSWERS:
            return {"right": record.right, "n": record.answers}
        case Sign.BEHIND:
            return {"n": record.lessons_done, "others": record.class_lessons_done}


def _urgency(standing: LearnerStanding) -> tuple[int, int, str]:
    strong = sum(each.is_strong for each in standing.evidence)
    return _ORDER.index(standing.attention), -strong, standing.name.lower()


def _module(module: Any, tallied: Tally) -> ModuleFigures:
    wanted = RowFilter(of=RowKind.MODULES, module_id=module.id)
    return ModuleFigures(
        id=module.id,
        number=module.number,
        title=module.title,
        done=counted(tallied.of("done"), wanted, state="done"),
        begun=counted(tallied.of("begun"), wanted, state="begun"),
        not_begun=counted(tallied.of("not_begun"), wanted, state="not_begun"),
    )
