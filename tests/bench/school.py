"""The data of a real school: 5,000 people, 200 courses of 50 lessons, 2 million rows of progress."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, LiteralString

from psycopg import AsyncConnection, sql
from pydantic import TypeAdapter
from sqlalchemy import Table
from sqlmodel import SQLModel, col, select

from alp_app.kit.ids import ClassroomId, CourseId, ExamAttemptId, LessonId, new_uuid
from alp_app.models.account import User
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor, Role
from alp_app.services.assessment.bank_inputs import QuestionInput
from alp_app.services.assessment.commands import add_bank_question
from alp_app.services.classes.commands import create_class
from alp_app.services.classes.inputs import NewClass
from alp_app.services.exams.commands import create_exam, publish_exam
from alp_app.services.exams.inputs import ExamInput
from alp_app.services.exams.sitting import start_exam
from tests.e2e.campus import OWNER
from tests.support.people import Person, make_person
from tests.support.world import MadeCourse, PlannedLesson, act, choice, make_course, paragraph

PEOPLE = 5000
COURSES = 200
LESSONS = 50
MODULES = 5
COURSES_EACH = 8
PARAGRAPHS = 12
IN_CLASS = 25
COLUMNS = 12
NOTICES_EACH = 20
EVENTS_EACH = 30
QUESTIONS = 20

_PEOPLE: LiteralString = """
    INSERT INTO user_account (id, organisation_id, email, display_name, role, locale, created_at)
    SELECT uuidv7(), %(school)s, 'learner' || n || '@example.org', 'Learner ' || n, 'learner', 'en',
           now() - interval '200 days'
      FROM generate_series(1, %(people)s) n
"""
_CLASSES: LiteralString = """
    INSERT INTO classroom (id, organisation_id, course_id, name, term, time_zone, code, created_at)
    SELECT uuidv7(), c.organisation_id, c.id, 'Class of ' || c.title, 'Spring', 'UTC',
           upper(substr(md5(c.id::text), 1, 8)), now() - interval '100 days'
      FROM course c
     WHERE NOT EXISTS (SELECT FROM classroom k WHERE k.course_id = c.id)
       AND c.owner_id IS NOT NULL
"""
# Everybody takes COURSES_EACH of the courses; of those who take a course, the first are in its class.
_ENROLMENTS: LiteralString = """
    INSERT INTO enrolment (id, organisation_id, course_id, user_id, classroom_id, is_current,
                           version_id, lessons_done, lessons_total, last_lesson_id, active_at,
                           enrolled_at)
    SELECT uuidv7(), c.organisation_id, c.id, u.id, CASE WHEN u.number <= %(in_class)s THEN k.id END,
           true, c.published_version_id, 5 + u.number %% 40, %(lessons)s, NULL,
           now() - u.number * interval '1 minute', now() - interval '90 days'
      FROM (SELECT id, organisation_id, published_version_id,
                   row_number() OVER (ORDER BY id) - 1 AS place
              FROM course WHERE owner_id IS NOT NULL) c
      JOIN classroom k ON k.course_id = c.id
      JOIN (SELECT id, (row_number() OVER (ORDER BY id) - 1) AS person,
                   (row_number() OVER (ORDER BY id) - 1) / (%(courses)s / %(each)s) + 1 AS number
              FROM user_account WHERE role = 'learner') u
        ON u.person %% (%(courses)s / %(each)s) = c.place %% (%(courses)s / %(each)s)
"""
_MEMBERS: LiteralString = """
    INSERT INTO class_member (classroom_id, user_id, organisation_id, role, joined_by, joined_at,
                              is_account_imported)
    SELECT e.classroom_id, e.user_id, e.organisation_id, 'learner', 'code', e.enrolled_at, false
      FROM enrolment e WHERE e.classroom_id IS NOT NULL
    ON CONFLICT DO NOTHING
"""
_TEACHING: LiteralString = """
    INSERT INTO class_member (classroom_id, user_id, organisation_id, role, joined_by, joined_at,
                              is_account_imported)
    SELECT id, %(teacher)s, organisation_id, 'teacher', 'hand', now(), false FROM classroom
    ON CONFLICT DO NOTHING
"""
_PROGRESS: LiteralString = """
    INSERT INTO lesson_progress (enrolment_id, lesson_id, organisation_id, opened_at, completed_at)
    SELECT e.id, v.lesson_id, e.organisation_id, now() - interval '9 days',
           CASE WHEN v.place <= e.lessons_done THEN now() - interval '8 days' END
      FROM enrolment e
      JOIN (SELECT version_id, lesson_id,
                   row_number() OVER (PARTITION BY version_id ORDER BY position) AS place
              FROM lesson_version) v ON v.version_id = e.version_id
"""
_MODULES: LiteralString = """
    INSERT INTO module_progress (enrolment_id, module_id, organisation_id, done, total)
    SELECT e.id, v.module_id, e.organisation_id, count(p.completed_at), count(*)
      FROM enrolment e
      JOIN lesson_version v ON v.version_id = e.version_id
      JOIN lesson_progress p ON p.enrolment_id = e.id AND p.lesson_id = v.lesson_id
     GROUP BY e.id, v.module_id, e.organisation_id
"""
_EVENTS: LiteralString = """
    INSERT INTO learning_event (id, organisation_id, enrolment_id, kind, facts, at)
    SELECT uuidv7(), e.organisation_id, e.id, 'lesson_opened', '{}', now() - n * interval '7 hours'
      FROM enrolment e, generate_series(1, %(events)s) n
"""
_NOTICES: LiteralString = """
    INSERT INTO notification (id, organisation_id, user_id, kind, word, facts, href, source, channel,
                              created_at, read_at)
    SELECT uuidv7(), u.organisation_id, u.id, 'work', 'work_published',
           jsonb_build_object('title', 'Report ' || n, 'room', 'D2'), '/', 'bench:' || n, 'app',
           now() - n * interval '1 hour', CASE WHEN n > 3 THEN now() END
      FROM user_account u, generate_series(1, %(notices)s) n
"""
_CATEGORIES: LiteralString = """
    INSERT INTO grade_category (id, organisation_id, classroom_id, position, title, drop_lowest)
    SELECT uuidv7(), k.organisation_id, k.id, 0, 'All work', 1 FROM classroom k
     WHERE NOT EXISTS (SELECT FROM grade_category g WHERE g.classroom_id = k.id)
"""
_COLUMNS: LiteralString = """
    INSERT INTO grade_item (id, organisation_id, classroom_id, category_id, position, title, points,
                            due_at, is_extra, is_hidden, late_percent, late_most_percent,
                            late_grace_minutes, created_at)
    SELECT uuidv7(), g.organisation_id, g.classroom_id, g.id, n, 'Work ' || n, 20,
           now() - n * interval '2 days', false, false, 5, 50, 0, now()
      FROM grade_category g, generate_series(1, %(columns)s) n
"""
_ENTRIES: LiteralString = """
    INSERT INTO grade_entry (item_id, user_id, organisation_id, points, submitted_at, is_excused,
                             override_reason, extra_attempts, extension_reason, released_at)
    SELECT i.id, m.user_id, i.organisation_id, (hashtext(i.id::text || m.user_id::text) & 1023) %% 21,
           i.due_at + interval '1 hour', false, '', 0, '', now()
      FROM grade_item i JOIN class_member m ON m.classroom_id = i.classroom_id AND m.role = 'learner'
"""
COPIED = ("course", "module", "lesson", "course_version", "lesson_version")
"""What a copy of a course consists of. A course names its version, so it comes first without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RealSchool:
    teacher: Actor
    learner: Person
    course_id: CourseId
    slug: str
    lesson_id: LessonId
    classroom_id: ClassroomId
    attempt_id: ExamAttemptId
    """Of the learner, who is taking a test."""


@dataclass(frozen=True, slots=True)
class KeptSchool:
    """What a file remembers of a school, from one run to the next."""

    path: Path
    adapter: TypeAdapter[RealSchool] = field(default_factory=lambda: TypeAdapter(RealSchool))

    def find(self) -> RealSchool | None:
        return self.adapter.validate_json(self.path.read_bytes()) if self.path.exists() else None

    def keep(self, school: RealSchool) -> RealSchool:
        self.path.write_bytes(self.adapter.dump_json(school))
        return school


async def known_or_filled(product: Runtime, kept: KeptSchool) -> RealSchool:
    return kept.find() or kept.keep(await fill(product))


async def fill(product: Runtime) -> RealSchool:
    """The owner teaches every class; one learner has a password, and takes a test."""
    async with product.sessions() as session:
        owner = (await session.scalars(select(User).where(col(User.email) == OWNER.email))).one()
    teacher = Actor(organisation_id=owner.organisation_id, user_id=owner.id, role=owner.role)
    visitor = Actor(organisation_id=owner.organisation_id)
    learner = await make_person(product, visitor, Role.LEARNER, "learner0@example.org")
    course = await _first_course(product, teacher)
    classroom_id = await act(
        product, teacher, create_class, details=NewClass(name="D2", course_id=course.id)
    )
    async with product.sessions.begin() as session:
        raw = await (await session.connection()).get_raw_connection()
        connection: Any = raw.driver_connection
        await _copy_course(connection, course)
        await _populate(connection, teacher)
    attempt_id = await _take_test(product, teacher, learner.actor, course, classroom_id)
    async with product.sessions() as session:
        await session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
        raw = await (await session.connection()).get_raw_connection()
        connection = raw.driver_connection
        await connection.execute("VACUUM ANALYZE")
    return RealSchool(
        teacher=teacher,
        learner=learner,
        course_id=course.id,
        slug=course.slug,
        lesson_id=course.lesson_ids[0],
        classroom_id=classroom_id,
        attempt_id=attempt_id,
    )


async def _first_course(product: Runtime, teacher: Actor) -> MadeCourse:
    blocks = [paragraph(*("The sea rises and falls twice a day.",) * 5)] * PARAGRAPHS
    lesson = PlannedLesson(blocks=blocks, questions=[choice(), choice("What else?")])
    sizes = (LESSONS // MODULES,) * MODULES
    return await make_course(
        product, teacher, *[lesson] * LESSONS, title="Tides", module_sizes=sizes
    )


async def _copy_course(connection: AsyncConnection[Any], course: MadeCourse) -> None:
    """All the other courses: the same text under ids of their own."""
    rows = {name: await _rows_of(connection, name, course) for name in COPIED}
    ids = {str(course.id), *map(str, course.module_ids), *map(str, course.lesson_ids)}
    ids |= {row["id"] for row in json.loads(rows["course_version"])}
    for number in range(1, COURSES):
        others = {each: str(new_uuid()) for each in ids}
        for name in COPIED:
            await _insert(connection, name, _renamed(rows[name], others, course.slug, number))


_WHICH: dict[str, LiteralString] = {
    "course": "id = %s",
    "lesson_version": "version_id IN (SELECT id FROM course_version WHERE course_id = %s)",
}


async def _rows_of(connection: AsyncConnection[Any], name: str, course: MadeCourse) -> str:
    query = sql.SQL("SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]')::text FROM {} t WHERE ").format(
        sql.Identifier(name)
    ) + sql.SQL(_WHICH.get(name, "course_id = %s"))
    found = await (await connection.execute(query, [course.id])).fetchone()
    assert found
    text: str = found[0]
    return text


def _renamed(rows: str, others: dict[str, str], slug: str, number: int) -> str:
    for one, other in others.items():
        rows = rows.replace(one, other)
    return rows.replace(slug, f"{slug}-{number}").replace('"Tides"', f'"Tides {number}"')


async def _insert(connection: AsyncConnection[Any], name: str, rows: str) -> None:
    table: Table = SQLModel.metadata.tables[name]
    names = [column.name for column in table.columns if column.computed is None]
    query = sql.SQL(
        "INSERT INTO {table} ({names})"
        " SELECT {names} FROM jsonb_populate_recordset(null::{table}, %s::jsonb)"
    ).format(table=sql.Identifier(name), names=sql.SQL(", ").join(map(sql.Identifier, names)))
    await connection.execute(query, [rows])


async def _populate(connection: AsyncConnection[Any], teacher: Actor) -> None:
    values = {
        "school": teacher.organisation_id, "teacher": teacher.user_id, "people": PEOPLE - 2,
        "courses": COURSES, "each": COURSES_EACH, "lessons": LESSONS, "in_class": IN_CLASS,
        "events": EVENTS_EACH, "notices": NOTICES_EACH, "columns": COLUMNS,
    }  # fmt: skip
    for statement in (
        _PEOPLE, _CLASSES, _TEACHING, _ENROLMENTS, _MEMBERS, _PROGRESS, _MODULES, _EVENTS,
        _NOTICES, _CATEGORIES, _COLUMNS, _ENTRIES,
    ):  # fmt: skip
        await connection.execute(statement, values)


async def _take_test(
    product: Runtime,
    teacher: Actor,
    learner: Actor,
    course: MadeCourse,
    classroom_id: ClassroomId,
) -> ExamAttemptId:
    made = [
        await act(
            product,
            teacher,
            add_bank_question,
            course.id,
            question=QuestionInput(content=choice(f"Question {number}?")),
        )
        for number in range(QUESTIONS)
    ]
    parts = [{"kind": "question", "question_id": str(each.subject_id)} for each in made]
    inputs = ExamInput.model_validate(
        {"title": "Test of tides", "sections": [{"parts": parts}], "minutes": 600}
    )
    exam_id = await act(product, teacher, create_exam, classroom_id, inputs=inputs)
    await act(product, teacher, publish_exam, exam_id)
    return await act(product, learner, start_exam, exam_id)
