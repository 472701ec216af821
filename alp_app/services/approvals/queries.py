"""What people can see of a review."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from sqlmodel import col, select

from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import CourseId, LessonId, UserId
from alp_app.models.account import User
from alp_app.models.approval import Anchor, Review, ReviewComment, ReviewState
from alp_app.models.content import Sentence, Writer
from alp_app.models.course import Course, CourseVersion, Lesson
from alp_app.security.actor import Role
from alp_app.services.approvals.access import (
    course_to_review,
    latest_review,
    lesson_to_review,
    why_not,
)
from alp_app.services.approvals.rules import state_of
from alp_app.services.approvals.views import (
    CommentThread,
    CommentView,
    CoverageCell,
    CoverageLesson,
    CoverageRow,
    CoverageView,
    DeskView,
    LessonReading,
    LessonToReview,
    PartToReview,
    PersonName,
    ReviewView,
    RulesView,
    SentenceToReview,
    StrictnessLine,
)
from alp_app.services.approvals.words import Words, sentences_of, title_of, words_at
from alp_app.services.courses.access import blocks_of, can_edit, lessons_of
from alp_app.services.courses.digest import draft_digest
from alp_app.services.courses.markup import plain
from alp_app.services.courses.queries import findings_for, questions_in
from alp_app.services.courses.reading import plain_text
from alp_app.services.courses.reading_level import reading_level
from alp_app.services.courses.rules import Weight
from alp_app.services.courses.strictness import CHOOSABLE, rules_of
from alp_app.services.courses.views import FindingView
from alp_app.unit_of_work import Reader


async def get_desk(reader: Reader, course_id: CourseId) -> DeskView:
    """Everything about the review of a course, for its author and its reviewers."""
    course = await course_to_review(reader, course_id)
    rules = await rules_of(reader)
    lessons = await lessons_of(reader.session, course_id)
    digest = await draft_digest(reader, course)
    reviews = await _reviews(reader, course_id)
    latest = await latest_review(reader, course_id)
    is_edited = await _is_edited_since(reader, course, latest, digest)
    threads = await list_threads(reader, course_id)
    findings = await findings_for(reader, course, lessons)
    names = await _names(reader, [one for review in reviews for one in _people(review)])
    numbers = await _version_numbers(reader, course_id)
    undecided = latest is not None and latest.state is ReviewState.IN_REVIEW
    reason = await why_not(reader, course, latest) if latest and undecided else ""
    titles = {lesson.id: lesson.title for lesson in lessons}
    shown = {review.id: _review(review, names, numbers) for review in reviews}
    return DeskView(
        course_id=course.id,
        slug=course.slug,
        title=course.title,
        state=state_of(
            latest,
            is_published=course.published_version_id is not None,
            is_edited_since=is_edited,
        ),
        is_edited_since=is_edited,
        content_hash=digest,
        needs_approval=rules.needs_approval,
        needs_two_people=rules.needs_two_people,
        can_edit=can_edit(reader.actor, course),
        can_decide=undecided and not reason,
        why_not=reason,
        review=shown[latest.id] if latest else None,
        history=tuple(shown.values()),
        findings=tuple(
            FindingView(
                key=item.key,
                is_blocking=item.weight is Weight.BLOCKS,
                count=item.count,
                lesson_id=item.lesson_id,
                lesson_title=titles.get(item.lesson_id, "") if item.lesson_id else "",
                block_id=item.block_id,
            )
            for item in findings
        ),
        is_ready=not any(item.weight is Weight.BLOCKS for item in findings),
        lessons=tuple(_lesson(number, each, threads) for number, each in enumerate(lessons, 1)),
        threads=tuple(threads),
        staff=await _staff(reader) if can_edit(reader.actor, course) else (),
    )


async def get_lesson_to_review(reader: Reader, lesson_id: LessonId) -> LessonReading:
    """A lesson sentence by sentence, with how many open threads hang on each."""
    course, lesson = await lesson_to_review(reader, lesson_id)
    blocks = await blocks_of(reader.session, lesson_id)
    counts: defaultdict[UUID, int] = defaultdict(int)
    for thread in await _thread_rows(reader, course.id):
        counts[thread.anchor_id] += thread.resolved_at is None
    questions = await questions_in(reader, [block.content for block in blocks])
    level = reading_level(plain_text([block.content for block in blocks]), course.language)
    return LessonReading(
        lesson_id=lesson.id,
        title=lesson.title,
        summary=lesson.summary,
        parts=tuple(
            PartToReview(
                id=block.id,
                type=block.content.type,
                title=title_of(block.content),
                sentences=tuple(
                    _sentence(each, counts[each.id]) for each in sentences_of(block.content)
                ),
                questions=tuple(
                    SentenceToReview(
                        id=item,
                        text=plain(questions[item].stem),
                        model=questions[item].origin.model,
                        sources=len(questions[item].citations),
                        support="",
                        threads=counts[item],
                    )
                    for item in getattr(block.content, "question_ids", [])
                    if item in questions
                ),
                threads=counts[block.id],
            )
            for block in blocks
        ),
        ease=round(level.ease, 1) if level else None,
        grade=round(level.grade, 1) if level and level.grade is not None else None,
        formula=level.formula if level else "",
    )


async def list_threads(reader: Reader, course_id: CourseId) -> list[CommentThread]:
    """All threads of a course, the open ones first, the newest first. The caller may see them."""
    rows = await _thread_rows(reader, course_id)
    statement = (
        select(ReviewComment)
        .where(col(ReviewComment.course_id) == course_id, col(ReviewComment.thread_id).is_not(None))
        .order_by(col(ReviewComment.created_at), col(ReviewComment.id))
    )
    answers: defaultdict[UUID, list[ReviewComment]] = defaultdict(list)
    for comment in (await reader.session.scalars(statement)).all():
        answers[comment.thread_id or comment.id].append(comment)
    everybody = [*rows] + [one for group in answers.values() for one in group]
    names = await _names(
        reader,
        [one for row in everybody for one in (row.author_id, row.resolved_by) if one],
    )
    words = await words_at(reader, course_id)
    titles = {key[1]: found.text for key, found in words.items() if key[0] is Anchor.LESSON}
    threads = [_thread(row, answers[row.id], names, words, titles) for row in rows]
    return sorted(threads, key=lambda thread: thread.resolved_at is not None)


async def get_coverage(reader: Reader, course_id: CourseId) -> CoverageView:
    """Objectives by lessons, with the questions that ask about them."""
    course = await course_to_review(reader, course_id)
    lessons = await lessons_of(reader.session, course_id)
    items: list[Mapping[UUID, int]] = [await _items(reader, lesson) for lesson in lessons]
    rows: list[CoverageRow] = []
    for objective in course.objectives:
        cells = tuple(
            CoverageCell(
                is_taught=objective.id in lesson.objective_ids, items=counted.get(objective.id, 0)
            )
            for lesson, counted in zip(lessons, items, strict=True)
        )
        rows.append(
            CoverageRow(
                objective_id=objective.id,
                text=objective.text,
                bloom=objective.bloom,
                cells=cells,
                lessons=sum(cell.is_taught for cell in cells),
                items=sum(cell.items for cell in cells),
            )
        )
    return CoverageView(
        course_id=course.id,
        title=course.title,
        lessons=tuple(
            CoverageLesson(id=lesson.id, number=number, title=lesson.title)
            for number, lesson in enumerate(lessons, 1)
        ),
        rows=tuple(rows),
    )


async def get_rules(reader: Reader) -> RulesView:
    """What the school asks for before learners see a course."""
    if not reader.actor.is_staff:
        raise Forbidden("Only staff can see what the school asks for.")
    rules = await rules_of(reader)
    return RulesView(
        needs_approval=rules.needs_approval,
        needs_two_people=rules.needs_two_people,
        lines=tuple(
            StrictnessLine(key=key, strictness=rules.strictness.get(key)) for key in CHOOSABLE
        ),
    )


async def _items(reader: Reader, lesson: Lesson) -> Mapping[UUID, int]:
    """How many questions of a lesson ask about each objective."""
    contents = [block.content for block in await blocks_of(reader.session, lesson.id)]
    counted: defaultdict[UUID, int] = defaultdict(int)
    for question in (await questions_in(reader, contents)).values():
        for objective_id in question.objective_ids or lesson.objective_ids:
            counted[objective_id] += 1
    return counted


async def _is_edited_since(
    reader: Reader, course: Course, latest: Review | None, digest: str
) -> bool:
    """Whether the draft is not what was approved, or else published, any more."""
    if latest is not None and latest.content_hash:
        return latest.content_hash != digest
    if course.published_version_id is None:
        return False
    version = await reader.session.get_one(CourseVersion, course.published_version_id)
    return course.updated_at > version.frozen_at


async def _reviews(reader: Reader, course_id: CourseId) -> Sequence[Review]:
    statement = (
        select(Review)
        .where(col(Review.course_id) == course_id)
        .order_by(col(Review.requested_at).desc())
    )
    return (await reader.session.scalars(statement)).all()


async def _thread_rows(reader: Reader, course_id: CourseId) -> Sequence[ReviewComment]:
    statement = (
        select(ReviewComment)
        .where(col(ReviewComment.course_id) == course_id, col(ReviewComment.thread_id).is_(None))
        .order_by(col(ReviewComment.created_at).desc())
    )
    return (await reader.session.scalars(statement)).all()


async def _staff(reader: Reader) -> tuple[PersonName, ...]:
    statement = (
        select(User)
        .where(
            col(User.organisation_id) == reader.organisation_id,
            col(User.role).in_((Role.INSTRUCTOR, Role.ADMIN)),
            col(User.disabled_at).is_(None),
            col(User.id) != reader.actor.user_id,
        )
        .order_by(col(User.display_name))
    )
    people = (await reader.session.scalars(statement)).all()
    return tuple(PersonName(id=one.id, name=one.display_name) for one in people)


async def _names(reader: Reader, ids: Collection[UserId]) -> Mapping[UUID, str]:
    statement = select(User.id, User.display_name).where(col(User.id).in_(ids))
    return dict((await reader.session.execute(statement)).all())


async def _version_numbers(reader: Reader, course_id: CourseId) -> Mapping[UUID, int]:
    statement = select(CourseVersion.id, CourseVersion.number).where(
        col(CourseVersion.course_id) == course_id
    )
    return dict((await reader.session.execute(statement)).all())


def _people(review: Review) -> Iterable[UserId]:
    return [
        *review.reviewer_ids,
        *[one for one in (review.requested_by, review.decided_by) if one],
    ]


def _review(review: Review, names: Mapping[UUID, str], numbers: Mapping[UUID, int]) -> ReviewView:
    return ReviewView(
        id=review.id,
        state=review.state,
        reviewers=tuple(
            PersonName(id=one, name=names[one]) for one in review.reviewer_ids if one in names
        ),
        requested_by=names.get(review.requested_by, "") if review.requested_by else "",
        requested_at=review.requested_at,
        note=review.note,
        decided_by=names.get(review.decided_by, "") if review.decided_by else "",
        decided_at=review.decided_at,
        decision_note=review.decision_note,
        version_number=numbers.get(review.version_id) if review.version_id else None,
    )


def _lesson(number: int, lesson: Lesson, threads: Sequence[CommentThread]) -> LessonToReview:
    return LessonToReview(
        id=lesson.id,
        number=number,
        title=lesson.title,
        open_threads=sum(
            thread.lesson_id == lesson.id and thread.resolved_at is None for thread in threads
        ),
    )


def _sentence(sentence: Sentence, threads: int) -> SentenceToReview:
    is_by_model = sentence.origin.writer is Writer.MODEL
    return SentenceToReview(
        id=sentence.id,
        text=plain(sentence.text),
        model=sentence.origin.model if is_by_model else "",
        sources=len(sentence.citations),
        support=sentence.support.verdict.value if sentence.support else "",
        threads=threads,
    )


def _thread(
    row: ReviewComment,
    answers: Sequence[ReviewComment],
    names: Mapping[UUID, str],
    words: Mapping[tuple[Anchor, UUID], Words],
    titles: Mapping[UUID, str],
) -> CommentThread:
    is_whole = row.anchor is Anchor.COURSE
    now = None if is_whole else words.get((row.anchor, row.anchor_id))
    lesson_id = now.lesson_id if now else row.lesson_id
    return CommentThread(
        id=row.id,
        anchor=row.anchor,
        anchor_id=row.anchor_id,
        lesson_id=lesson_id,
        lesson_title=titles.get(lesson_id, "") if lesson_id else "",
        quote=row.quote,
        is_gone=now is None and not is_whole,
        is_reworded=now is not None and now.text[: len(row.quote)] != row.quote,
        comments=tuple(
            CommentView(
                id=one.id,
                author=names.get(one.author_id, "") if one.author_id else "",
                body=one.body,
                created_at=one.created_at,
            )
            for one in (row, *answers)
        ),
        resolved_at=row.resolved_at,
        resolved_by=names.get(row.resolved_by, "") if row.resolved_by else "",
    )
