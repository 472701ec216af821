"""The rows that figures are counted from, as SQL: each kind of row once, for figures and lists alike.

Every kind has the same columns: `id`, `person`, `user_id`, `who`, `subject` and `what` it is about,
`place_id` and `place` where that was, `state`, `value` of `total`, and `at`.
"""

from enum import StrEnum
from typing import LiteralString


class RowKind(StrEnum):
    LEARNERS = "learners"
    """One for each learner: when they last worked."""
    WEEKS = "weeks"
    """One for each learner and week with work in it."""
    DAYS = "days"
    """One for each learner and day with work in it."""
    MODULES = "modules"
    """One for each learner and module that requires something."""
    LESSONS = "lessons"
    """One for each learner and lesson that was opened."""
    ANSWERS = "answers"
    """The latest answer of each learner to each question of a quiz or test."""
    FIRST_ANSWERS = "first_answers"
    """The first one, before anybody could have seen the key."""
    WORK = "work"
    """One for each learner and assignment or test that was due."""


CLASS_PEOPLE: LiteralString = """
    people AS (
        SELECT m.user_id AS person, m.user_id AS account_id, m.user_id, u.display_name AS who,
               m.joined_at, m.classroom_id, e.id AS enrolment_id, e.version_id, e.last_lesson_id,
               e.completed_at, e.active_at
          FROM class_member m
          JOIN user_account u ON u.id = m.user_id
          LEFT JOIN enrolment e ON e.classroom_id = m.classroom_id AND e.user_id = m.user_id
         WHERE m.classroom_id = %(classroom_id)s AND m.role = 'learner' AND m.removed_at IS NULL
           AND (%(user_id)s::uuid IS NULL OR m.user_id = %(user_id)s))
"""
"""The learners of a class."""

COURSE_PEOPLE: LiteralString = """
    people AS (
        SELECT e.id AS person, e.user_id AS account_id, NULL::uuid AS user_id,
               coalesce(k.name, '') AS who, e.enrolled_at AS joined_at, e.classroom_id,
               e.id AS enrolment_id, e.version_id, e.last_lesson_id, e.completed_at, e.active_at
          FROM enrolment e LEFT JOIN classroom k ON k.id = e.classroom_id
         WHERE e.course_id = %(course_id)s)
"""
"""Everybody who takes a course, by their class: an author need not be their teacher."""

MY_PEOPLE: LiteralString = """
    people AS (
        SELECT e.user_id AS person, e.user_id AS account_id, e.user_id,
               u.display_name AS who, coalesce(m.joined_at, e.enrolled_at) AS joined_at,
               e.classroom_id, e.id AS enrolment_id, e.version_id, e.last_lesson_id,
               e.completed_at, e.active_at
          FROM enrolment e JOIN user_account u ON u.id = e.user_id
          LEFT JOIN class_member m ON m.classroom_id = e.classroom_id AND m.user_id = e.user_id
         WHERE e.course_id = %(course_id)s AND e.user_id = %(user_id)s AND e.is_current)
"""
"""Myself, in a course as I take it now."""

_DAYS: LiteralString = """
    moments AS (
        SELECT p.person, v.at FROM people p
          JOIN learning_event v ON v.enrolment_id = p.enrolment_id
           AND v.kind NOT IN ('enrolled', 'course_completed')
        UNION ALL
        SELECT p.person, coalesce(t.submitted_at, t.started_at) FROM people p
          JOIN exam x ON x.classroom_id = p.classroom_id
          JOIN exam_attempt t ON t.exam_id = x.id AND t.user_id = p.account_id
        UNION ALL
        SELECT p.person, s.submitted_at FROM people p
          JOIN assignment a ON a.classroom_id = p.classroom_id
          JOIN submission s ON s.assignment_id = a.id AND s.user_id = p.account_id
         WHERE s.submitted_at IS NOT NULL),
    days AS (
        SELECT person, (at AT TIME ZONE %(zone)s)::date AS day, count(*) AS things, max(at) AS at
          FROM moments GROUP BY person, (at AT TIME ZONE %(zone)s)::date)
"""

_TOPICS: LiteralString = """
    topics AS (
        SELECT DISTINCT q.id::uuid AS question_id, o.id::uuid AS objective_id
          FROM lesson l
          JOIN block b ON b.lesson_id = l.id AND b.content ->> 'type' = 'quiz'
         CROSS JOIN LATERAL jsonb_array_elements_text(b.content -> 'question_ids') AS q(id)
         CROSS JOIN LATERAL jsonb_array_elements_text(l.objective_ids) AS o(id)
         WHERE l.course_id = %(course_id)s)
"""
"""Which questions tell of which objectives: those that a lesson with the objective asks."""

_GIVEN: LiteralString = """
    given AS (
        SELECT p.person, p.user_id, p.who, v.question_id, v.content, t.lesson_id AS place_id,
               l.title AS place, a.score::float8 AS score, a.answered_at AS at, t.number
          FROM people p
          JOIN quiz_attempt t ON t.enrolment_id = p.enrolment_id
          JOIN quiz_answer a ON a.attempt_id = t.id
          JOIN question_version v ON v.id = a.question_version_id
          JOIN lesson l ON l.id = t.lesson_id
        UNION ALL
        SELECT p.person, p.user_id, p.who, v.question_id, v.content, x.id, i.title,
               greatest(0, least(1, coalesce(a.hand_points, a.points)
                                    / (s.slot ->> 'points')::numeric))::float8,
               a.saved_at, t.number
          FROM people p
          JOIN exam x ON x.classroom_id = p.classroom_id AND x.deleted_at IS NULL
          JOIN grade_item i ON i.id = x.item_id
          JOIN exam_attempt t ON t.exam_id = x.id AND t.user_id = p.account_id
           AND t.state <> 'open'
         CROSS JOIN LATERAL jsonb_array_elements(t.asked) WITH ORDINALITY AS s(slot, number)
          JOIN exam_answer a ON a.attempt_id = t.id AND a.slot = s.number - 1
           AND a.response <> '{}' AND coalesce(a.hand_points, a.points) IS NOT NULL
          JOIN question_version v ON v.id = (s.slot ->> 'version_id')::uuid
         WHERE NOT %(is_mine)s),
    ordered AS (
        SELECT g.*, row_number() OVER (PARTITION BY person, question_id, place_id
                                       ORDER BY number, at) AS place_in_time,
               count(*) OVER (PARTITION BY person, question_id, place_id) AS times
          FROM given g)
"""
"""Learners do not see here what they answered in tests: when they may, each test decides."""

_PEOPLE_ROWS: LiteralString = """
    SELECT p.person::text AS id, p.person, p.user_id, p.who, NULL::uuid AS subject, '' AS what,
           NULL::uuid AS place_id, '' AS place,
           CASE WHEN d.at IS NULL THEN 'never'
                WHEN d.at >= %(now)s::timestamptz - interval '7 days' THEN 'active'
                ELSE 'quiet' END AS state,
           coalesce(d.days, 0)::float8 AS value, NULL::float8 AS total, d.at
      FROM people p
      LEFT JOIN (SELECT person, count(*) AS days, max(at) AS at FROM days GROUP BY person) d
        ON d.person = p.person
"""
_COURSE_PEOPLE_ROWS: LiteralString = """
    SELECT p.person::text AS id, p.person, p.user_id, p.who, NULL::uuid AS subject, '' AS what,
           NULL::uuid AS place_id, '' AS place,
           CASE WHEN p.last_lesson_id IS NULL THEN 'never'
                WHEN p.active_at >= %(now)s::timestamptz - interval '7 days' THEN 'active'
                ELSE 'quiet' END AS state,
           NULL::float8 AS value, NULL::float8 AS total,
           CASE WHEN p.last_lesson_id IS NOT NULL THEN p.active_at END AS at
      FROM people p
"""
_WEEK_ROWS: LiteralString = """
    SELECT p.person || ' ' || d.week AS id, p.person, p.user_id, p.who, NULL::uuid AS subject,
           d.week::text AS what, NULL::uuid AS place_id, '' AS place, 'active' AS state,
           d.days::float8 AS value, 7::float8 AS total, d.at
      FROM people p
      JOIN (SELECT person, date_trunc('week', day)::date AS week, count(*) AS days, max(at) AS at
              FROM days GROUP BY person, date_trunc('week', day)::date) d ON d.person = p.person
     WHERE %(week)s::date IS NULL OR d.week = %(week)s
"""
_DAY_ROWS: LiteralString = """
    SELECT p.person || ' ' || d.day AS id, p.person, p.user_id, p.who, NULL::uuid AS subject,
           d.day::text AS what, NULL::uuid AS place_id,
           date_trunc('week', d.day)::date::text AS place, 'active' AS state,
           d.things::float8 AS value, NULL::float8 AS total, d.at
      FROM people p
      JOIN days d ON d.person = p.person
     WHERE %(week)s::date IS NULL OR date_trunc('week', d.day)::date = %(week)s
"""
_MODULE_ROWS: LiteralString = """
    SELECT p.person || ' ' || g.module_id AS id, p.person, p.user_id, p.who,
           g.module_id AS subject, m.title AS what, NULL::uuid AS place_id, '' AS place,
           CASE WHEN g.done >= g.total THEN 'done' WHEN g.done > 0 THEN 'begun'
                ELSE 'not_begun' END AS state,
           g.done::float8 AS value, g.total::float8 AS total, last.at
      FROM people p
      JOIN module_progress g ON g.enrolment_id = p.enrolment_id
      JOIN module m ON m.id = g.module_id
      LEFT JOIN (SELECT l.enrolment_id, v.module_id, max(l.completed_at) AS at
                   FROM people p
                   JOIN lesson_progress l ON l.enrolment_id = p.enrolment_id
                   JOIN lesson_version v ON v.version_id = p.version_id
                    AND v.lesson_id = l.lesson_id
                  GROUP BY l.enrolment_id, v.module_id) last
        ON last.enrolment_id = p.enrolment_id AND last.module_id = g.module_id
     WHERE %(module_id)s::uuid IS NULL OR g.module_id = %(module_id)s
"""
_LESSON_ROWS: LiteralString = """
    SELECT p.person || ' ' || l.lesson_id AS id, p.person, p.user_id, p.who,
           l.lesson_id AS subject, v.title AS what, v.module_id AS place_id, '' AS place,
           CASE WHEN l.completed_at IS NOT NULL THEN 'done'
                WHEN p.last_lesson_id = l.lesson_id AND p.completed_at IS NULL
                 AND p.active_at < %(now)s::timestamptz - interval '14 days' THEN 'stopped'
                ELSE 'begun' END AS state,
           NULL::float8 AS value, NULL::float8 AS total, coalesce(l.completed_at, l.opened_at) AS at
      FROM people p
      JOIN lesson_progress l ON l.enrolment_id = p.enrolment_id
      JOIN lesson_version v ON v.version_id = p.version_id AND v.lesson_id = l.lesson_id
     WHERE (%(lesson_id)s::uuid IS NULL OR l.lesson_id = %(lesson_id)s)
       AND (%(module_id)s::uuid IS NULL OR v.module_id = %(module_id)s)
"""
_ANSWER_ROWS: LiteralString = """
    SELECT o.person || ' ' || o.question_id || ' ' || o.place_id AS id, o.person, o.user_id, o.who,
           o.question_id AS subject,
           coalesce(nullif(o.content ->> 'stem', ''), o.content ->> 'text', '') AS what,
           o.place_id, o.place, CASE WHEN o.score >= 0.8 THEN 'right' ELSE 'wrong' END AS state,
           round(o.score * 100)::float8 AS value, 100::float8 AS total, o.at
      FROM ordered o
     WHERE (%(question_id)s::uuid IS NULL OR o.question_id = %(question_id)s)
       AND (%(lesson_id)s::uuid IS NULL OR o.place_id = %(lesson_id)s)
       AND (%(objective_id)s::uuid IS NULL OR EXISTS (
             SELECT FROM topics s
              WHERE s.question_id = o.question_id AND s.objective_id = %(objective_id)s))
"""
_LATEST: LiteralString = _ANSWER_ROWS + " AND o.place_in_time = o.times"
_FIRST: LiteralString = _ANSWER_ROWS + " AND o.place_in_time = 1"
_WORK_ROWS: LiteralString = """
    SELECT p.person || ' ' || i.id AS id, p.person, p.user_id, p.who, i.id AS subject,
           i.title AS what, NULL::uuid AS place_id,
           CASE WHEN x.id IS NULL THEN 'assignment' ELSE 'test' END AS place,
           CASE WHEN e.submitted_at > w.due THEN 'late'
                WHEN e.submitted_at IS NOT NULL OR (e.released_at IS NOT NULL
                 AND (e.points IS NOT NULL OR e.override_points IS NOT NULL)) THEN 'in_time'
                ELSE 'missing' END AS state,
           NULL::float8 AS value, NULL::float8 AS total, coalesce(e.submitted_at, w.due) AS at
      FROM people p
      JOIN grade_item i ON i.classroom_id = p.classroom_id AND i.deleted_at IS NULL
      LEFT JOIN assignment a ON a.item_id = i.id AND a.deleted_at IS NULL
       AND a.published_at IS NOT NULL
      LEFT JOIN exam x ON x.item_id = i.id AND x.deleted_at IS NULL AND x.published_at IS NOT NULL
      LEFT JOIN grade_entry e ON e.item_id = i.id AND e.user_id = p.account_id
     CROSS JOIN LATERAL (SELECT CASE WHEN x.id IS NULL THEN coalesce(e.due_at, i.due_at)
                                     ELSE coalesce(e.closes_at, x.closes_at) END AS due) w
     WHERE num_nonnulls(a.id, x.id) = 1 AND NOT coalesce(e.is_excused, false)
       AND w.due < %(now)s AND w.due >= p.joined_at
       AND NOT (%(is_mine)s AND i.is_hidden)
"""

_ROWS: dict[RowKind, tuple[LiteralString, LiteralString]] = {
    RowKind.LEARNERS: (_DAYS, _PEOPLE_ROWS),
    RowKind.WEEKS: (_DAYS, _WEEK_ROWS),
    RowKind.DAYS: (_DAYS, _DAY_ROWS),
    RowKind.MODULES: ("", _MODULE_ROWS),
    RowKind.LESSONS: ("", _LESSON_ROWS),
    RowKind.ANSWERS: (_TOPICS + "," + _GIVEN, _LATEST),
    RowKind.FIRST_ANSWERS: (_TOPICS + "," + _GIVEN, _FIRST),
    RowKind.WORK: ("", _WORK_ROWS),
}


def with_rows(people: LiteralString, kind: RowKind) -> LiteralString:
    """The WITH clause of a statement that reads all rows of a kind from `r`."""
    tables, rows = _ROWS[kind]
    if kind is RowKind.LEARNERS and people == COURSE_PEOPLE:
        tables, rows = "", _COURSE_PEOPLE_ROWS
    return "WITH " + people + ("," + tables if tables else "") + ", r AS (" + rows + ")"
