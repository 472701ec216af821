"""A learner sees on the page of a course how far they are with what it leads to, and by which answers."""

import pytest

from alp_app.runtime import Runtime
from alp_app.services.learning.attempts import answer_question, start_attempt
from alp_app.services.learning.commands import enrol
from state.courses.course_page import CoursePageState
from tests.services.learning.conftest import School, school
from tests.services.mastery.test_evidence import course
from tests.services.practice.conftest import wrong
from tests.state.test_insights import finish
from tests.support.browser import open_tab
from tests.support.people import make_person, sign_in_browser
from tests.support.world import MadeCourse, act

__all__ = ["course", "school"]


@pytest.mark.parametrize("is_enrolled", [True, False])
async def test_only_a_learner_of_the_course_sees_how_far_they_are(
    product: Runtime, school: School, course: MadeCourse, is_enrolled: bool
) -> None:
    person = await make_person(product, school.visitor)
    if is_enrolled:
        await act(product, person.actor, enrol, course.id)
        lesson = course.lessons[0]
        attempt = await act(product, person.actor, start_attempt, lesson.id, lesson.quiz_id)
        answer = wrong(lesson.questions[1])
        await act(
            product,
            person.actor,
            answer_question,
            attempt.id,
            lesson.version_ids[1],
            answer=answer,
        )
    cookie = (await sign_in_browser(product, person)).cookie
    async with open_tab(cookie=cookie) as tab:
        tab.query = {"slug": course.slug}
        await finish(product, tab, CoursePageState.load)
        page = await tab.kept(CoursePageState)
        assert [each.text for each in page.objectives] == ["Explain a tide", "Name the phases"]
        told = [(each.mastery, each.answers) for each in page.objectives]
        if not is_enrolled:
            assert told == [("", 0), ("", 0)]
            return
        assert told == [("too_few", 0), ("too_few", 1)]
        await finish(product, tab, CoursePageState.show_evidence(page.objectives[1].id))
        page = await tab.kept(CoursePageState)
        assert (page.is_evidence_open, page.evidence_of) == (True, "Name the phases")
        assert [(each.stem, each.percent) for each in page.evidence] == [("B?", 0)]
        assert tab.failures == []
