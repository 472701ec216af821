"""What a person reads of their own portions: their own words and deeds, and of what others said of them as
much as the pages show. Never another's name, a key, or a mark before its release."""

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString

from pydantic import BaseModel

from alp_app.db.reads import fetch_all
from alp_app.services.assignments.queries import list_my_submissions
from alp_app.services.certificates.queries import list_mine
from alp_app.services.exams.mine import list_my_attempts
from alp_app.unit_of_work import Reader

Rows = Sequence[Mapping[str, Any]]

_ACCOUNT = """
    SELECT u.id, u.display_name, u.email, u.role, u.locale, u.created_at,
           u.password_hash IS NOT NULL AS has_password, o.name AS school
      FROM user_account u JOIN organisation o ON o.id = u.organisation_id
     WHERE u.id = %(user_id)s
"""
_SIGN_INS = """
    SELECT 'browser' AS way, user_agent AS browser, address AS network, created_at,
           seen_at AS used_at, coalesce(ended_at, expires_at) AS ends_at
      FROM browser_session WHERE user_id = %(user_id)s
    UNION ALL
    SELECT 'program', '', '', created_at, used_at, coalesce(ended_at, expires_at)
      FROM refresh_token WHERE user_id = %(user_id)s
    UNION ALL
    SELECT 'return code', '', '', created_at, used_at, NULL
      FROM return_code WHERE user_id = %(user_id)s
    ORDER BY created_at
"""
_CLASSES = """
    SELECT k.name AS class, k.term, m.role, m.joined_by, m.joined_at, m.removed_at AS left_at
      FROM class_member m JOIN classroom k ON k.id = m.classroom_id
     WHERE m.user_id = %(user_id)s ORDER BY m.joined_at
"""
_COURSES = """
    SELECT c.title AS course, k.name AS class, e.enrolled_at, e.active_at, e.completed_at,
           e.lessons_done, e.lessons_total,
           (SELECT count(*) FROM work_progress w WHERE w.enrolment_id = e.id AND w.is_done)
             AS work_done,
           (SELECT coalesce(jsonb_agg(jsonb_build_object(
                     'lesson', l.title, 'opened_at', p.opened_at, 'done_at', p.completed_at,
                     'video_seconds', p.video_seconds) ORDER BY p.opened_at), '[]')
              FROM lesson_progress p JOIN lesson l ON l.id = p.lesson_id
             WHERE p.enrolment_id = e.id) AS lessons,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('what', v.kind, 'at', v.at)
                     ORDER BY v.at, v.id), '[]')
              FROM learning_event v WHERE v.enrolment_id = e.id) AS events
      FROM enrolment e
      JOIN course c ON c.id = e.course_id
      LEFT JOIN classroom k ON k.id = e.classroom_id
     WHERE e.user_id = %(user_id)s ORDER BY e.enrolled_at
"""
_QUIZZES = """
    SELECT c.title AS course, l.title AS lesson, a.number AS attempt, a.started_at, a.finished_at,
           a.score, a.max_score, a.is_passed,
           (SELECT coalesce(jsonb_agg(jsonb_build_object(
                     'answer', jsonb_strip_nulls(q.response), 'points', q.points,
                     'answered_at', q.answered_at) ORDER BY q.answered_at), '[]')
              FROM quiz_answer q WHERE q.attempt_id = a.id) AS answers
      FROM quiz_attempt a
      JOIN enrolment e ON e.id = a.enrolment_id
      JOIN course c ON c.id = e.course_id
      JOIN lesson l ON l.id = a.lesson_id
     WHERE e.user_id = %(user_id)s ORDER BY a.started_at
"""
"""Each answer is marked before its learner's eyes, so its points are theirs to know."""
_PRACTICE = """
    SELECT c.title AS course, coalesce(nullif(v.content ->> 'stem', ''), v.content ->> 'text', '')
             AS question, p.reviews, p.due_at, p.put_away_at, p.created_at,
           (SELECT coalesce(jsonb_agg(jsonb_build_object(
                     'answer', jsonb_strip_nulls(r.response), 'right', r.is_right,
                     'rating', r.rating, 'at', r.at) ORDER BY r.number, r.correction), '[]')
              FROM practice_review r WHERE r.card_id = p.id) AS answers,
           (SELECT s.new_per_day FROM practice_settings s WHERE s.user_id = p.user_id)
             AS new_per_day
      FROM practice_card p
      JOIN course c ON c.id = p.course_id
      JOIN question q ON q.id = p.question_id
      JOIN question_version v ON v.id = q.current_version_id
     WHERE p.user_id = %(user_id)s ORDER BY p.created_at
"""
_MASTERY = """
    SELECT c.title AS course, coalesce(o.value ->> 'text', '') AS objective, m.answers, m.at,
           round(m."right"::numeric, 2)::float8 AS evidence_for,
           round(m.wrong::numeric, 2)::float8 AS evidence_against,
           (SELECT coalesce(jsonb_agg(jsonb_build_object(
                     'where', e.kind, 'for', e."right", 'against', e.wrong, 'at', e.at)
                     ORDER BY e.at, e.id), '[]')
              FROM objective_evidence e
             WHERE e.user_id = m.user_id AND e.course_id = m.course_id
               AND e.objective_id = m.objective_id) AS evidence
      FROM objective_mastery m
      JOIN course c ON c.id = m.course_id
      LEFT JOIN LATERAL jsonb_array_elements(c.objectives) AS o
        ON o.value ->> 'id' = m.objective_id::text
     WHERE m.user_id = %(user_id)s ORDER BY c.title, m.at
"""
_PREFERENCES = """
    SELECT coalesce(c.title, '') AS course, p.level, p.detail, p.examples, p.language,
           p.has_short_sentences, p.has_wide_spacing, p.reads_base, p.updated_at
      FROM learner_preferences p LEFT JOIN course c ON c.id = p.course_id
     WHERE p.user_id = %(user_id)s ORDER BY p.updated_at
"""
_ACCOMMODATIONS = """
    SELECT k.name AS class, x.extra_percent, x.break_minutes, x.extra_attempts
      FROM exam_accommodation x JOIN classroom k ON k.id = x.classroom_id
     WHERE x.user_id = %(user_id)s
"""
_GRADES = """
    SELECT k.name AS class, i.title AS column, i.points AS of_points,
           CASE WHEN e.released_at IS NOT NULL THEN e.points END AS points,
           CASE WHEN e.released_at IS NOT NULL THEN e.override_points END AS stands_instead,
           CASE WHEN e.released_at IS NOT NULL THEN e.override_reason ELSE '' END
             AS stands_instead_because,
           e.released_at, e.is_excused, e.due_at AS own_due_at, e.closes_at AS own_closing_at,
           e.extra_attempts, e.extension_reason
      FROM grade_entry e
      JOIN grade_item i ON i.id = e.item_id
      JOIN classroom k ON k.id = i.classroom_id
      LEFT JOIN assignment a ON a.item_id = i.id
      LEFT JOIN exam x ON x.item_id = i.id
     WHERE e.user_id = %(user_id)s AND NOT i.is_hidden AND i.deleted_at IS NULL
       AND (a.id IS NULL OR a.published_at IS NOT NULL)
       AND (x.id IS NULL OR x.published_at IS NOT NULL)
     ORDER BY k.name, i.position
"""
"""As `gradebook.loading.load` shows a learner their own row, for classes that they have left too."""
_UPLOADS = """
    SELECT filename, length, received, created_at, expires_at FROM upload
     WHERE user_id = %(user_id)s ORDER BY created_at
"""
_REVIEWS = """
    SELECT i.title AS assignment, r.points, r.comment, r.saved_at, r.submitted_at,
           (SELECT coalesce(jsonb_agg(mark.value), '[]') FROM jsonb_each(r.criteria) AS mark)
             AS criteria
      FROM peer_review r
      JOIN assignment a ON a.id = r.assignment_id
      JOIN grade_item i ON i.id = a.item_id
     WHERE r.reviewer_id = %(user_id)s ORDER BY r.saved_at
"""
_POSTS = """
    SELECT k.name AS class, CASE WHEN p.is_question THEN t.title ELSE '' END AS title, p.body,
           p.is_question, p.created_at, p.hidden_at, p.hidden_reason, p.removed_at
      FROM discussion_post p
      JOIN discussion_thread t ON t.id = p.thread_id
      JOIN classroom k ON k.id = t.classroom_id
     WHERE p.author_id = %(user_id)s ORDER BY p.created_at
"""
_REPORTS = """
    SELECT reason, reported_at, settled_at FROM post_report
     WHERE user_id = %(user_id)s ORDER BY reported_at
"""
_ANNOUNCEMENTS = """
    SELECT a.title, k.name AS class, s.seen_at
      FROM announcement_seen s
      JOIN announcement a ON a.id = s.announcement_id
      JOIN classroom k ON k.id = a.classroom_id
     WHERE s.user_id = %(user_id)s ORDER BY s.seen_at
"""
_NOTIFICATIONS = """
    SELECT kind, word AS about, created_at, read_at, mailed_at FROM notification
     WHERE user_id = %(user_id)s ORDER BY id
"""
_NOTIFICATION_SETTINGS = """
    SELECT time_zone, digest_hour, channels FROM notification_settings
     WHERE user_id = %(user_id)s
"""
_MAILS = """
    SELECT recipient, state, created_at, taken_at AS sent_at FROM mail
     WHERE user_id = %(user_id)s ORDER BY id
"""
_CALENDAR = "SELECT created_at FROM calendar_feed WHERE user_id = %(user_id)s"
_REQUESTS = """
    SELECT kind AS what, state, created_at, finished_at FROM job
     WHERE requested_by = %(user_id)s
    UNION ALL
    SELECT 'answer kept for a program', '', created_at, NULL FROM idempotency_key
     WHERE user_id = %(user_id)s
    ORDER BY created_at
"""
_ENGINE_USE = """
    SELECT at, kind AS work, engine, tokens, seconds FROM engine_use
     WHERE user_id = %(user_id)s ORDER BY id
"""
_TRAIL = """
    SELECT name AS what, at FROM audit_event
     WHERE actor_id = %(user_id)s OR subject_id = %(user_id)s ORDER BY id
"""
_COMMENTS = "SELECT text, used_at FROM comment_snippet WHERE user_id = %(user_id)s ORDER BY used_at"
_TEACHING = """
    SELECT 'course' AS what, title, created_at FROM course WHERE owner_id = %(user_id)s
    UNION ALL
    SELECT 'source', filename, created_at FROM source WHERE uploaded_by = %(user_id)s
    UNION ALL
    SELECT 'class', name, created_at FROM classroom WHERE created_by = %(user_id)s
    UNION ALL
    SELECT 'note on a new version', note, told_at FROM release_note WHERE told_by = %(user_id)s
    UNION ALL
    SELECT 'comment on a draft', body, created_at FROM review_comment WHERE author_id = %(user_id)s
    UNION ALL
    SELECT 'announcement', title, created_at FROM announcement WHERE author_id = %(user_id)s
    UNION ALL
    SELECT 'assignment', i.title, a.created_at FROM assignment a
      JOIN grade_item i ON i.id = a.item_id WHERE a.created_by = %(user_id)s
    UNION ALL
    SELECT 'test', i.title, x.created_at FROM exam x
      JOIN grade_item i ON i.id = x.item_id WHERE x.created_by = %(user_id)s
    UNION ALL
    SELECT 'invitation', k.name, n.created_at FROM class_invite n
      JOIN classroom k ON k.id = n.classroom_id WHERE n.created_by = %(user_id)s
    UNION ALL
    SELECT 'list of learners', k.name, r.created_at FROM roster_import r
      JOIN classroom k ON k.id = r.classroom_id WHERE r.created_by = %(user_id)s
    UNION ALL
    SELECT 'change of marks', i.title, g.applied_at FROM exam_regrade g
      JOIN exam x ON x.id = g.exam_id
      JOIN grade_item i ON i.id = x.item_id WHERE g.applied_by = %(user_id)s
    ORDER BY created_at
"""


async def account(reader: Reader) -> Rows:
    return await _mine(reader, _ACCOUNT)


async def sign_ins(reader: Reader) -> Rows:
    return await _mine(reader, _SIGN_INS)


async def classes(reader: Reader) -> Rows:
    return await _mine(reader, _CLASSES)


async def learning(reader: Reader) -> Rows:
    return await _mine(reader, _COURSES)


async def quizzes(reader: Reader) -> Rows:
    return await _mine(reader, _QUIZZES)


async def practice(reader: Reader) -> Rows:
    return await _mine(reader, _PRACTICE)


async def mastery(reader: Reader) -> Rows:
    return await _mine(reader, _MASTERY)


async def preferences(reader: Reader) -> Rows:
    return await _mine(reader, _PREFERENCES)


async def certificates(reader: Reader) -> Rows:
    return _dumped(await list_mine(reader))


async def assignments(reader: Reader) -> Rows:
    return _dumped(await list_my_submissions(reader))


async def uploads(reader: Reader) -> Rows:
    return await _mine(reader, _UPLOADS)


async def reviews(reader: Reader) -> Rows:
    return await _mine(reader, _REVIEWS)


async def exams(reader: Reader) -> Rows:
    """What each class allows me first, then what I did."""
    return [
        *(await _mine(reader, _ACCOMMODATIONS)),
        *_dumped(await list_my_attempts(reader)),
    ]


async def grades(reader: Reader) -> Rows:
    return await _mine(reader, _GRADES)


async def discussion(reader: Reader) -> Rows:
    return [*(await _mine(reader, _POSTS)), *(await _mine(reader, _REPORTS))]


async def announcements(reader: Reader) -> Rows:
    return await _mine(reader, _ANNOUNCEMENTS)


async def notifications(reader: Reader) -> Rows:
    return [
        *(await _mine(reader, _NOTIFICATION_SETTINGS)),
        *(await _mine(reader, _NOTIFICATIONS)),
    ]


async def mails(reader: Reader) -> Rows:
    return await _mine(reader, _MAILS)


async def calendar(reader: Reader) -> Rows:
    return await _mine(reader, _CALENDAR)


async def requests(reader: Reader) -> Rows:
    return await _mine(reader, _REQUESTS)


async def engine_use(reader: Reader) -> Rows:
    return await _mine(reader, _ENGINE_USE)


async def trail(reader: Reader) -> Rows:
    return await _mine(reader, _TRAIL)


async def comments(reader: Reader) -> Rows:
    return await _mine(reader, _COMMENTS)


async def teaching(reader: Reader) -> Rows:
    return await _mine(reader, _TEACHING)


async def _mine(reader: Reader, query: LiteralString) -> Rows:
    return await fetch_all(reader, query, {"user_id": reader.user_id})


def _dumped(views: Sequence[BaseModel]) -> Rows:
    return [view.model_dump(mode="json") for view in views]
