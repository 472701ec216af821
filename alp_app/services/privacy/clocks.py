"""How long each kind of record is kept unless the school says otherwise, and where the old ones are.

Learners' work is only ever counted from the end of its class: a class that runs is never touched.
"""

from dataclasses import dataclass
from typing import LiteralString, NamedTuple

from alp_app.models.privacy import RetentionKind


class Old(NamedTuple):
    """Rows of one table that have been kept long enough."""

    table: str
    query: LiteralString
    """For their keys; `%(then)s` is the moment before which they are old, `%(over)s` the classes that
    were over then."""
    key: str = "id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One kind of record: for how long it is kept, and where the old ones are."""

    kind: RetentionKind
    days: int | None
    """Unless the school says otherwise. None: until somebody deletes it."""
    least: int = 1
    old: tuple[Old, ...]

    @property
    def is_after_class(self) -> bool:
        return self.kind in {RetentionKind.WORK, RetentionKind.DISCUSSIONS}


_ONLY_IN_CLASSES_OVER: LiteralString = """
    EXISTS (SELECT FROM enrolment e WHERE e.user_id = x.user_id AND e.course_id = x.course_id
               AND e.classroom_id = ANY(%(over)s))
    AND NOT EXISTS (SELECT FROM enrolment e
                     WHERE e.user_id = x.user_id AND e.course_id = x.course_id
                       AND (e.classroom_id IS NULL OR e.classroom_id <> ALL(%(over)s)))"""
"""Of rows that belong to a learner in a course, in whichever class: none of those runs."""

CLOCKS: tuple[Clock, ...] = (
    Clock(
        kind=RetentionKind.JOBS,
        days=90,
        least=7,
        old=(
            Old(
                "job",
                """SELECT id FROM job WHERE organisation_id = %(organisation_id)s
                    AND parent_id IS NULL AND state IN ('done', 'failed', 'cancelled')
                    AND finished_at < %(then)s""",
            ),
            Old(
                "engine_use",
                """SELECT id FROM engine_use WHERE organisation_id = %(organisation_id)s
                    AND at < least(%(then)s, date_trunc('month', now() AT TIME ZONE 'UTC')
                        AT TIME ZONE 'UTC')""",
            ),
        ),
    ),
    Clock(
        kind=RetentionKind.SIGN_INS,
        days=30,
        old=(
            Old(
                "browser_session",
                """SELECT s.id FROM browser_session s JOIN user_account u ON u.id = s.user_id
                    WHERE u.organisation_id = %(organisation_id)s
                    AND least(s.ended_at, s.expires_at) < %(then)s""",
            ),
            Old(
                "refresh_token",
                """SELECT s.id FROM refresh_token s JOIN user_account u ON u.id = s.user_id
                    WHERE u.organisation_id = %(organisation_id)s
                    AND least(s.ended_at, s.expires_at) < %(then)s""",
            ),
        ),
    ),
    Clock(
        kind=RetentionKind.AUDIT,
        days=730,
        least=30,
        old=(
            Old(
                "audit_event",
                """SELECT id FROM audit_event WHERE organisation_id = %(organisation_id)s
                    AND at < %(then)s""",
            ),
        ),
    ),
    Clock(
        kind=RetentionKind.NOTIFICATIONS,
        days=180,
        least=7,
        old=(
            Old(
                "notification",
                """SELECT id FROM notification WHERE organisation_id = %(organisation_id)s
                    AND created_at < %(then)s""",
            ),
        ),
    ),
    Clock(
        kind=RetentionKind.MAILS,
        days=30,
        least=3,
        old=(
            Old(
                "mail",
                """SELECT id FROM mail WHERE organisation_id = %(organisation_id)s
                    AND state <> 'sending' AND created_at < %(then)s""",
            ),
        ),
    ),
    Clock(
        kind=RetentionKind.EXPORTS,
        days=7,
        old=(
            Old(
                "data_export",
                """SELECT id FROM data_export WHERE organisation_id = %(organisation_id)s
                    AND requested_at < %(then)s""",
            ),
        ),
    ),
    Clock(
        kind=RetentionKind.REQUESTS,
        days=7,
        old=(
            Old(
                "idempotency_key",
                """SELECT i.ctid FROM idempotency_key i JOIN user_account u ON u.id = i.user_id
                    WHERE u.organisation_id = %(organisation_id)s AND i.created_at < %(then)s""",
                key="ctid",
            ),
        ),
    ),
    Clock(
        kind=RetentionKind.INVITATIONS,
        days=90,
        old=(
            Old(
                "class_invite",
                """SELECT id FROM class_invite WHERE organisation_id = %(organisation_id)s
                    AND least(revoked_at, expires_at) < %(then)s""",
            ),
            Old(
                "setup_link",
                """SELECT id FROM setup_link WHERE organisation_id = %(organisation_id)s
                    AND least(used_at, expires_at) < %(then)s""",
            ),
        ),
    ),
    Clock(
        kind=RetentionKind.UPLOADS,
        days=30,
        old=(
            Old(
                "asset",
                """SELECT a.id FROM asset a JOIN submission_file f ON f.asset_id = a.id
                    WHERE a.organisation_id = %(organisation_id)s
                    AND f.scan IN ('pending', 'quarantined') AND f.added_at < %(then)s""",
            ),
            Old(
                "asset",
                """SELECT a.id FROM asset a JOIN exam_file f ON f.asset_id = a.id
                    WHERE a.organisation_id = %(organisation_id)s
                    AND f.scan IN ('pending', 'quarantined') AND f.added_at < %(then)s""",
            ),
            Old(
                "asset",
                """SELECT a.id FROM asset a WHERE a.organisation_id = %(organisation_id)s
                    AND a.course_id IS NULL AND a.created_at < %(then)s
                    AND NOT EXISTS (SELECT FROM submission_file WHERE asset_id = a.id)
                    AND NOT EXISTS (SELECT FROM exam_file WHERE asset_id = a.id)
                    AND NOT EXISTS (SELECT FROM certificate WHERE asset_id = a.id)""",
            ),
            Old(
                "source",
                """SELECT id FROM source WHERE organisation_id = %(organisation_id)s
                    AND (course_id IS NULL OR deleted_at IS NOT NULL)
                    AND coalesce(deleted_at, created_at) < %(then)s""",
            ),
        ),
    ),
    Clock(
        kind=RetentionKind.WORK,
        days=None,
        least=30,
        old=(
            Old(
                "asset",
                """SELECT f.asset_id FROM submission_file f
                    JOIN submission s ON s.id = f.submission_id
                    JOIN assignment a ON a.id = s.assignment_id WHERE a.classroom_id = ANY(%(over)s)""",
            ),
            Old(
                "submission",
                """SELECT s.id FROM submission s
                    JOIN assignment a ON a.id = s.assignment_id WHERE a.classroom_id = ANY(%(over)s)""",
            ),
            Old(
                "asset",
                """SELECT f.asset_id FROM exam_file f
                    JOIN exam_attempt t ON t.id = f.attempt_id
                    JOIN exam x ON x.id = t.exam_id WHERE x.classroom_id = ANY(%(over)s)""",
            ),
            Old(
                "exam_attempt",
                """SELECT t.id FROM exam_attempt t
                    JOIN exam x ON x.id = t.exam_id WHERE x.classroom_id = ANY(%(over)s)""",
            ),
            Old(
                "quiz_attempt",
                """SELECT t.id FROM quiz_attempt t
                    JOIN enrolment e ON e.id = t.enrolment_id WHERE e.classroom_id = ANY(%(over)s)""",
            ),
            Old(
                "learning_event",
                """SELECT v.id FROM learning_event v
                    JOIN enrolment e ON e.id = v.enrolment_id WHERE e.classroom_id = ANY(%(over)s)""",
            ),
            Old(
                "practice_card",
                "SELECT x.id FROM practice_card x WHERE"  # noqa: S608 - a literal
                + _ONLY_IN_CLASSES_OVER,
            ),
            Old(
                "objective_evidence",
                "SELECT x.id FROM objective_evidence x WHERE"  # noqa: S608 - as above
                + _ONLY_IN_CLASSES_OVER,
            ),
            Old(
                "objective_mastery",
                "SELECT x.ctid FROM objective_mastery x WHERE"  # noqa: S608 - as above
                + _ONLY_IN_CLASSES_OVER,
                key="ctid",
            ),
            Old(
                "grade_entry",
                """SELECT g.ctid FROM grade_entry g
                    JOIN grade_item i ON i.id = g.item_id WHERE i.classroom_id = ANY(%(over)s)""",
                key="ctid",
            ),
        ),
    ),
    Clock(
        kind=RetentionKind.DISCUSSIONS,
        days=None,
        least=30,
        old=(
            Old(
                "discussion_thread",
                "SELECT id FROM discussion_thread WHERE classroom_id = ANY(%(over)s)",
            ),
        ),
    ),
)

BY_KIND = {each.kind: each for each in CLOCKS}
