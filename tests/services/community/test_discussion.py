"""A class asks about its lessons: who sees what, who may do what, and what a teacher can do about it."""

import asyncio

import pytest

from alp_app.kit.errors import ViewOnly
from alp_app.kit.ids import PostId, ThreadId
from alp_app.security.actor import Actor, Role
from alp_app.security.rate_limits import TooManyRequests
from alp_app.services.classes import commands as classes
from alp_app.services.classes import plan
from alp_app.services.classes.errors import ClassArchived, ClassNotFound, NotInCourse
from alp_app.services.classes.inputs import NewClass, Opening
from alp_app.services.classes.queries import get_class
from alp_app.services.community import asking, discussion, moderation
from alp_app.services.community.errors import (
    NotAnAnswer,
    NotYourPost,
    PostNotFound,
    ThreadLocked,
    ThreadNotFound,
)
from alp_app.services.community.inputs import Answer, Because, Question, ThreadSettings
from alp_app.services.community.views import ThreadRow, ThreadView
from tests.services.classes.conftest import Room
from tests.support.world import act, ask

BECAUSE = Because(reason="It names somebody.")


async def put(room: Room, actor: Actor, title: str = "Why?", *, lesson: int = 0) -> ThreadId:
    question = Question(lesson_id=room.course.lesson_ids[lesson], title=title, body="I *wonder*.")
    return await act(
        room.product, actor, asking.ask, room.id, question=question, guard=room.product.guard
    )


async def say(room: Room, actor: Actor, thread_id: ThreadId, body: str = "So.") -> PostId:
    return await act(
        room.product,
        actor,
        asking.answer,
        thread_id,
        answer=Answer(body=body),
        guard=room.product.guard,
    )


async def threads(room: Room, actor: Actor, **more: object) -> list[ThreadRow]:
    return await ask(room.product, actor, discussion.list_threads, room.id, **more)


async def read(room: Room, actor: Actor, thread_id: ThreadId) -> ThreadView:
    return await ask(room.product, actor, discussion.get_thread, thread_id)


async def test_a_question_is_answered_and_the_answer_accepted_by_whoever_asked(room: Room) -> None:
    amara, ben = await room.pupil("Amara"), await room.pupil("Ben")
    thread_id = await put(room, amara)
    answer_id = await say(room, ben, thread_id, "Because of the **moon**.")
    await act(room.product, amara, asking.accept, thread_id, post_id=answer_id)
    view = await read(room, ben, thread_id)
    assert [post.author for post in view.posts] == ["Amara", "Ben"]
    assert [post.is_accepted for post in view.posts] == [False, True]
    assert "<strong>moon</strong>" in view.posts[1].body_html
    [row] = await threads(room, ben)
    assert (row.answers, row.is_settled, row.is_mine, row.lesson_title) == (1, True, False, "Moon")
    await act(room.product, room.teacher, asking.accept, thread_id, post_id=None)
    assert not (await read(room, ben, thread_id)).thread.is_settled


async def test_only_who_asked_or_a_teacher_settles_a_question(room: Room) -> None:
    amara, ben = await room.pupil("Amara"), await room.pupil("Ben")
    thread_id = await put(room, amara)
    answer_id = await say(room, ben, thread_id)
    other_id = await say(room, ben, await put(room, amara, "Other"))
    with pytest.raises(NotYourPost):
        await act(room.product, ben, asking.accept, thread_id, post_id=answer_id)
    with pytest.raises(PostNotFound):
        await act(room.product, amara, asking.accept, thread_id, post_id=other_id)
    question_id = (await read(room, amara, thread_id)).posts[0].id
    with pytest.raises(NotAnAnswer):
        await act(room.product, amara, asking.accept, thread_id, post_id=question_id)


async def test_learners_see_the_questions_of_their_own_class_only(room: Room) -> None:
    amara = await room.pupil("Amara")
    thread_id = await put(room, amara)
    details = NewClass(name="D3", course_id=room.course.id)
    other = await act(room.product, room.teacher, classes.create_class, details=details)
    code = (await ask(room.product, room.teacher, get_class, other)).code
    joined = await room.join("Cleo", code=code)
    cleo = Actor(organisation_id=amara.organisation_id, user_id=joined.user_id, role=Role.LEARNER)
    for stranger in (cleo, room.colleague.actor):
        with pytest.raises(ClassNotFound):
            await threads(room, stranger)
        with pytest.raises(ThreadNotFound):
            await read(room, stranger, thread_id)
        with pytest.raises(ThreadNotFound):
            await say(room, stranger, thread_id)
    assert await ask(room.product, cleo, discussion.list_threads, other) == []


async def test_a_lesson_that_is_not_open_keeps_its_questions_shut(room: Room) -> None:
    amara = await room.pupil("Amara")
    thread_id = await put(room, amara, lesson=2)
    opening = Opening(lesson_id=room.course.lesson_ids[2], opens_at="2999-01-01T00:00:00Z")
    await act(room.product, room.teacher, plan.set_opening, room.id, opening=opening)
    assert await threads(room, amara) == []
    with pytest.raises(ThreadNotFound):
        await read(room, amara, thread_id)
    with pytest.raises(NotInCourse):
        await put(room, amara, lesson=2)
    assert [row.id for row in await threads(room, room.teacher)] == [thread_id]


async def test_a_hidden_post_is_there_for_its_author_with_the_reason_and_for_teachers(
    room: Room,
) -> None:
    amara, ben = await room.pupil("Amara"), await room.pupil("Ben")
    thread_id = await put(room, amara)
    answer_id = await say(room, ben, thread_id, "Bad words")
    await act(room.product, room.teacher, moderation.hide_post, answer_id, because=BECAUSE)
    [_, to_amara] = (await read(room, amara, thread_id)).posts
    assert (to_amara.is_hidden, to_amara.body_html, to_amara.hidden_reason) == (True, "", "")
    for actor in (ben, room.teacher):
        [_, shown] = (await read(room, actor, thread_id)).posts
        assert ("Bad words" in shown.body_html, shown.hidden_reason) == (True, BECAUSE.reason)
    await act(room.product, room.teacher, moderation.show_post, answer_id)
    [_, shown] = (await read(room, amara, thread_id)).posts
    assert "Bad words" in shown.body_html


async def test_a_hidden_question_takes_its_thread_with_it(room: Room) -> None:
    amara, ben = await room.pupil("Amara"), await room.pupil("Ben")
    thread_id = await put(room, amara)
    question_id = (await read(room, amara, thread_id)).posts[0].id
    await act(room.product, room.teacher, moderation.hide_post, question_id, because=BECAUSE)
    assert await threads(room, ben) == []
    with pytest.raises(ThreadNotFound):
        await say(room, ben, thread_id)
    [row] = await threads(room, amara)
    assert row.is_hidden


async def test_a_hidden_or_removed_answer_settles_nothing(room: Room) -> None:
    amara = await room.pupil("Amara")
    for end in (moderation.hide_post, asking.remove_post):
        thread_id = await put(room, amara)
        answer_id = await say(room, room.teacher, thread_id)
        await act(room.product, amara, asking.accept, thread_id, post_id=answer_id)
        more = {"because": BECAUSE} if end is moderation.hide_post else {}
        await act(room.product, room.teacher, end, answer_id, **more)
        assert not (await read(room, amara, thread_id)).thread.is_settled


async def test_nobody_answers_a_question_that_a_teacher_has_closed(room: Room) -> None:
    amara = await room.pupil("Amara")
    thread_id = await put(room, amara)
    closed = ThreadSettings(is_pinned=True, is_locked=True)
    await act(room.product, room.teacher, moderation.change_thread, thread_id, settings=closed)
    for actor in (amara, room.teacher):
        with pytest.raises(ThreadLocked):
            await say(room, actor, thread_id)
    opened = ThreadSettings(is_pinned=False, is_locked=False)
    await act(room.product, room.teacher, moderation.change_thread, thread_id, settings=opened)
    await say(room, amara, thread_id)


async def test_what_is_pinned_stands_first_then_what_was_answered_last(room: Room) -> None:
    amara = await room.pupil("Amara")
    first, second, third = [await put(room, amara, title) for title in ("A", "B", "C")]
    await say(room, amara, first)
    pinned = ThreadSettings(is_pinned=True, is_locked=False)
    await act(room.product, room.teacher, moderation.change_thread, second, settings=pinned)
    assert [row.id for row in await threads(room, amara)] == [second, first, third]


async def test_a_report_reaches_teachers_once_and_can_be_settled(room: Room) -> None:
    amara, ben = await room.pupil("Amara"), await room.pupil("Ben")
    thread_id = await put(room, amara)
    answer_id = await say(room, ben, thread_id)
    await put(room, amara, "Other")
    for _ in range(2):
        await act(
            room.product,
            amara,
            asking.report_post,
            answer_id,
            because=BECAUSE,
            guard=room.product.guard,
        )
    [row] = await threads(room, room.teacher, show="reported")
    assert (row.id, row.reports) == (thread_id, 1)
    assert (await read(room, room.teacher, thread_id)).posts[1].reports == (BECAUSE.reason,)
    assert (await read(room, ben, thread_id)).posts[1].reports == ()
    await act(room.product, room.teacher, moderation.settle_reports, answer_id)
    assert await threads(room, room.teacher, show="reported") == []


async def test_one_takes_back_and_puts_back_what_one_wrote_and_no_more(room: Room) -> None:
    amara, ben = await room.pupil("Amara"), await room.pupil("Ben")
    thread_id = await put(room, amara)
    mine, theirs = await say(room, ben, thread_id, "Mine"), await say(room, amara, thread_id)
    with pytest.raises(NotYourPost):
        await act(room.product, ben, asking.remove_post, theirs)
    await act(room.product, ben, asking.remove_post, mine)
    assert len((await read(room, amara, thread_id)).posts) == 2
    await act(room.product, ben, asking.restore_post, mine)
    await act(room.product, room.teacher, asking.remove_post, mine)
    with pytest.raises(PostNotFound):
        await act(room.product, ben, asking.restore_post, mine)
    await act(room.product, room.teacher, asking.restore_post, mine)
    assert len((await read(room, amara, thread_id)).posts) == 3


async def test_learners_moderate_nothing(room: Room) -> None:
    amara = await room.pupil("Amara")
    thread_id = await put(room, amara)
    answer_id = await say(room, room.teacher, thread_id)
    with pytest.raises(Exception, match="role"):
        await act(room.product, amara, moderation.hide_post, answer_id, because=BECAUSE)
    settings = ThreadSettings(is_pinned=True, is_locked=True)
    with pytest.raises(Exception, match="role"):
        await act(room.product, amara, moderation.change_thread, thread_id, settings=settings)


async def test_nobody_writes_faster_than_they_can_think_even_at_once(room: Room) -> None:
    amara = await room.pupil("Amara")
    thread_id = await put(room, amara)
    outcomes = await asyncio.gather(
        *(say(room, amara, thread_id, str(number)) for number in range(20)),
        return_exceptions=True,
    )
    refused = [one for one in outcomes if isinstance(one, TooManyRequests)]
    assert len(refused) == 20 - (asking.POSTS.burst - 1)


async def test_who_looks_as_a_learner_sees_and_says_nothing(room: Room) -> None:
    amara = await room.pupil("Amara")
    thread_id = await put(room, amara)
    answer_id = await say(room, amara, thread_id, "Secret")
    await act(room.product, room.teacher, moderation.hide_post, answer_id, because=BECAUSE)
    viewing = Actor(
        organisation_id=room.teacher.organisation_id,
        user_id=room.teacher.user_id,
        role=Role.LEARNER,
        viewed_class_id=room.id,
    )
    view = await read(room, viewing, thread_id)
    assert (view.is_teacher, view.posts[1].body_html) == (False, "")
    with pytest.raises(ViewOnly):
        await say(room, viewing, thread_id)
    [place] = await ask(room.product, viewing, discussion.list_places, room.course.lesson_ids[0])
    assert (place.id, place.is_teacher) == (room.id, False)


async def test_an_archived_class_says_nothing_more(room: Room) -> None:
    amara = await room.pupil("Amara")
    thread_id = await put(room, amara)
    await act(room.product, room.teacher, classes.archive_class, room.id)
    with pytest.raises(ClassArchived):
        await say(room, amara, thread_id)
    assert [row.id for row in await threads(room, amara)] == [thread_id]


async def test_learners_get_display_names_and_nothing_else_of_each_other(room: Room) -> None:
    amara, ben = await room.pupil("Amara"), await room.pupil("Ben")
    thread_id = await put(room, amara)
    seen = (await read(room, ben, thread_id)).model_dump_json()
    assert str(amara.user_id) not in seen


async def test_what_one_wrote_can_be_said_otherwise_and_says_that_it_was_edited(room: Room) -> None:
    amara, ben = await room.pupil("Amara"), await room.pupil("Ben")
    thread_id = await put(room, amara)
    post_id = await say(room, ben, thread_id, "Becuase.")
    better = Answer(body="**Because.**")
    await act(room.product, ben, asking.change_post, post_id, answer=better)
    theirs, own = [(await read(room, who, thread_id)).posts[1] for who in (amara, ben)]
    assert "<strong>Because.</strong>" in theirs.body_html
    assert theirs.edited_at is not None
    assert (theirs.body, own.body) == ("", "**Because.**")
    for other in (amara, room.teacher):
        with pytest.raises(NotYourPost):
            await act(room.product, other, asking.change_post, post_id, answer=better)


async def test_nothing_is_edited_in_a_question_that_is_closed(room: Room) -> None:
    amara = await room.pupil("Amara")
    thread_id = await put(room, amara)
    post_id = await say(room, amara, thread_id)
    closed = ThreadSettings(is_pinned=False, is_locked=True)
    await act(room.product, room.teacher, moderation.change_thread, thread_id, settings=closed)
    with pytest.raises(ThreadLocked):
        await act(room.product, amara, asking.change_post, post_id, answer=Answer(body="Else."))
