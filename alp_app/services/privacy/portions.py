"""Everything that is held about one person, in portions: where it is, how it is read, how it goes.

A test walks every table: one that points at people is in a portion, or says in EXEMPT why it is not.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from alp_app.models.privacy import RetentionKind
from alp_app.services.privacy import reads
from alp_app.unit_of_work import Reader

Read = Callable[[Reader], Awaitable[Sequence[Mapping[str, Any]]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    name: str
    """Its words are in the catalogue under `privacy.portion.<name>`."""
    tables: tuple[str, ...]
    count: LiteralString
    """How many records of `%(user_id)s` there are, and since when: `number` and `since`."""
    read: Read
    """What a person may see of it themselves."""
    erase: tuple[LiteralString, ...] = ()
    """Run one after another, each in a transaction of its own, as often as need be. What still belongs
    to the account afterwards goes with it."""
    href: str = ""
    """Where its person sees it in the product."""
    kept: RetentionKind | None = None
    """None: as long as the account."""
    stays: bool = False
    """It is the school's: kept, without the person."""


PORTIONS: tuple[Portion, ...] = (
    Portion(
        name="account",
        tables=("user_account", "setup_link"),
        count="SELECT 1 AS number, created_at AS since FROM user_account WHERE id = %(user_id)s",
        read=reads.account,
        href="/account",
    ),
    Portion(
        name="sign_ins",
        tables=("browser_session", "refresh_token", "return_code"),
        count="""
            SELECT count(*) AS number, min(created_at) AS since FROM (
              SELECT created_at FROM browser_session WHERE user_id = %(user_id)s UNION ALL
              SELECT created_at FROM refresh_token WHERE user_id = %(user_id)s UNION ALL
              SELECT created_at FROM return_code WHERE user_id = %(user_id)s) AS found""",
        read=reads.sign_ins,
        href="/account",
        kept=RetentionKind.SIGN_INS,
    ),
    Portion(
        name="classes",
        tables=("class_member",),
        count="""
            SELECT count(*) AS number, min(joined_at) AS since FROM class_member
             WHERE user_id = %(user_id)s""",
        read=reads.classes,
        href="/",
    ),
    Portion(
        name="learning",
        tables=(
            "enrolment",
            "lesson_progress",
            "module_progress",
            "work_progress",
            "learning_event",
        ),
        count="""
            SELECT count(*) AS number, min(v.at) AS since FROM learning_event v
              JOIN enrolment e ON e.id = v.enrolment_id WHERE e.user_id = %(user_id)s""",
        read=reads.learning,
        href="/",
        kept=RetentionKind.WORK,
    ),
    Portion(
        name="quizzes",
        tables=("quiz_attempt", "quiz_answer"),
        count="""
            SELECT count(*) AS number, min(a.started_at) AS since FROM quiz_attempt a
              JOIN enrolment e ON e.id = a.enrolment_id WHERE e.user_id = %(user_id)s""",
        read=reads.quizzes,
        href="/",
        kept=RetentionKind.WORK,
    ),
    Portion(
        name="practice",
        tables=("practice_card", "practice_review", "practice_settings"),
        count="""
            SELECT count(*) AS number, min(created_at) AS since FROM practice_card
             WHERE user_id = %(user_id)s""",
        read=reads.practice,
        href="/practice",
        kept=RetentionKind.WORK,
    ),
    Portion(
        name="mastery",
        tables=("objective_evidence", "objective_mastery"),
        count="""
            SELECT count(*) AS number, min(at) AS since FROM objective_evidence
             WHERE user_id = %(user_id)s""",
        read=reads.mastery,
        href="/",
        kept=RetentionKind.WORK,
    ),
    Portion(
        name="preferences",
        tables=("learner_preferences",),
        count="""
            SELECT count(*) AS number, min(updated_at) AS since FROM learner_preferences
             WHERE user_id = %(user_id)s""",
        read=reads.preferences,
    ),
    Portion(
        name="certificates",
        tables=("certificate",),
        count="""
            SELECT count(*) AS number, min(issued_at) AS since FROM certificate
             WHERE user_id = %(user_id)s""",
        read=reads.certificates,
        erase=(
            """DELETE FROM asset WHERE id IN
                 (SELECT asset_id FROM certificate WHERE user_id = %(user_id)s)""",
            "DELETE FROM certificate WHERE user_id = %(user_id)s",
            "DELETE FROM enrolment WHERE user_id = %(user_id)s",
        ),
        href="/account",
    ),
    Portion(
        name="assignments",
        tables=("submission", "submission_file", "grade_mark", "second_mark"),
        count="""
            SELECT count(*) AS number, min(saved_at) AS since FROM submission
             WHERE user_id = %(user_id)s""",
        read=reads.assignments,
        erase=(
            """DELETE FROM asset WHERE id IN
                 (SELECT f.asset_id FROM submission_file f
                    JOIN submission s ON s.id = f.submission_id WHERE s.user_id = %(user_id)s)""",
            "DELETE FROM submission WHERE user_id = %(user_id)s",
        ),
        href="/calendar",
        kept=RetentionKind.WORK,
    ),
    Portion(
        name="uploads",
        tables=("upload", "upload_piece"),
        count="""
            SELECT count(*) AS number, min(created_at) AS since FROM upload
             WHERE user_id = %(user_id)s""",
        read=reads.uploads,
        kept=RetentionKind.UPLOADS,
    ),
    Portion(
        name="reviews",
        tables=("peer_review",),
        count="""
            SELECT count(*) AS number, min(saved_at) AS since FROM peer_review
             WHERE reviewer_id = %(user_id)s""",
        read=reads.reviews,
        erase=("DELETE FROM peer_review WHERE reviewer_id = %(user_id)s",),
        kept=RetentionKind.WORK,
    ),
    Portion(
        name="exams",
        tables=("exam_attempt", "exam_answer", "exam_file", "exam_accommodation"),
        count="""
            SELECT count(*) AS number, min(started_at) AS since FROM exam_attempt
             WHERE user_id = %(user_id)s""",
        read=reads.exams,
        erase=(
            """UPDATE exam_regrade r SET answers = coalesce(
                   (SELECT jsonb_agg(each) FROM jsonb_array_elements(r.answers) AS each
                     WHERE each ->> 'user_id' <> %(user_id)s::text), '[]')
                WHERE r.exam_id IN
                  (SELECT exam_id FROM exam_attempt WHERE user_id = %(user_id)s)""",
            """DELETE FROM asset WHERE id IN
                 (SELECT f.asset_id FROM exam_file f
                    JOIN exam_attempt a ON a.id = f.attempt_id WHERE a.user_id = %(user_id)s)""",
            "DELETE FROM exam_attempt WHERE user_id = %(user_id)s",
        ),
        href="/calendar",
        kept=RetentionKind.WORK,
    ),
    Portion(
        name="grades",
        tables=("grade_entry",),
        count="""
            SELECT count(*) AS number, min(coalesce(released_at, submitted_at)) AS since
              FROM grade_entry WHERE user_id = %(user_id)s""",
        read=reads.grades,
        erase=("DELETE FROM grade_entry WHERE user_id = %(user_id)s",),
        kept=RetentionKind.WORK,
    ),
    Portion(
        name="discussion",
        tables=("discussion_thread", "discussion_post", "post_report"),
        count="""
            SELECT count(*) AS number, min(created_at) AS since FROM discussion_post
             WHERE author_id = %(user_id)s""",
        read=reads.discussion,
        erase=(
            """UPDATE discussion_thread SET accepted_post_id = NULL WHERE accepted_post_id IN
                 (SELECT id FROM discussion_post WHERE author_id = %(user_id)s)""",
            "DELETE FROM discussion_post WHERE author_id = %(user_id)s AND NOT is_question",
            """UPDATE discussion_thread t SET title = '' FROM discussion_post q
                WHERE q.thread_id = t.id AND q.is_question AND q.author_id = %(user_id)s""",
            """UPDATE discussion_post SET body = '', hidden_reason = '', author_id = NULL
                WHERE author_id = %(user_id)s""",
            """DELETE FROM discussion_thread t
                WHERE organisation_id = %(organisation_id)s AND title = '' AND NOT EXISTS (
                    SELECT FROM discussion_post p
                     WHERE p.thread_id = t.id AND NOT p.is_question)""",
            "DELETE FROM post_report WHERE user_id = %(user_id)s",
        ),
        kept=RetentionKind.DISCUSSIONS,
    ),
    Portion(
        name="announcements",
        tables=("announcement_seen",),
        count="""
            SELECT count(*) AS number, min(seen_at) AS since FROM announcement_seen
             WHERE user_id = %(user_id)s""",
        read=reads.announcements,
        href="/notifications",
    ),
    Portion(
        name="notifications",
        tables=("notification", "notification_settings"),
        count="""
            SELECT count(*) AS number, min(created_at) AS since FROM notification
             WHERE user_id = %(user_id)s""",
        read=reads.notifications,
        erase=(
            "DELETE FROM notification WHERE user_id = %(user_id)s",
            """DELETE FROM notification n USING user_account u, class_member m
                WHERE u.id = %(user_id)s AND m.user_id = u.id
                  AND n.classroom_id = m.classroom_id AND n.facts ->> 'name' = u.display_name""",
        ),
        href="/notifications",
        kept=RetentionKind.NOTIFICATIONS,
    ),
    Portion(
        name="mails",
        tables=("mail",),
        count="""
            SELECT count(*) AS number, min(created_at) AS since FROM mail
             WHERE user_id = %(user_id)s""",
        read=reads.mails,
        erase=(
            "DELETE FROM mail WHERE user_id = %(user_id)s",
            """DELETE FROM mail x USING user_account u
                WHERE u.id = %(user_id)s AND x.organisation_id = u.organisation_id
                  AND x.state <> 'sending' AND x.user_id IN (
                    SELECT o.user_id FROM class_member m
                      JOIN class_member o ON o.classroom_id = m.classroom_id
                     WHERE m.user_id = u.id)
                  AND strpos(x.text, u.display_name) > 0""",
        ),
        kept=RetentionKind.MAILS,
    ),
    Portion(
        name="calendar",
        tables=("calendar_feed",),
        count="""
            SELECT count(*) AS number, min(created_at) AS since FROM calendar_feed
             WHERE user_id = %(user_id)s""",
        read=reads.calendar,
        href="/calendar",
    ),
    Portion(
        name="requests",
        tables=("job", "idempotency_key", "data_export"),
        count="""
            SELECT count(*) AS number, min(created_at) AS since FROM (
              SELECT created_at FROM job WHERE requested_by = %(user_id)s UNION ALL
              SELECT created_at FROM idempotency_key WHERE user_id = %(user_id)s UNION ALL
              SELECT requested_at FROM data_export WHERE user_id = %(user_id)s) AS found""",
        read=reads.requests,
        erase=(
            """UPDATE job SET requested_by = NULL
                WHERE requested_by = %(user_id)s AND course_id IS NOT NULL""",
            "DELETE FROM idempotency_key WHERE user_id = %(user_id)s",
        ),
        kept=RetentionKind.JOBS,
    ),
    Portion(
        name="engine_use",
        tables=("engine_use", "use_reservation"),
        count="""
            SELECT count(*) AS number, min(at) AS since FROM engine_use
             WHERE user_id = %(user_id)s""",
        read=reads.engine_use,
        erase=("UPDATE engine_use SET user_id = NULL WHERE user_id = %(user_id)s",),
        kept=RetentionKind.JOBS,
        stays=True,
    ),
    Portion(
        name="trail",
        tables=("audit_event",),
        count="""
            SELECT count(*) AS number, min(at) AS since FROM audit_event
             WHERE actor_id = %(user_id)s OR subject_id = %(user_id)s""",
        read=reads.trail,
        erase=(
            "UPDATE audit_event SET actor_id = NULL WHERE actor_id = %(user_id)s",
            """UPDATE audit_event SET subject_id = %(erasure_id)s
                WHERE subject_id = %(user_id)s""",
            """UPDATE audit_event SET facts = replace(
                   facts::text, %(user_id)s::text, %(erasure_id)s::text)::jsonb
                WHERE organisation_id = %(organisation_id)s
                  AND strpos(facts::text, %(user_id)s::text) > 0""",
        ),
        kept=RetentionKind.AUDIT,
    ),
    Portion(
        name="comments",
        tables=("comment_snippet",),
        count="""
            SELECT count(*) AS number, min(used_at) AS since FROM comment_snippet
             WHERE user_id = %(user_id)s""",
        read=reads.comments,
    ),
    Portion(
        name="teaching",
        tables=(
            "course",
            "source",
            "classroom",
            "class_invite",
            "roster_import",
            "assignment",
            "exam",
            "exam_regrade",
            "announcement",
            "review_comment",
            "release_note",
        ),
        count="""
            SELECT count(*) AS number, min(created_at) AS since FROM (
              SELECT created_at FROM review_comment WHERE author_id = %(user_id)s UNION ALL
              SELECT told_at FROM release_note WHERE told_by = %(user_id)s UNION ALL
              SELECT created_at FROM course WHERE owner_id = %(user_id)s UNION ALL
              SELECT created_at FROM source WHERE uploaded_by = %(user_id)s UNION ALL
              SELECT created_at FROM classroom WHERE created_by = %(user_id)s UNION ALL
              SELECT created_at FROM class_invite WHERE created_by = %(user_id)s UNION ALL
              SELECT created_at FROM roster_import WHERE created_by = %(user_id)s UNION ALL
              SELECT created_at FROM assignment WHERE created_by = %(user_id)s UNION ALL
              SELECT created_at FROM exam WHERE created_by = %(user_id)s UNION ALL
              SELECT applied_at FROM exam_regrade WHERE applied_by = %(user_id)s UNION ALL
              SELECT created_at FROM announcement WHERE author_id = %(user_id)s) AS found""",
        read=reads.teaching,
        href="/studio",
        stays=True,
    ),
)

EXEMPT: Mapping[str, str] = {
    "erasure": "says whose account is being erased only until it is; then it names nobody",
    "draft_change": "who edited a course: an id alone, which names nobody once the account is gone",
    "course_version": "who published a course: an id alone, as above",
    "key_check": "who vouched for an answer key: an id alone, as above",
    "lesson": "who reviewed a lesson: an id alone, as above",
    "proposal": "who asked an engine for a text, and who decided on it: ids alone, as above",
    "revision": "who changed a part of a course: an id alone, as above",
    "review": "who sent a course for review, who was asked and who decided: ids alone, as above",
    "rerun": "who had something made again: an id alone, as above",
}
"""Tables that point at people and are in no portion, and why."""
