"""The only way to what a class talks about: as one of its teachers, or as a learner of it."""

from contextlib import suppress
from dataclasses import dataclass

from sqlmodel import col, select

from alp_app.kit.ids import AnnouncementId, ClassroomId, LessonId, PostId, ThreadId
from alp_app.models.classroom import ClassMember, ClassRole, Classroom
from alp_app.models.community import Announcement
from alp_app.models.course import Course
from alp_app.models.discussion import DiscussionPost, DiscussionThread
from alp_app.models.learning import Enrolment
from alp_app.services.classes.access import class_for
from alp_app.services.classes.errors import ClassArchived, ClassNotFound
from alp_app.services.community.errors import AnnouncementNotFound, PostNotFound, ThreadNotFound
from alp_app.services.learning.access import study_in
from alp_app.services.learning.locks import Study, locks_of
from alp_app.unit_of_work import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A class, and what the actor is in it."""

    classroom: Classroom
    is_teacher: bool


async def place_for(reader: Reader, classroom_id: ClassroomId, *, to_change: bool = False) -> Place:
    """A class that the actor teaches, learns in, or views as its learners do.

    Raises ClassNotFound; ClassArchived when something in it is `to_change`.
    """
    place = await _place(reader, classroom_id)
    if to_change and place.classroom.archived_at is not None:
        raise ClassArchived
    return place


async def taught_announcement(
    reader: Reader, announcement_id: AnnouncementId, *, is_deleted: bool = False
) -> tuple[Announcement, Classroom]:
    """Of a class that the actor teaches. Raises AnnouncementNotFound or ClassArchived."""
    found = await reader.session.get(Announcement, announcement_id, populate_existing=True)
    if found is None or (found.deleted_at is not None) is not is_deleted:
        raise AnnouncementNotFound
    try:
        classroom = await class_for(reader, found.classroom_id)
    except ClassNotFound as error:
        raise AnnouncementNotFound from error
    if classroom.archived_at is not None:
        raise ClassArchived
    return found, classroom


async def thread_for(
    reader: Reader, thread_id: ThreadId, *, to_change: bool = False
) -> tuple[DiscussionThread, Place]:
    """Of a lesson that is open for the actor. Raises ThreadNotFound or ClassArchived."""
    thread = await reader.session.get(DiscussionThread, thread_id, populate_existing=True)
    if thread is None:
        raise ThreadNotFound
    try:
        place = await place_for(reader, thread.classroom_id, to_change=to_change)
    except ClassNotFound as error:
        raise ThreadNotFound from error
    question = await _question_of(reader, thread)
    is_seen = place.is_teacher or not question.hidden_at or _wrote(reader, question)
    if question.removed_at or not is_seen or thread.lesson_id in await shut_lessons(reader, place):
        raise ThreadNotFound
    return thread, place


async def post_for(
    reader: Reader, post_id: PostId, *, to_change: bool = False
) -> tuple[DiscussionPost, DiscussionThread, Place]:
    """Raises PostNotFound or ClassArchived."""
    post = await reader.session.get(DiscussionPost, post_id, populate_existing=True)
    if post is None or post.removed_at is not None:
        raise PostNotFound
    try:
        thread, place = await thread_for(reader, post.thread_id, to_change=to_change)
    except ThreadNotFound as error:
        raise PostNotFound from error
    if post.hidden_at is not None and not (place.is_teacher or _wrote(reader, post)):
        raise PostNotFound
    return post, thread, place


async def removed_post_for(
    reader: Reader, post_id: PostId
) -> tuple[DiscussionPost, DiscussionThread, Place]:
    """One that was removed, to put it back: for whoever removed it, and for teachers of the class.
    Raises PostNotFound or ClassArchived."""
    post = await reader.session.get(DiscussionPost, post_id, populate_existing=True)
    if post is None or post.removed_at is None:
        raise PostNotFound
    thread = await reader.session.get_one(DiscussionThread, post.thread_id)
    try:
        place = await place_for(reader, thread.classroom_id, to_change=True)
    except ClassNotFound as error:
        raise PostNotFound from error
    if not place.is_teacher and post.removed_by != reader.user_id:
        raise PostNotFound
    return post, thread, place


async def shut_lessons(reader: Reader, place: Place) -> frozenset[LessonId]:
    """Lessons of the class's course that are not open yet for the actor as a learner of it."""
    if place.is_teacher:
        return frozenset()
    study = await _study(reader, place.classroom)
    return frozenset() if study is None else frozenset(await locks_of(reader, study))


async def _study(reader: Reader, classroom: Classroom) -> Study | None:
    if reader.actor.viewed_class_id is None:
        mine = select(Enrolment).where(
            col(Enrolment.classroom_id) == classroom.id, col(Enrolment.user_id) == reader.user_id
        )
        enrolment = (await reader.session.scalars(mine)).first()
        return None if enrolment is None else study_in(enrolment)
    version_id = (await reader.session.get_one(Course, classroom.course_id)).published_version_id
    if version_id is None:
        return None
    return Study(classroom_id=classroom.id, version_id=version_id, enrolment_id=None)


async def _question_of(reader: Reader, thread: DiscussionThread) -> DiscussionPost:
    question = select(DiscussionPost).where(
        col(DiscussionPost.thread_id) == thread.id, col(DiscussionPost.is_question)
    )
    return (await reader.session.scalars(question)).one()


def _wrote(reader: Reader, post: DiscussionPost) -> bool:
    return post.author_id == reader.user_id


async def _place(reader: Reader, classroom_id: ClassroomId) -> Place:
    if reader.actor.is_staff:
        with suppress(ClassNotFound):
            return Place(classroom=await class_for(reader, classroom_id), is_teacher=True)
    if not await _studies(reader, classroom_id):
        raise ClassNotFound
    classroom = await reader.session.get_one(Classroom, classroom_id)
    return Place(classroom=classroom, is_teacher=False)


async def _studies(reader: Reader, classroom_id: ClassroomId) -> bool:
    if reader.actor.viewed_class_id is not None:
        return reader.actor.viewed_class_id == classroom_id
    member = await reader.session.get(ClassMember, (classroom_id, reader.user_id))
    return member is not None and member.removed_at is None and member.role is ClassRole.LEARNER
