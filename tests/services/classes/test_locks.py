"""What a class has not opened yet cannot be reached: not its words, its quiz, its files, its progress."""

from datetime import timedelta
from itertools import count

import pytest

from alp_app.kit import clock
from alp_app.kit.errors import ViewOnly
from alp_app.kit.ids import AssetId, BlockId, new_uuid
from alp_app.models.asset import Asset, AssetKind, Rendition
from alp_app.models.content import FigureBlock
from alp_app.models.course import Block
from alp_app.security.actor import Actor, Role
from alp_app.services.accounts.access import REMEMBERED, Actors
from alp_app.services.assessment.inputs import Answer
from alp_app.services.classes import commands, errors, members, plan
from alp_app.services.classes.inputs import ClassCopy, Opening, PersonToAdd, Spread
from alp_app.services.classes.queries import get_class
from alp_app.services.learning.attempts import answer_question, start_attempt
from alp_app.services.learning.commands import (
    complete_lesson,
    enrol,
    open_lesson,
    record_places,
)
from alp_app.services.learning.errors import LessonLocked, NotEnrolled
from alp_app.services.learning.inputs import PlaceReport
from alp_app.services.learning.queries import get_home, get_lesson, get_progress, look_at_lesson
from alp_app.services.media.access import file_for
from alp_app.services.media.errors import FileNotFound
from tests.support.people import make_person, sign_in_browser
from tests.support.world import act, ask, make_course, publish

SOON = timedelta(days=7)


async def set_opening(room, **opening):
    return await act(
        room.product, room.teacher, plan.set_opening, room.id, opening=Opening(**opening)
    )


def read(room, actor, at: int):
    return ask(room.product, actor, get_lesson, room.course.slug, room.course.lesson_ids[at])


async def test_a_lesson_before_its_date_says_when_it_opens_and_nothing_else(room):
    pupil = await room.pupil()
    opens_at = clock.now() + SOON
    await set_opening(room, lesson_id=room.course.lesson_ids[1], opens_at=opens_at)
    with pytest.raises(LessonLocked) as refusal:
        await read(room, pupil, 1)
    assert refusal.value.facts["opens_at"] == opens_at.isoformat()
    page = await ask(
        room.product, pupil, look_at_lesson, room.course.slug, room.course.lesson_ids[1]
    )
    assert page.lock.opens_at == opens_at
    assert (page.reading.blocks, page.quizzes) == ((), ())
    assert page.reading.title == "Sun"
    assert "sea rises" not in page.model_dump_json()


async def test_nothing_of_a_locked_lesson_can_be_done(room):
    pupil = await room.pupil()
    lesson = room.course.lessons[1]
    attempt = await act(room.product, pupil, start_attempt, lesson.id, lesson.quiz_id)
    await set_opening(room, lesson_id=lesson.id, opens_at=clock.now() + SOON)
    right = Answer(option_ids=(lesson.questions[0].options[0].id,))
    for command, *about in (
        (open_lesson, lesson.id),
        (complete_lesson, lesson.id),
        (start_attempt, lesson.id, lesson.quiz_id),
    ):
        with pytest.raises(LessonLocked):
            await act(room.product, pupil, command, *about)
    with pytest.raises(LessonLocked):
        await act(
            room.product,
            pupil,
            answer_question,
            attempt.id,
            lesson.version_ids[0],
            answer=right,
        )
    report = PlaceReport(
        client_id=str(new_uuid()),
        lesson_id=lesson.id,
        block_id=BlockId(new_uuid()),
        at=clock.now(),
    )
    saved = await act(room.product, pupil, record_places, [report])
    assert saved.refused == (report.client_id,)


async def test_a_lesson_opens_when_what_comes_before_it_is_done(room):
    pupil = await room.pupil()
    first, second = room.course.lesson_ids[:2]
    await set_opening(room, lesson_id=second, after_lesson_id=first)
    with pytest.raises(LessonLocked) as refusal:
        await read(room, pupil, 1)
    assert refusal.value.facts["missing"] == "1 Moon"
    await act(room.product, pupil, complete_lesson, first)
    assert (await read(room, pupil, 1)).reading.title == "Sun"


async def test_home_goes_on_with_the_next_open_lesson_or_says_when_there_is_one(room):
    pupil = await room.pupil()
    first, second, *rest = room.course.lesson_ids
    opens_at = clock.now() + SOON
    await set_opening(room, lesson_id=first, opens_at=opens_at)
    home = await ask(room.product, pupil, get_home)
    assert home.continue_with.course.next_lesson_id == second
    assert home.courses[0].class_name == "D2"
    for lesson_id in (second, *rest):
        await set_opening(room, lesson_id=lesson_id, opens_at=opens_at)
    home = await ask(room.product, pupil, get_home)
    assert home.continue_with is None
    assert home.courses[0].lock.opens_at == opens_at
    progress = await ask(room.product, pupil, get_progress, room.course.id)
    assert [lock.lesson_id for lock in progress.locks] == room.course.lesson_ids


async def test_the_plan_of_a_class_binds_nobody_else(room, school):
    await set_opening(room, module_id=room.course.module_ids[0], opens_at=clock.now() + SOON)
    await act(room.product, school.ana, enrol, room.course.id)
    assert (await read(room, school.ana, 0)).lock is None
    assert (await read(room, room.teacher, 0)).locks == ()


async def test_lessons_cannot_be_made_to_wait_for_each_other(room):
    first, second = room.course.lesson_ids[:2]
    await set_opening(room, lesson_id=second, after_lesson_id=first)
    with pytest.raises(errors.PlanGoesRound):
        await set_opening(room, lesson_id=first, after_lesson_id=second)
    with pytest.raises(errors.NotInCourse):
        await set_opening(room, lesson_id=first, after_lesson_id=new_uuid())
    view = await ask(room.product, room.teacher, plan.get_plan, room.id)
    assert view.modules[0].lessons[0].after_lesson_id is None


async def test_modules_are_spread_by_the_wall_clock_of_the_class_and_put_back(room):
    before = await set_opening(room, lesson_id=room.course.lesson_ids[3], opens_at=clock.now())
    spread = Spread.model_validate({"first_at": "2026-03-23T08:00", "every_days": 7})
    after = await act(room.product, room.teacher, plan.spread_plan, room.id, spread=spread)
    # Clocks go forward in Berlin on 29 March.
    assert [module.opens_local for module in after.modules] == [
        "2026-03-23T08:00",
        "2026-03-30T08:00",
    ]
    assert [module.opens_at.hour for module in after.modules] == [7, 6]
    openings = plan.openings_of(before)
    back = await act(room.product, room.teacher, plan.change_plan, room.id, openings=openings)
    assert back == before


async def test_a_copy_for_another_term_moves_every_date_and_takes_no_learner_along(room):
    await room.pupil()
    at = "2026-03-23T08:00"
    await set_opening(room, module_id=room.course.module_ids[0], opens_at=at)
    await set_opening(
        room, lesson_id=room.course.lesson_ids[3], after_lesson_id=room.course.lesson_ids[2]
    )
    copied = await act(
        room.product,
        room.teacher,
        commands.copy_class,
        room.id,
        copy=ClassCopy(name="D3", term="Autumn", shift_days=7),
    )
    view = await ask(room.product, room.teacher, plan.get_plan, copied)
    assert view.modules[0].opens_local == "2026-03-30T08:00"
    assert view.modules[1].lessons[1].after_lesson_id == room.course.lesson_ids[2]
    made = await ask(room.product, room.teacher, get_class, copied)
    assert (made.name, made.learners) == ("D3", 0)
    assert made.code != (await room.view()).code


async def viewing(room, person) -> tuple[Actors, str]:
    """Somebody who teaches the class views it as a learner, in a browser."""
    browser = await sign_in_browser(room.product, person)
    ticks = count(step=REMEMBERED + 1)
    actors = Actors(room.product.sessions, room.product.guard.tokens, now=ticks.__next__)
    actor = await actors.for_cookie(browser.cookie)
    await act(room.product, actor, commands.start_view, room.id)
    return actors, browser.cookie


async def test_who_views_a_class_sees_its_locks_and_changes_nothing(room):
    await act(
        room.product,
        room.teacher,
        members.add_person,
        room.id,
        person=PersonToAdd(email=room.colleague.email, role="teacher"),
    )
    await set_opening(room, module_id=room.course.module_ids[1], opens_at=clock.now() + SOON)
    actors, cookie = await viewing(room, room.colleague)
    actor = await actors.for_cookie(cookie)
    assert (actor.role, actor.viewed_class_id) == (Role.LEARNER, room.id)
    page = await read(room, actor, 0)
    assert page.enrolment is None
    assert [lock.lesson_id for lock in page.locks] == room.course.lesson_ids[2:]
    with pytest.raises(LessonLocked):
        await read(room, actor, 2)
    with pytest.raises(ViewOnly):
        await act(room.product, actor, enrol, room.course.id)
    with pytest.raises(ViewOnly):
        await act(room.product, actor, commands.archive_class, room.id)
    await act(room.product, actor.unbound, commands.end_view)
    assert (await actors.for_cookie(cookie)).role is Role.INSTRUCTOR


async def test_a_view_of_one_class_opens_no_other_course(room, school):
    other = await make_course(room.product, school.teacher, title="Currents")
    actor = Actor(
        organisation_id=room.teacher.organisation_id,
        user_id=room.teacher.user_id,
        role=Role.LEARNER,
        viewed_class_id=room.id,
    )
    with pytest.raises(NotEnrolled):
        await ask(room.product, actor, get_lesson, other.slug, other.lesson_ids[0])


async def test_only_a_teacher_of_the_class_views_it_and_only_in_a_browser(room):
    colleague = await make_person(room.product, room.visitor, Role.INSTRUCTOR)
    with pytest.raises(errors.ClassNotFound):
        await act(room.product, colleague.actor, commands.start_view, room.id)
    with pytest.raises(errors.ViewNeedsBrowser):
        await act(room.product, room.teacher, commands.start_view, room.id)


async def make_picture(room, lesson) -> AssetId:
    """A picture that one lesson shows, in the published course."""
    asset = Asset(
        organisation_id=room.teacher.organisation_id,
        course_id=room.course.id,
        kind=AssetKind.IMAGE,
        filename="tide.png",
    )
    async with room.product.unit_of_work(room.teacher) as work:
        work.session.add(asset)
        await work.session.flush()
        work.session.add(
            Rendition(
                asset_id=asset.id, name="original", sha256="0" * 64, media_type="image/png", size=1
            )
        )
        work.session.add(
            Block(
                organisation_id=asset.organisation_id,
                lesson_id=lesson.id,
                position=9,
                content=FigureBlock(alt="A tide", asset_id=asset.id),
            )
        )
    await publish(room.product, room.teacher, room.course.id)
    return asset.id


async def test_files_of_a_locked_lesson_are_locked_with_it(room):
    pupil = await room.pupil()
    lesson = room.course.lessons[2]
    asset_id = await make_picture(room, lesson)
    served = await ask(room.product, pupil, file_for, asset_id, "original")
    assert served.media_type == "image/png"
    await set_opening(room, lesson_id=lesson.id, opens_at=clock.now() + SOON)
    with pytest.raises(FileNotFound):
        await ask(room.product, pupil, file_for, asset_id, "original")
    await ask(room.product, room.teacher, file_for, asset_id, "original")
