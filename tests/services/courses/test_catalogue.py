"""What anybody finds: published courses, by words and by choices, a page at a time."""

import pytest
from sqlmodel import col, select

from alp_app.kit.pages import BadCursor, PageRequest, cursor_at
from alp_app.models.account import Organisation
from alp_app.models.content import TextBlock
from alp_app.models.course import CourseVersion, Lesson, Level
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor, Role
from alp_app.services.courses.catalogue import count_facets, get_course_page, list_catalogue
from alp_app.services.courses.catalogue_views import CatalogueFilter, Length
from alp_app.services.courses.commands import change_course, delete_course, review_lesson
from alp_app.services.courses.errors import CourseNotFound
from alp_app.services.courses.inputs import CourseInput
from alp_app.services.courses.publishing import archive_course
from alp_app.services.learning.commands import complete_lesson, enrol
from tests.support.people import make_person, make_school
from tests.support.sourced import give_source, sentence_with
from tests.support.world import PlannedLesson, act, ask, choice, make_course, publish


@pytest.fixture
async def visitor(product: Runtime) -> Actor:
    return await make_school(product)


@pytest.fixture
async def teacher(product: Runtime, visitor: Actor) -> Actor:
    return (await make_person(product, visitor, Role.INSTRUCTOR)).actor


@pytest.fixture
async def ana(product: Runtime, visitor: Actor) -> Actor:
    return (await make_person(product, visitor)).actor


async def another_school(product: Runtime) -> Actor:
    """A visitor of a second school in the same database."""
    async with product.sessions() as session, session.begin():
        school = Organisation(name="Another school")
        session.add(school)
    return Actor(organisation_id=school.id)


async def found(product, actor, **wanted) -> list[str]:
    page = await ask(product, actor, list_catalogue, CatalogueFilter(**wanted), PageRequest())
    return [entry.title for entry in page.items]


async def lasting(product, teacher, course, minutes: int) -> None:
    async with product.unit_of_work(teacher) as work:
        versions = select(CourseVersion).where(col(CourseVersion.course_id) == course.id)
        (await work.session.scalars(versions)).one().minutes = minutes


async def test_a_visitor_finds_what_is_published_and_nothing_else(product, visitor, teacher):
    await make_course(product, teacher, title="Tides")
    await make_course(product, teacher, title="A draft", is_published=False)
    archived = await make_course(product, teacher, title="Archived")
    deleted = await make_course(product, teacher, title="Deleted")
    await act(product, teacher, archive_course, archived.id)
    await act(product, teacher, delete_course, deleted.id)
    elsewhere = await another_school(product)
    stranger = (await make_person(product, elsewhere, Role.INSTRUCTOR)).actor
    await make_course(product, stranger, title="Not ours")
    assert await found(product, visitor) == ["Tides"]
    assert await found(product, elsewhere) == ["Not ours"]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("brake", {"Air brakes"}),
        ("BRAKES", {"Air brakes"}),
        ("bra", {"Air brakes"}),
        ("air br", {"Air brakes"}),
        ("rakes", {"Air brakes"}),
        ("hydraulics", {"Pumps"}),
        ("compressed pedal", {"Air brakes"}),
        ("pumps or brakes", {"Air brakes", "Pumps"}),
        ('"air brakes"', {"Air brakes"}),
        ("air -brakes", set()),
        ("-brakes", {"Pumps", "100% torque"}),
        ("cool-dow", {"Air brakes"}),
        ("100%", {"100% torque"}),
        ("_", set()),
        ("zebra", set()),
        ("'; drop table course; --", set()),
        (":* & !", set()),
        ("\0", {"Air brakes", "Pumps", "100% torque"}),
        ("", {"Air brakes", "Pumps", "100% torque"}),
    ],
)
async def test_words_find_titles_subjects_and_summaries_also_half_typed(
    product, visitor, teacher, text, titles
):
    await make_course(
        product, teacher, title="Air brakes", summary="Compressed air at the pedal, cool-down."
    )
    await make_course(product, teacher, title="Pumps", subject="Hydraulics", summary="")
    await make_course(product, teacher, title="100% torque", summary="Bolts.")
    assert set(await found(product, visitor, text=text)) == titles


async def test_a_word_in_the_title_weighs_more_than_one_in_the_summary(product, visitor, teacher):
    await make_course(product, teacher, title="Valves", summary="Springs.")
    await make_course(product, teacher, title="Engines", summary="With valves.")
    assert await found(product, visitor, text="valves") == ["Valves", "Engines"]


async def test_choices_narrow_the_list_and_any_of_one_kind_will_do(product, visitor, teacher):
    easy = {"level": Level.INTRODUCTORY}
    await make_course(product, teacher, title="One", subject="Engines", **easy)
    await make_course(product, teacher, title="Two", subject="Brakes", level=Level.ADVANCED)
    await make_course(product, teacher, title="Drei", subject="Brakes", language="de", **easy)
    assert set(await found(product, visitor, subjects=("Brakes",))) == {"Two", "Drei"}
    assert await found(product, visitor, subjects=("Brakes",), levels=(Level.ADVANCED,)) == ["Two"]
    assert set(await found(product, visitor, languages=("de", "en"))) == {"One", "Two", "Drei"}
    assert await found(product, visitor, subjects=("Welding",)) == []


async def test_a_course_is_short_medium_or_long_by_its_minutes(product, visitor, teacher):
    for title, minutes in (("Short", 59), ("Medium", 60), ("Long", 180)):
        course = await make_course(product, teacher, title=title)
        await lasting(product, teacher, course, minutes)
    assert await found(product, visitor, lengths=(Length.SHORT,)) == ["Short"]
    assert await found(product, visitor, lengths=(Length.MEDIUM,)) == ["Medium"]
    assert set(await found(product, visitor, lengths=(Length.LONG, Length.SHORT))) == {
        "Long",
        "Short",
    }


async def test_an_entry_says_who_wrote_it_and_whether_it_was_reviewed(product, visitor, teacher):
    by_model = sentence_with("supported", model="qwen2.5")
    plan = PlannedLesson(blocks=[TextBlock(sentences=[by_model])])
    course = await make_course(product, teacher, plan, title="Drafted", is_published=False)
    await give_source(product, teacher, course.id)
    await publish(product, teacher, course.id)
    page = await ask(product, visitor, list_catalogue, CatalogueFilter(), PageRequest())
    assert (page.items[0].models, page.items[0].is_reviewed) == (("qwen2.5",), False)
    assert await found(product, visitor, is_reviewed=True) == []
    await act(product, teacher, review_lesson, course.lesson_ids[0], is_reviewed=True)
    assert await found(product, visitor, is_reviewed=True) == []
    await publish(product, teacher, course.id)
    assert await found(product, visitor, is_reviewed=True) == ["Drafted"]
    assert await found(product, visitor, is_reviewed=False) == []


async def test_an_edit_of_the_title_is_seen_after_publishing(product, visitor, teacher):
    course = await make_course(product, teacher, title="Tides")
    details = CourseInput(title="Tides and waves", summary="New.")
    await act(product, teacher, change_course, course.id, details=details)
    assert await found(product, visitor) == ["Tides"]
    await publish(product, teacher, course.id)
    assert await found(product, visitor) == ["Tides and waves"]


@pytest.mark.parametrize("text", ["", "course"])
async def test_pages_follow_each_other_without_gaps_or_repeats(product, visitor, teacher, text):
    for number in range(7):
        await make_course(product, teacher, title=f"Course {number}")
    titles, cursor, wanted = [], None, CatalogueFilter(text=text)
    while True:
        page = PageRequest(limit=3, cursor=cursor)
        shown = await ask(product, visitor, list_catalogue, wanted, page)
        titles += [entry.title for entry in shown.items]
        cursor = shown.next_cursor
        if cursor is None:
            break
    assert titles == [f"Course {number}" for number in reversed(range(7))]


@pytest.mark.parametrize(
    "cursor", ["nonsense", cursor_at("1"), cursor_at("a", "b", "c"), cursor_at("nan", "2025", "x")]
)
async def test_a_cursor_of_another_list_is_refused(product, visitor, cursor):
    with pytest.raises(BadCursor):
        await ask(product, visitor, list_catalogue, CatalogueFilter(), PageRequest(cursor=cursor))


async def test_facets_count_what_a_further_choice_would_show(product, visitor, teacher):
    await make_course(product, teacher, title="One", subject="Engines")
    await make_course(product, teacher, title="Two", subject="Brakes", level=Level.ADVANCED)
    await make_course(product, teacher, title="Three", subject="Brakes")
    wanted = CatalogueFilter(subjects=("Brakes", "Welding"))
    facets = await ask(product, visitor, count_facets, wanted)
    assert facets.total == 2
    assert [(each.value, each.count, each.is_chosen) for each in facets.subjects] == [
        ("Brakes", 2, True),
        ("Engines", 1, False),
        ("Welding", 0, True),
    ]
    assert {each.value: each.count for each in facets.levels} == {"introductory": 1, "advanced": 1}
    assert [(each.value, each.count) for each in facets.review] == [("false", 2)]


async def test_facets_of_an_empty_catalogue_are_empty(product, visitor):
    facets = await ask(product, visitor, count_facets, CatalogueFilter(text="x"))
    assert (facets.total, facets.subjects, facets.levels) == (0, (), ())


async def test_an_entry_shows_my_own_progress(product, visitor, teacher, ana):
    course = await make_course(product, teacher, PlannedLesson(), PlannedLesson())
    await act(product, ana, enrol, course.id)
    await act(product, ana, complete_lesson, course.lesson_ids[0])
    for actor, expected in ((ana, (True, 1, False)), (visitor, (False, 0, False))):
        page = await ask(product, actor, list_catalogue, CatalogueFilter(), PageRequest())
        entry = page.items[0]
        assert (entry.is_enrolled, entry.lessons_done, entry.is_completed) == expected


async def test_a_course_page_shows_its_outline_to_everybody(product, visitor, teacher):
    course = await make_course(
        product, teacher, PlannedLesson(title="High"), PlannedLesson(questions=[choice()])
    )
    page = await ask(product, visitor, get_course_page, course.slug)
    (module,) = page.outline.modules
    assert [(lesson.number, lesson.title) for lesson in module.lessons] == [
        (1, "High"),
        (2, "High water"),
    ]
    assert page.outline.question_count == 1
    assert page.outline.objectives[0].text == "Explain a tide"
    assert page.outline.author.startswith("instructor")
    assert (page.version_number, page.standing, page.can_edit) == (1, None, False)


async def test_a_course_page_says_where_to_continue(product, teacher, ana):
    course = await make_course(product, teacher, *[PlannedLesson() for _ in range(3)])
    await act(product, ana, enrol, course.id)
    await act(product, ana, complete_lesson, course.lesson_ids[1])
    standing = (await ask(product, ana, get_course_page, course.slug)).standing
    assert (standing.lessons_done, standing.lessons_total) == (1, 3)
    assert standing.completed_lesson_ids == (course.lesson_ids[1],)
    assert standing.next_lesson_id == course.lesson_ids[2]


async def test_only_who_may_edit_is_told_so(product, visitor, teacher, ana):
    course = await make_course(product, teacher)
    admin = (await make_person(product, visitor, Role.ADMIN)).actor
    other = (await make_person(product, visitor, Role.INSTRUCTOR)).actor
    for actor, can_edit in ((teacher, True), (admin, True), (other, False), (ana, False)):
        assert (await ask(product, actor, get_course_page, course.slug)).can_edit is can_edit


async def test_missing_hidden_and_foreign_courses_look_the_same(product, visitor, teacher, ana):
    draft = await make_course(product, teacher, is_published=False)
    archived = await make_course(product, teacher)
    await act(product, ana, enrol, archived.id)
    await act(product, teacher, archive_course, archived.id)
    elsewhere = await another_school(product)
    course = await make_course(product, teacher)
    for actor, slug in (
        (visitor, "nothing-here"),
        (visitor, "\0"),
        (visitor, "../admin"),
        (visitor, ""),
        (teacher, draft.slug),
        (visitor, archived.slug),
        (elsewhere, course.slug),
    ):
        with pytest.raises(CourseNotFound):
            await ask(product, actor, get_course_page, slug)
    assert (await ask(product, ana, get_course_page, archived.slug)).is_archived


async def test_a_published_lesson_keeps_its_title_until_the_next_version(product, visitor, teacher):
    course = await make_course(product, teacher, PlannedLesson(title="Old"))
    async with product.unit_of_work(teacher) as work:
        (await work.session.get_one(Lesson, course.lesson_ids[0])).title = "New"
    page = await ask(product, visitor, get_course_page, course.slug)
    assert page.outline.modules[0].lessons[0].title == "Old"
