"""A learner says how they like to read, reads on meanwhile, and switches between the two texts."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from alp_app.runtime import Runtime
from alp_app.services.learning.commands import enrol
from state.learning.fitted import FittedState
from state.learning.reader import ReaderState
from tests.services.fitting.conftest import FACTS, Rewriter, Study, study
from tests.services.learning.conftest import School, school
from tests.state.test_insights import finish
from tests.support.browser import Tab, open_tab
from tests.support.people import make_person, sign_in_browser
from tests.support.world import act

__all__ = ["school", "study"]

PLAINER = {
    "level": "plainer",
    "detail": "as_written",
    "examples": "as_written",
    "language": "",
    "has_wide_spacing": "on",
}


@asynccontextmanager
async def reading(product: Runtime, school: School, study: Study) -> AsyncGenerator[Tab]:
    """A new learner at the first lesson."""
    learner = await make_person(product, school.visitor)
    await act(product, learner.actor, enrol, study.course.id)
    cookie = (await sign_in_browser(product, learner)).cookie
    async with open_tab(cookie=cookie) as tab:
        tab.query = {"slug": study.course.slug, "lesson_id": str(study.course.lesson_ids[0])}
        await show(product, tab)
        yield tab


async def show(product: Runtime, tab: Tab) -> None:
    for load in (ReaderState.load, FittedState.load):
        await finish(product, tab, load)


async def texts(tab: Tab) -> list[str]:
    page = await tab.kept(ReaderState)
    return [sentence["html"] for block in page.blocks for sentence in block.get("sentences") or ()]


async def fit_of(tab: Tab) -> Any:
    return (await tab.kept(FittedState)).fit


async def test_a_learner_reads_the_base_until_the_words_are_there_and_switches_to_and_fro(
    product: Runtime, school: School, study: Study
) -> None:
    study.written_by(Rewriter(lambda _, text: text.replace("delivers it to", "sends it to")))
    async with reading(product, school, study) as tab:
        assert (await fit_of(tab)).state == "as_written"
        await finish(product, tab, FittedState.save(PLAINER))
        assert (await fit_of(tab)).state == "waiting"
        page = await tab.kept(ReaderState)
        assert (page.is_fitted, page.has_wide_spacing) == (False, True)
        assert await texts(tab) == list(FACTS)

        await study.workshop.drain()
        await show(product, tab)
        fit = await fit_of(tab)
        assert (fit.state, fit.model) == ("ready", "rewriter-1")
        assert "sends it to the rail" in (await texts(tab))[0]
        assert (await tab.kept(ReaderState)).is_fitted

        await finish(product, tab, FittedState.show_base(True))
        assert await texts(tab) == list(FACTS)
        assert (await fit_of(tab)).state == "ready"
        await finish(product, tab, FittedState.show_base(False))
        assert "sends it to the rail" in (await texts(tab))[0]
        assert tab.failures == []


async def test_words_that_bend_a_fact_are_refused_with_the_reason(
    product: Runtime, school: School, study: Study
) -> None:
    study.written_by(Rewriter(lambda *_: "The pump makes 1,600 bar."))
    async with reading(product, school, study) as tab:
        await finish(product, tab, FittedState.save(PLAINER))
        await study.workshop.drain()
        await show(product, tab)
        fit = await fit_of(tab)
        assert fit.state == "refused"
        assert fit.refusals
        assert await texts(tab) == list(FACTS)
        await finish(product, tab, FittedState.try_again)
        assert (await fit_of(tab)).state == "waiting"


async def test_who_only_looks_at_a_lesson_has_nothing_to_choose(
    product: Runtime, school: School, study: Study
) -> None:
    looking = await make_person(product, school.visitor)
    cookie = (await sign_in_browser(product, looking)).cookie
    async with open_tab(cookie=cookie) as tab:
        tab.query = {"slug": study.course.slug, "lesson_id": str(study.course.lesson_ids[0])}
        await show(product, tab)
        assert not (await tab.kept(FittedState)).is_loaded
