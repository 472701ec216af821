"""Journey: the same main job with engines on other machines, and with one that is down."""

from uuid import UUID

import pytest
from playwright.sync_api import expect

from alp_app.security.actor import Role
from tests.e2e import authoring, learning
from tests.e2e.campus import Campus, Person
from tests.e2e.conftest import Visit
from tests.e2e.engines import Engines

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("engines"), pytest.mark.timeout(900)]

LEARNER = Person(name="Noor Newcomer", email="noor@example.org")
MAKERS = "SELECT DISTINCT kind, maker FROM asset WHERE course_id = %s"
WRITERS = "SELECT DISTINCT origin ->> 'model' AS model FROM lesson WHERE course_id = %s"


def test_servers_for_text_and_pictures_make_a_course_that_a_learner_completes(
    equipped_campus: Campus, visit: Visit
):
    author = visit(equipped_campus, equipped_campus.add_person(Role.INSTRUCTOR))
    course_id = UUID(authoring.ask_for_course(author))
    authoring.expect_generated(author.page)
    authoring.publish(author)
    assert equipped_campus.records(WRITERS, course_id) == [{"model": "qwen2.5:7b-instruct"}]
    makers = {row["kind"]: row["maker"] for row in equipped_campus.records(MAKERS, course_id)}
    assert makers["image"].startswith("fake-v1-5")
    assert makers["model"].startswith("Blender")

    learner = visit(equipped_campus)
    learning.register(learner, LEARNER)
    learning.find_course(learner, "hydraulic brake", authoring.TOPIC)
    learning.complete_course(learner, authoring.LESSONS)
    assert author.complaints + learner.complaints == []


def test_pictures_wait_for_a_painter_that_is_down_while_everything_else_goes_on(
    equipped_campus: Campus, engines: Engines, visit: Visit
):
    author = visit(equipped_campus, equipped_campus.add_person(Role.INSTRUCTOR))
    engines.images.stop()
    try:
        course_id = authoring.ask_for_course(author)
        authoring.expect_stage(author.page, "Questions", "done")
        authoring.expect_stage(author.page, "3D model", "done")
        authoring.expect_stage(author.page, "Pictures", "failed")
    finally:
        engines.images.start()
    failure = author.main.locator(".callout", has_text="The pictures were not all drawn")
    expect(failure).to_contain_text("webui: ")
    expect(failure).not_to_contain_text("Traceback")
    failure.get_by_role("button", name="Try again").click()
    authoring.expect_generated(author.page)
    makers = equipped_campus.records(MAKERS, UUID(course_id))
    assert {row["kind"] for row in makers} == {"image", "model"}
