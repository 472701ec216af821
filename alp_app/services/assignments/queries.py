"""What can be seen of assignments: by their teachers, and by the learner whose work it is."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlmodel import col, select

from alp_app.db.reads import fetch_all
from alp_app.kit import clock
from alp_app.kit.ids import AssignmentId, ClassroomId, CriterionId, SubmissionId, UserId
from alp_app.kit.markdown import markdown_html
from alp_app.models.account import User
from alp_app.models.asset import Asset, Rendition
from alp_app.models.classroom import ClassMember, ClassRole, Classroom
from alp_app.models.course import Lesson, Module
from alp_app.models.grading import (
    Assignment,
    Criterion,
    GradeCategory,
    GradeEntry,
    GradeItem,
    GradeMark,
    PeerReview,
    SecondMark,
    Submission,
    SubmissionFile,
    SubmissionState,
)
from alp_app.services.assignments.access import my_assignment, taught_assignment
from alp_app.services.assignments.commands import criteria_of
from alp_app.services.assignments.files import href_of
from alp_app.services.assignments.pairs import Pair, load_pairs
from alp_app.services.assignments.submitting import closing_time
from alp_app.services.assignments.views import (
    AssignmentRow,
    AssignmentView,
    ChoiceView,
    CriterionView,
    FileView,
    GradingView,
    LateView,
    MarkView,
    MyAssignmentRow,
    MySubmissionsView,
    MyWorkView,
    OffersView,
    SubmissionView,
    WorkRow,
)
from alp_app.services.gradebook.access import my_class, taught_class
from alp_app.services.gradebook.figures import plain
from alp_app.services.gradebook.loading import late_policy
from alp_app.unit_of_work import Reader

_LIST = """
    SELECT a.id, i.title, i.points, i.due_at, a.published_at, a.form,
           (SELECT count(*) FROM class_member m
             WHERE m.classroom_id = a.classroom_id AND m.role = 'learner'
               AND m.removed_at IS NULL) AS learners,
           count(DISTINCT s.user_id) AS handed_in,
           count(s.id) FILTER (WHERE s.state = 'submitted') AS to_mark,
           count(s.id) FILTER (WHERE s.state = 'graded') AS to_release
      FROM assignment a
      JOIN grade_item i ON i.id = a.item_id
      LEFT JOIN submission s ON s.assignment_id = a.id AND s.state <> 'draft'
     WHERE a.classroom_id = %(classroom_id)s AND a.deleted_at IS NULL
     GROUP BY a.id, i.id
     ORDER BY i.due_at NULLS LAST, a.id
"""
_MINE = """
    SELECT a.id, i.title, i.points, coalesce(e.due_at, i.due_at) AS due_at,
           CASE WHEN s.state = 'released' THEN 'released'
                WHEN s.state IN ('submitted', 'graded') THEN 'submitted'
                WHEN greatest(a.closes_at, e.closes_at, e.due_at) <= %(now)s
                     AND a.closes_at IS NOT NULL THEN 'closed'
                WHEN s.state = 'draft' THEN 'draft' ELSE 'open' END AS standing
      FROM assignment a
      JOIN grade_item i ON i.id = a.item_id
      LEFT JOIN grade_entry e ON e.item_id = i.id AND e.user_id = %(user_id)s
      LEFT JOIN LATERAL (
        SELECT state FROM submission
         WHERE assignment_id = a.id AND user_id = %(user_id)s
         ORDER BY attempt DESC LIMIT 1) s ON true
     WHERE a.classroom_id = %(classroom_id)s AND a.deleted_at IS NULL
       AND a.published_at IS NOT NULL
     ORDER BY due_at NULLS LAST, a.id
"""


async def list_assignments(reader: Reader, classroom_id: ClassroomId) -> list[AssignmentRow]:
    """Of a class that the actor teaches, by due time. Raises ClassNotFound."""
    await taught_class(reader, classroom_id, to_change=False)
    rows = await fetch_all(reader, _LIST, {"classroom_id": classroom_id})
    return [AssignmentRow.model_validate(_plain_points(row)) for row in rows]


async def list_my_assignments(reader: Reader, classroom_id: ClassroomId) -> list[MyAssignmentRow]:
    """Published in a class that I learn in, by due time. Raises ClassNotFound."""
    await my_class(reader, classroom_id)
    given = {"classroom_id": classroom_id, "user_id": reader.user_id, "now": clock.now()}
    rows = await fetch_all(reader, _MINE, given)
    return [MyAssignmentRow.model_validate(_plain_points(row)) for row in rows]


async def get_assignment(reader: Reader, assignment_id: AssignmentId) -> AssignmentView:
    """Of a class that the actor teaches. Raises AssignmentNotFound."""
    assignment, item = await taught_assignment(reader, assignment_id, to_change=False)
    return await assignment_view(reader, assignment, item)


async def get_offers(reader: Reader, classroom_id: ClassroomId) -> OffersView:
    """The lessons and grade categories that an assignment of a class can name. Raises ClassNotFound."""
    classroom = await taught_class(reader, classroom_id, to_change=False)
    lessons = (
        select(col(Lesson.id), col(Lesson.title))
        .join(Module, col(Module.id) == col(Lesson.module_id))
        .where(
            col(Lesson.course_id) == classroom.course_id,
            col(Lesson.deleted_at).is_(None),
            col(Module.deleted_at).is_(None),
        )
        .order_by(col(Module.position), col(Lesson.position))
    )
    categories = (
        select(col(GradeCategory.id), col(GradeCategory.title))
        .where(col(GradeCategory.classroom_id) == classroom_id)
        .order_by(col(GradeCategory.position), col(GradeCategory.id))
    )
    return OffersView(
        classroom_id=classroom_id,
        class_name=classroom.name,
        time_zone=classroom.time_zone,
        lessons=tuple(
            ChoiceView(id=str(id_), title=title)
            for id_, title in await reader.session.execute(lessons)
        ),
        categories=tuple(
            ChoiceView(id=str(id_), title=title)
            for id_, title in await reader.session.execute(categories)
        ),
    )


async def get_my_work(reader: Reader, assignment_id: AssignmentId) -> MyWorkView:
    """An assignment as I have it before me. Raises AssignmentNotFound."""
    assignment, item, entry = await my_assignment(reader, assignment_id)
    made = await _submissions(reader, assignment, item, user_id=reader.user_id)
    mine = made.get(reader.user_id, [])
    draft = next((one for one in mine if one.state is SubmissionState.DRAFT), None)
    handed_in = [one for one in mine if one.state is not SubmissionState.DRAFT]
    left = assignment.attempts + (entry.extra_attempts if entry else 0) - len(handed_in)
    return MyWorkView(
        assignment=await assignment_view(reader, assignment, item),
        due_at=(entry.due_at if entry else None) or item.due_at,
        closes_at=closing_time(assignment, entry),
        is_excused=entry.is_excused if entry else False,
        extension_reason=entry.extension_reason if entry else "",
        attempts_left=max(left, 0),
        attempt=draft.attempt if draft else len(mine) + 1,
        standing=_standing(assignment, entry, left),
        draft=draft,
        submitted=tuple(_for_learner(one) for one in reversed(handed_in)),
    )


async def list_my_submissions(reader: Reader) -> list[MySubmissionsView]:
    """All that I have written for assignments, in classes that I have left too, as I may see it."""
    statement = (
        select(Assignment, GradeItem, col(Classroom.name))
        .join(GradeItem, col(GradeItem.id) == col(Assignment.item_id))
        .join(Classroom, col(Classroom.id) == col(Assignment.classroom_id))
        .where(
            col(Assignment.id).in_(
                select(col(Submission.assignment_id)).where(
                    col(Submission.user_id) == reader.user_id
                )
            )
        )
        .order_by(col(Assignment.id))
    )
    found: list[MySubmissionsView] = []
    for assignment, item, class_name in (await reader.session.execute(statement)).all():
        made = await _submissions(reader, assignment, item, user_id=reader.user_id)
        mine = [_for_learner(each) for each in made[reader.user_id]]
        found.append(
            MySubmissionsView(
                title=item.title,
                class_name=class_name,
                submissions=tuple(
                    each.model_copy(update={"mark": None}) if item.is_hidden else each
                    for each in mine
                ),
            )
        )
    return found


async def get_grading(reader: Reader, assignment_id: AssignmentId) -> GradingView:
    """The work of a whole class, to be graded. Raises AssignmentNotFound.

    Names of anonymous work are left out until its grades are released; its order tells nothing.
    """
    assignment, item = await taught_assignment(reader, assignment_id, to_change=False)
    by_learner = await _submissions(reader, assignment, item)
    rows = [
        (
            user_id,
            name,
            [one for one in by_learner.get(user_id, []) if one.submitted_at is not None],
        )
        for user_id, name in await _learners(reader, assignment.classroom_id)
    ]
    is_secret = assignment.is_anonymous and not any(
        one.state is SubmissionState.RELEASED for _, _, made in rows for one in made
    )
    if is_secret:
        rows.sort(key=lambda row: _shuffled(assignment_id, row[0]))
    rows.sort(key=lambda row: not row[2])
    pairs = await load_pairs(reader, assignment)
    return GradingView(
        assignment=await assignment_view(reader, assignment, item),
        work=tuple(
            _work_row(reader, number, "" if is_secret else name, made, pairs)
            for number, (_, name, made) in enumerate(rows, start=1)
        ),
        to_release=sum(
            one.state is SubmissionState.GRADED
            and (one.id not in pairs or pairs[one.id].is_settled)
            for _, _, made in rows
            for one in made
        ),
    )


def _work_row(
    reader: Reader,
    number: int,
    name: str,
    made: Sequence[SubmissionView],
    pairs: Mapping[SubmissionId, Pair],
) -> WorkRow:
    """What another teacher finds in work that is marked twice stays theirs until it is compared."""
    latest = made[-1] if made else None
    pair = pairs.get(latest.id) if latest else None
    held = pair.held_from(reader.user_id) if pair else ""
    if latest is not None and held == "other":
        latest = latest.model_copy(update={"mark": None})
    return WorkRow(
        number=number,
        name=name,
        submission=latest,
        earlier=max(len(made) - 1, 0),
        is_released=latest is not None and latest.state is SubmissionState.RELEASED,
        held=held,
    )


def points_view(points: Decimal | None) -> str:
    return "" if points is None else plain(Fraction(points))


def mark_view(mark: GradeMark | SecondMark | PeerReview) -> MarkView:
    return MarkView(
        criteria={CriterionId(UUID(key)): said for key, said in mark.criteria.items()},
        points=points_view(mark.points),
        comment=mark.comment,
        saved_at=mark.saved_at,
    )


def _plain_points(row: dict[str, object]) -> dict[str, object]:
    return {**row, "points": plain(Fraction(str(row["points"])))}


def _shuffled(assignment_id: AssignmentId, user_id: UserId) -> bytes:
    """The same order each time, and another for each assignment."""
    return hashlib.sha256(assignment_id.bytes + user_id.bytes).digest()


def _standing(assignment: Assignment, entry: GradeEntry | None, left: int) -> str:
    now = clock.now()
    closes_at = closing_time(assignment, entry)
    if assignment.opens_at is not None and now < assignment.opens_at:
        return "soon"
    if closes_at is not None and now >= closes_at:
        return "closed"
    return "open" if left > 0 else "used"


def _for_learner(submission: SubmissionView) -> SubmissionView:
    """A mark is the teachers' own until it is released, and so is that there is one."""
    if submission.state in {SubmissionState.DRAFT, SubmissionState.RELEASED}:
        return submission
    return submission.model_copy(update={"mark": None, "state": SubmissionState.SUBMITTED})


async def assignment_view(
    reader: Reader, assignment: Assignment, item: GradeItem
) -> AssignmentView:
    classroom = await reader.session.get_one(Classroom, assignment.classroom_id)
    return AssignmentView(
        id=assignment.id,
        classroom_id=assignment.classroom_id,
        class_name=classroom.name,
        item_id=item.id,
        category_id=item.category_id,
        lesson_id=assignment.lesson_id,
        title=item.title,
        instructions=assignment.instructions,
        instructions_html=markdown_html(assignment.instructions),
        points=plain(Fraction(item.points)),
        opens_at=assignment.opens_at,
        due_at=item.due_at,
        closes_at=assignment.closes_at,
        late=LateView(
            percent_a_day=plain(Fraction(item.late_percent)),
            most_percent=plain(Fraction(item.late_most_percent)),
            grace_minutes=item.late_grace_minutes,
        ),
        attempts=assignment.attempts,
        allows_text=assignment.allows_text,
        allows_files=assignment.allows_files,
        files_most=assignment.files_most,
        file_megabytes_most=assignment.file_megabytes_most,
        form=assignment.form,
        criteria=tuple(_criterion(each) for each in await criteria_of(reader, assignment.id)),
        is_extra=item.is_extra,
        is_anonymous=assignment.is_anonymous,
        second_marks=assignment.second_marks,
        second_percent=assignment.second_percent,
        reviews_each=assignment.reviews_each,
        reviews_due_at=assignment.reviews_due_at,
        reviews_count=assignment.reviews_count,
        calibration=assignment.calibration,
        reviews_opened_at=assignment.reviews_opened_at,
        published_at=assignment.published_at,
    )


def _criterion(criterion: Criterion) -> CriterionView:
    return CriterionView(
        id=criterion.id,
        title=criterion.title,
        description=criterion.description,
        levels=tuple(criterion.levels),
    )


async def _learners(reader: Reader, classroom_id: ClassroomId) -> Sequence[tuple[UserId, str]]:
    statement = (
        select(col(User.id), col(User.display_name))
        .join(ClassMember, col(ClassMember.user_id) == col(User.id))
        .where(
            col(ClassMember.classroom_id) == classroom_id,
            col(ClassMember.role) == ClassRole.LEARNER,
            col(ClassMember.removed_at).is_(None),
        )
        .order_by(col(User.display_name), col(User.id))
    )
    return [(UserId(row[0]), row[1]) for row in await reader.session.execute(statement)]


async def _submissions(
    reader: Reader, assignment: Assignment, item: GradeItem, *, user_id: UserId | None = None
) -> Mapping[UserId, list[SubmissionView]]:
    """Every attempt, or those of one learner, in order; drafts too."""
    statement = (
        select(Submission, GradeMark, GradeEntry)
        .outerjoin(GradeMark, col(GradeMark.submission_id) == col(Submission.id))
        .outerjoin(
            GradeEntry,
            (col(GradeEntry.item_id) == item.id)
            & (col(GradeEntry.user_id) == col(Submission.user_id)),
        )
        .where(col(Submission.assignment_id) == assignment.id)
        .order_by(col(Submission.user_id), col(Submission.attempt))
    )
    if user_id is not None:
        statement = statement.where(col(Submission.user_id) == user_id)
    rows = [(row[0], row[1], row[2]) for row in await reader.session.execute(statement)]
    files = await list_files(reader, [submission.id for submission, _, _ in rows])
    found: dict[UserId, list[SubmissionView]] = defaultdict(list)
    for submission, mark, entry in rows:
        due_at = (entry.due_at if entry else None) or item.due_at
        found[submission.user_id].append(
            _submission(submission, mark, files[submission.id], item, due_at)
        )
    return found


def _submission(
    submission: Submission,
    mark: GradeMark | None,
    files: Iterable[FileView],
    item: GradeItem,
    due_at: datetime | None,
) -> SubmissionView:
    return SubmissionView(
        id=submission.id,
        attempt=submission.attempt,
        state=submission.state,
        text=submission.text,
        reflections={CriterionId(UUID(key)): said for key, said in submission.reflections.items()},
        files=tuple(files),
        saved_at=submission.saved_at,
        submitted_at=submission.submitted_at,
        days_late=late_policy(
            item.late_percent, item.late_most_percent, item.late_grace_minutes
        ).days_late(due_at, submission.submitted_at),
        receipt=submission.receipt,
        mark=mark_view(mark) if mark else None,
    )


async def list_files(
    reader: Reader, submission_ids: Sequence[SubmissionId]
) -> Mapping[SubmissionId, list[FileView]]:
    statement = (
        select(SubmissionFile, Asset, Rendition)
        .join(Asset, col(Asset.id) == col(SubmissionFile.asset_id))
        .join(
            Rendition,
            (col(Rendition.asset_id) == col(Asset.id)) & (col(Rendition.name) == "original"),
        )
        .where(col(SubmissionFile.submission_id).in_(submission_ids))
        .order_by(col(SubmissionFile.id))
    )
    found: dict[SubmissionId, list[FileView]] = defaultdict(list)
    for file, asset, rendition in await reader.session.execute(statement):
        found[file.submission_id].append(
            FileView(
                id=file.id,
                filename=asset.filename,
                media_type=rendition.media_type,
                size=rendition.size,
                scan=file.scan,
                href=href_of(file),
            )
        )
    return found
