"""Who had learned what a course said before is told what it says now, if its author wants that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import LessonId, new_uuid
from alp_app.kit.pages import PageRequest
from alp_app.models.course import Block, Course
from alp_app.services.courses.commands import add_question, change_block, change_question
from alp_app.services.courses.inputs import TextInput
from alp_app.services.learning.commands import complete_lesson, enrol
from alp_app.services.notifications.queries import list_notifications
from alp_app.services.releases.commands import tell_changes
from alp_app.services.releases.comparing import LessonText, Part, compare_lessons
from alp_app.services.releases.errors import AlreadyTold, NothingToTell, ReleaseNoteNotFound
from alp_app.services.releases.inputs import NewReleaseNote
from alp_app.services.releases.queries import get_release, get_release_note
from alp_app.services.releases.views import LessonChange
from tests.support.world import PlannedLesson, act, ask, choice, make_course, publish

NOTE = NewReleaseNote(note="The book was wrong here.")


async def two_lessons(product, school):
    return await make_course(
        product,
        school.teacher,
        PlannedLesson(title="Tides"),
        PlannedLesson(title="Waves"),
    )


async def say(product, school, block_id, words: str):
    async with product.sessions() as session:
        revision = (await session.get_one(Block, block_id)).revision
    text = TextInput(text=words)
    await act(product, school.teacher, change_block, block_id, block=text, revision=revision)


def words_of(lesson: LessonChange) -> list[tuple[str, str]]:
    return [
        (piece.kind.value, piece.text)
        for part in lesson.parts
        for piece in part.pieces
        if piece.kind != "same"
    ]


async def told(product, actor) -> list[str]:
    page = await ask(product, actor, list_notifications, PageRequest(limit=50))
    return [one.href for one in page.items if one.word == "course_changed"]


async def test_only_those_who_had_finished_a_changed_lesson_are_told_and_read_word_by_word(
    product, school
):
    course = await two_lessons(product, school)
    for person, lesson in ((school.ana, 0), (school.ben, 1)):
        await act(product, person, enrol, course.id)
        await act(product, person, complete_lesson, course.lesson_ids[lesson])
    await say(product, school, course.lessons[0].block_ids[1], "The sea falls.")
    await publish(product, school.teacher, course.id)

    release = await ask(product, school.teacher, get_release, course.id)
    assert (release.version, release.before, release.concerned) == (2, 1, 1)
    [lesson] = release.lessons
    assert (lesson.lesson_id, lesson.change) == (course.lesson_ids[0], "changed")
    assert words_of(lesson) == [("removed", "rises."), ("added", "falls.")]

    release = await act(product, school.teacher, tell_changes, course.id, release_note=NOTE)
    href = f"/courses/{course.slug}/changes/{release.release_note_id}"
    assert await told(product, school.ana) == [href]
    assert await told(product, school.ben) == []
    async with product.unit_of_work(school.teacher) as work:
        (await work.session.get_one(Course, course.id)).title = "A title that is not published"
    page = await ask(product, school.ana, get_release_note, course.slug, release.release_note_id)
    assert (page.note, page.title) == (NOTE.note, "Tides")
    assert [each.is_mine for each in page.lessons] == [True]
    assert words_of(page.lessons[0]) == [("removed", "rises."), ("added", "falls.")]
    with pytest.raises(AlreadyTold):
        await act(product, school.teacher, tell_changes, course.id, release_note=NOTE)
    assert await told(product, school.ana) == [href]


async def test_the_next_time_it_is_compared_with_what_learners_were_told_of_last(product, school):
    course = await two_lessons(product, school)
    await act(product, school.ana, enrol, course.id)
    await act(product, school.ana, complete_lesson, course.lesson_ids[0])
    for words in ("The sea falls.", "The sea sinks."):
        await say(product, school, course.lessons[0].block_ids[1], words)
        await publish(product, school.teacher, course.id)
        if words == "The sea falls.":
            await act(product, school.teacher, tell_changes, course.id, release_note=NOTE)
    await publish(product, school.teacher, course.id)
    release = await ask(product, school.teacher, get_release, course.id)
    assert (release.before, release.version, release.told_at) == (2, 4, None)
    assert words_of(release.lessons[0]) == [("removed", "falls."), ("added", "sinks.")]


async def test_what_was_approved_but_never_opened_is_not_what_learners_knew(product, school):
    course = await two_lessons(product, school)
    await say(product, school, course.lessons[0].block_ids[1], "The sea falls.")
    await publish(product, school.teacher, course.id)
    release = await ask(product, school.teacher, get_release, course.id)
    assert release.before == 1
    first = await make_course(product, school.teacher, PlannedLesson(), title="Wind")
    assert (await ask(product, school.teacher, get_release, first.id)).before is None
    with pytest.raises(NothingToTell):
        await act(product, school.teacher, tell_changes, first.id, release_note=NOTE)


async def test_a_corrected_answer_is_a_change_that_does_not_say_which_answer_is_right(
    product, school
):
    asking = PlannedLesson(questions=[choice("What pulls the sea?")])
    course = await make_course(product, school.teacher, asking)
    corrected = choice("What pulls the sea?", explanation="It was wrong before.")
    old = course.lessons[0].questions[0]
    corrected = corrected.model_copy(
        update={
            "options": [
                option.model_copy(update={"is_correct": not option.is_correct})
                if place < 2
                else option
                for place, option in enumerate(old.options)
            ]
        }
    )
    await act(
        product,
        school.teacher,
        change_question,
        course.lessons[0].question_ids[0],
        content=corrected,
    )
    more = choice("What makes waves?")
    await act(product, school.teacher, add_question, course.lessons[0].quiz_id, content=more)
    await publish(product, school.teacher, course.id)
    [lesson] = (await ask(product, school.teacher, get_release, course.id)).lessons
    key, new = lesson.parts
    assert key.is_key_corrected
    assert {piece.kind.value for piece in key.pieces} == {"same"}
    assert (new.kind, new.change) == ("question", "added")
    text = lesson.model_dump_json()
    assert "✓" not in text
    assert "wrong before" not in text
    assert "Reason" not in text


async def test_only_who_studies_the_course_reads_its_changes_and_only_its_author_tells(
    product, school
):
    course = await two_lessons(product, school)
    await act(product, school.ana, enrol, course.id)
    await say(product, school, course.lessons[0].block_ids[1], "The sea falls.")
    await publish(product, school.teacher, course.id)
    release = await act(product, school.teacher, tell_changes, course.id, release_note=NOTE)
    note_id = release.release_note_id
    assert (await ask(product, school.ana, get_release_note, course.slug, note_id)).id == note_id
    with pytest.raises(ReleaseNoteNotFound):
        await ask(product, school.ben, get_release_note, course.slug, note_id)
    with pytest.raises(ReleaseNoteNotFound):
        await ask(product, school.ana, get_release_note, "another-course", note_id)
    with pytest.raises(Forbidden):
        await act(product, school.ana, tell_changes, course.id, release_note=NOTE)


IDS = [new_uuid() for _ in range(6)]
lesson_texts = st.lists(
    st.builds(
        LessonText,
        lesson_id=st.sampled_from([LessonId(each) for each in IDS]),
        title=st.text(max_size=5),
        number=st.integers(1, 9),
        parts=st.dictionaries(
            st.sampled_from(IDS),
            st.builds(Part, st.just("text"), st.text(alphabet="ab \n", max_size=12)),
            max_size=4,
        ),
    ),
    max_size=4,
    unique_by=lambda lesson: lesson.lesson_id,
)


@given(before=lesson_texts, after=lesson_texts)
def test_a_lesson_is_listed_if_and_only_if_it_is_not_the_same(before, after):
    old = {each.lesson_id: each.parts for each in before}
    new = {each.lesson_id: each.parts for each in after}
    differ = {each for each in old.keys() | new.keys() if old.get(each) != new.get(each)}
    changes = compare_lessons(before, after)
    assert {each.lesson_id for each in changes} == differ
    assert all(each.parts for each in changes if each.change == "changed")
