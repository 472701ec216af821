"""What can be seen of the questions that a class asks about its lessons.

A hidden post is there for its author and for teachers alone; a hidden question takes its thread with
it. Learners see names as their class knows them, and nothing else of each other.
"""

from collections.abc import Mapping
from typing import Any, Literal

from alp_app.db.reads import fetch_all, fetch_one
from alp_app.kit.ids import ClassroomId, LessonId, ThreadId
from alp_app.kit.markdown import markdown_html
from alp_app.services.community.access import Place, place_for, shut_lessons, thread_for
from alp_app.services.community.views import PlaceView, PostView, ThreadRow, ThreadView
from alp_app.unit_of_work import Reader

SHOWN_MOST = 200
Show = Literal["all", "open", "reported"]
"""Everything, what no answer has settled, or what somebody has reported to the teachers."""

_THREADS = """
    SELECT t.id, t.lesson_id, coalesce(lv.title, l.title) AS lesson_title, t.title,
           coalesce(u.display_name, '') AS author, q.author_id = %(user_id)s AS is_mine,
           t.created_at, t.active_at, t.accepted_post_id IS NOT NULL AS is_settled, t.is_pinned,
           t.locked_at IS NOT NULL AS is_locked, q.hidden_at IS NOT NULL AS is_hidden,
           (SELECT count(*) FROM discussion_post p
             WHERE p.thread_id = t.id AND NOT p.is_question AND p.removed_at IS NULL
               AND p.hidden_at IS NULL) AS answers,
           CASE WHEN %(is_teacher)s THEN
             (SELECT count(*) FROM post_report r JOIN discussion_post p ON p.id = r.post_id
               WHERE p.thread_id = t.id AND p.removed_at IS NULL AND r.settled_at IS NULL)
           ELSE 0 END AS reports
      FROM discussion_thread t
      JOIN discussion_post q ON q.thread_id = t.id AND q.is_question
      JOIN lesson l ON l.id = t.lesson_id
      JOIN course c ON c.id = l.course_id
      LEFT JOIN lesson_version lv ON lv.version_id = c.published_version_id AND lv.lesson_id = l.id
      LEFT JOIN user_account u ON u.id = q.author_id
     WHERE t.classroom_id = %(classroom_id)s AND q.removed_at IS NULL
       AND (%(id)s::uuid IS NULL OR t.id = %(id)s)
       AND (%(lesson_id)s::uuid IS NULL OR t.lesson_id = %(lesson_id)s)
       AND (q.hidden_at IS NULL OR %(is_teacher)s OR q.author_id = %(user_id)s)
       AND NOT (t.lesson_id = ANY(%(shut)s))
       AND (%(show)s <> 'open' OR t.accepted_post_id IS NULL)
       AND (%(show)s <> 'reported' OR EXISTS (
             SELECT FROM post_report r JOIN discussion_post p ON p.id = r.post_id
              WHERE p.thread_id = t.id AND p.removed_at IS NULL AND r.settled_at IS NULL))
     ORDER BY t.is_pinned DESC, t.active_at DESC, t.id DESC
     LIMIT %(limit)s
"""
_POSTS = """
    SELECT p.id, coalesce(u.display_name, '') AS author, p.author_id = %(user_id)s AS is_mine,
           coalesce(m.role = 'teacher', u.role = 'admin', false) AS is_by_teacher,
           p.is_question, p.id = t.accepted_post_id AS is_accepted, p.body, p.created_at, p.edited_at,
           p.hidden_at IS NOT NULL AS is_hidden, p.hidden_reason,
           ARRAY(SELECT r.reason FROM post_report r
                  WHERE r.post_id = p.id AND r.settled_at IS NULL
                  ORDER BY r.reported_at) AS reports,
           EXISTS (SELECT FROM post_report r
                    WHERE r.post_id = p.id AND r.user_id = %(user_id)s) AS is_reported_by_me
      FROM discussion_post p
      JOIN discussion_thread t ON t.id = p.thread_id
      LEFT JOIN user_account u ON u.id = p.author_id
      LEFT JOIN class_member m ON m.classroom_id = t.classroom_id AND m.user_id = p.author_id
     WHERE p.thread_id = %(thread_id)s AND p.removed_at IS NULL
     ORDER BY p.is_question DESC, p.created_at, p.id
"""
_PLACES = """
    SELECT k.id, k.name, m.role = 'teacher' AS is_teacher
      FROM lesson l
      JOIN classroom k ON k.course_id = l.course_id
      LEFT JOIN class_member m ON m.classroom_id = k.id AND m.user_id = %(user_id)s
       AND m.removed_at IS NULL
      LEFT JOIN enrolment e ON e.classroom_id = k.id AND e.user_id = %(user_id)s AND e.is_current
     WHERE l.id = %(lesson_id)s AND k.organisation_id = %(organisation_id)s
       AND CASE WHEN %(viewed)s::uuid IS NULL THEN m.user_id IS NOT NULL
                ELSE k.id = %(viewed)s END
     ORDER BY e.id IS NULL, k.archived_at IS NOT NULL, m.joined_at DESC
"""
_SLUG = "SELECT slug FROM course WHERE id = %(course_id)s"


async def list_places(reader: Reader, lesson_id: LessonId) -> list[PlaceView]:
    """The classes in which I can talk about a lesson, the one that I read it in first."""
    rows = await fetch_all(
        reader,
        _PLACES,
        {
            "user_id": reader.user_id,
            "lesson_id": lesson_id,
            "organisation_id": reader.organisation_id,
            "viewed": reader.actor.viewed_class_id,
        },
    )
    is_learner = reader.actor.viewed_class_id is not None
    return [
        PlaceView(
            id=row["id"], name=row["name"], is_teacher=not is_learner and bool(row["is_teacher"])
        )
        for row in rows
    ]


async def list_threads(
    reader: Reader,
    classroom_id: ClassroomId,
    *,
    lesson_id: LessonId | None = None,
    show: Show = "all",
) -> list[ThreadRow]:
    """The questions of a class, pinned ones first, then the latest. Raises ClassNotFound."""
    place = await place_for(reader, classroom_id)
    return await _rows(reader, place, lesson_id=lesson_id, show=show)


async def get_thread(reader: Reader, thread_id: ThreadId) -> ThreadView:
    """Raises ThreadNotFound."""
    thread, place = await thread_for(reader, thread_id)
    [row] = await _rows(reader, place, thread_id=thread_id)
    posts = await fetch_all(reader, _POSTS, {"thread_id": thread_id, "user_id": reader.user_id})
    slug = await fetch_one(reader, _SLUG, {"course_id": place.classroom.course_id})
    return ThreadView(
        thread=row,
        classroom_id=thread.classroom_id,
        course_slug=slug["slug"] if slug else "",
        posts=tuple(_post(post, place) for post in posts),
        is_teacher=place.is_teacher,
        can_settle=place.is_teacher or row.is_mine,
    )


async def _rows(
    reader: Reader,
    place: Place,
    *,
    thread_id: ThreadId | None = None,
    lesson_id: LessonId | None = None,
    show: Show = "all",
) -> list[ThreadRow]:
    rows = await fetch_all(
        reader,
        _THREADS,
        {
            "id": thread_id,
            "classroom_id": place.classroom.id,
            "lesson_id": lesson_id,
            "show": show,
            "shut": list(await shut_lessons(reader, place)),
            "user_id": reader.user_id,
            "is_teacher": place.is_teacher,
            "limit": SHOWN_MOST,
        },
    )
    return [ThreadRow.model_validate({**row, "is_mine": bool(row["is_mine"])}) for row in rows]


def _post(row: Mapping[str, Any], place: Place) -> PostView:
    is_mine = bool(row["is_mine"])
    is_shown = not row["is_hidden"] or is_mine or place.is_teacher
    own = {
        "is_mine": is_mine,
        "is_accepted": bool(row["is_accepted"]),
        "body_html": markdown_html(row["body"]) if is_shown else "",
        "body": row["body"] if is_mine else "",
        "author": row["author"] if is_shown else "",
        "hidden_reason": row["hidden_reason"] if is_shown else "",
        "reports": tuple(row["reports"]) if place.is_teacher else (),
        "can_remove": place.is_teacher or is_mine,
    }
    return PostView.model_validate({**row, **own})
