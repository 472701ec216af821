"""What a class's work tells its teachers, on numbers that were worked out by hand."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.models.learning import LearningEventKind
from alp_app.security.actor import Actor
from alp_app.services.classes.commands import archive_class
from alp_app.services.classes.members import remove_member
from alp_app.services.insights.attention import Attention, Sign
from alp_app.services.insights.classes import (
    get_class_insight,
    get_learner_evidence,
    write_standings,
)
from alp_app.services.insights.courses import get_course_insight
from alp_app.services.insights.learners import get_my_insight
from alp_app.services.insights.lists import list_class_rows, list_course_rows, list_my_rows
from alp_app.services.insights.sources import RowKind
from alp_app.services.insights.views import ClassInsight, Count, RowRequest
from alp_app.services.mastery.rules import Mastery
from alp_app.unit_of_work import Reader
from tests.services.insights.conftest import Term
from tests.support.world import act, ask

RIGHT, WRONG = 1.0, 0.0


async def taught(term: Term) -> tuple[Actor, Actor, Actor]:
    """Ana works well, Ben is lost, Cleo has only just come."""
    ana, ben = await term.pupil("Ana"), await term.pupil("Ben")
    cleo = await term.pupil("Cleo", joined=timedelta(days=1))
    moon, sun, wind, ice = term.lessons
    await term.assign("Report", due_days_ago=20)
    await term.assign("Poster", due_days_ago=10)
    for lesson, days_ago in ((moon, 30), (sun, 16), (wind, 9), (ice, 2)):
        await term.open(ana, lesson, days_ago=days_ago, done=True)
    await term.answer(ana, moon, [RIGHT] * 5 + [WRONG], days_ago=30)
    await term.answer(ana, moon, [RIGHT] * 6, days_ago=29, number=2)
    await term.answer(ana, ice, [RIGHT, 0.8], days_ago=2)
    await term.hand_in(ana, "Report", days_ago=21)
    await term.hand_in(ana, "Poster", days_ago=9)
    await term.open(ben, moon, days_ago=30, done=False)
    await term.answer(ben, moon, [RIGHT] + [WRONG] * 5, days_ago=30)
    return ana, ben, cleo


def counts(view: object) -> Iterator[Count]:
    """Every figure of a view, wherever it stands."""
    if isinstance(view, Count):
        yield view
    elif isinstance(view, BaseModel):
        for name in type(view).model_fields:
            yield from counts(getattr(view, name))
    elif isinstance(view, tuple):
        for each in cast("tuple[object, ...]", view):
            yield from counts(each)


async def rows_behind(term: Term, actor: Actor, listing: Any, where: Any, figure: Count) -> int:
    """How many rows a figure opens, page after page."""
    found: list[object] = []
    cursor: str | None = None
    while True:
        wanted = RowRequest(**figure.rows.model_dump(), limit=2, cursor=cursor)
        page = await ask(term.room.product, actor, listing, where, wanted)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return len(found)


async def insight(term: Term) -> ClassInsight:
    return await ask(term.room.product, term.room.teacher, get_class_insight, term.room.id)


async def test_every_figure_of_a_class_counts_the_rows_that_it_opens(term: Term) -> None:
    await taught(term)
    figures = list(counts(await insight(term)))
    assert len(figures) > 40
    for figure in figures:
        opened = await rows_behind(term, term.room.teacher, list_class_rows, term.room.id, figure)
        assert opened == figure.n, figure


async def test_every_figure_of_one_learner_counts_the_rows_that_it_opens(term: Term) -> None:
    _, ben, _ = await taught(term)
    evidence = await ask(
        term.room.product, term.room.teacher, get_learner_evidence, term.room.id, ben.user_id
    )
    assert any(figure.n for figure in counts(evidence))
    for figure in counts(evidence):
        assert figure.rows.user_id == ben.user_id
        opened = await rows_behind(term, term.room.teacher, list_class_rows, term.room.id, figure)
        assert opened == figure.n, figure


async def test_every_figure_of_my_own_counts_the_rows_that_it_opens(term: Term) -> None:
    ana, _, _ = await taught(term)
    mine = await ask(term.room.product, ana, get_my_insight, term.room.course.id)
    for figure in counts(mine):
        opened = await rows_behind(term, ana, list_my_rows, term.room.course.id, figure)
        assert opened == figure.n, figure


async def test_every_figure_of_a_course_counts_the_rows_that_it_opens(term: Term) -> None:
    await taught(term)
    found = await ask(term.room.product, term.room.teacher, get_course_insight, term.room.course.id)
    for figure in counts(found):
        opened = await rows_behind(
            term, term.room.teacher, list_course_rows, term.room.course.id, figure
        )
        assert opened == figure.n, figure


async def test_the_figures_of_a_class_are_those_that_were_worked_out_by_hand(term: Term) -> None:
    await taught(term)
    found = await insight(term)
    assert (found.learners.n, found.active.n, found.quiet.n, found.never.n) == (3, 1, 1, 1)
    assert (found.due.n, found.missing.n) == (4, 2)
    water, more = found.modules
    assert (water.done.n, water.begun.n, water.not_begun.n) == (1, 0, 2)
    assert (more.done.n, more.not_begun.n) == (1, 2)
    [objective] = found.objectives
    assert (objective.lessons, objective.share.right.n, objective.share.answers.n) == (
        ("Moon",), 7, 12
    )  # fmt: skip
    assert (objective.share.low, objective.share.high) == (31, 81)
    assert objective.share.mastery is Mastery.UNSURE
    zone = ZoneInfo("Europe/Berlin")
    worked = {"Ana": (30, 29, 16, 9, 2), "Ben": (30,)}
    weeks = {
        (name, (term.now - timedelta(days=days)).astimezone(zone).isocalendar()[:2])
        for name, ago in worked.items()
        for days in ago
    }
    assert sum(week.active.n for week in found.weeks) == len(weeks)


async def test_a_question_is_as_hard_as_its_first_answers_were(term: Term) -> None:
    await taught(term)
    by_stem = {each.stem: each.share for each in (await insight(term)).questions}
    assert (by_stem["Question 0?"].right.n, by_stem["Question 0?"].answers.n) == (2, 2)
    assert (by_stem["Question 5?"].right.n, by_stem["Question 5?"].answers.n) == (0, 2)
    assert by_stem["Question 5?"].mastery is Mastery.TOO_FEW
    assert by_stem["Why not?"].right.n == 1


async def test_who_may_need_help_stands_first_with_the_evidence(term: Term) -> None:
    await taught(term)
    ben, cleo, ana = (await insight(term)).standings
    assert (ben.name, ben.attention) == ("Ben", Attention.LIKELY)
    assert {each.sign: each.is_strong for each in ben.evidence} == {
        Sign.QUIET: True,
        Sign.MISSING: True,
        Sign.ANSWERS: True,
    }
    answers = next(each for each in ben.evidence if each.sign is Sign.ANSWERS)
    assert answers.facts == {"right": 1, "n": 6}
    assert (cleo.name, cleo.attention, cleo.evidence) == ("Cleo", Attention.UNKNOWN, ())
    assert (ana.name, ana.attention, ana.evidence) == ("Ana", Attention.NONE, ())


async def test_work_that_was_due_before_somebody_came_is_not_missing(term: Term) -> None:
    _, _, cleo = await taught(term)
    [standing] = [e for e in (await insight(term)).standings if e.user_id == cleo.user_id]
    assert standing.due.n == 0


async def test_nobody_falls_behind_in_a_class_that_is_over(term: Term) -> None:
    await taught(term)
    await act(term.room.product, term.room.teacher, archive_class, term.room.id)
    await term.sql(
        "UPDATE classroom SET archived_at = :at WHERE id = :id",
        at=term.now - timedelta(days=28),
        id=term.room.id,
    )
    found = await insight(term)
    assert (found.missing.n, found.quiet.n) == (0, 0)
    signs = {each.sign for one in found.standings for each in one.evidence}
    assert Sign.QUIET not in signs


async def test_a_learner_who_was_taken_out_is_in_no_figure(term: Term) -> None:
    _, ben, _ = await taught(term)
    await act(term.room.product, term.room.teacher, remove_member, term.room.id, ben.user_id)
    found = await insight(term)
    assert (found.learners.n, found.missing.n) == (2, 0)
    assert "Ben" not in {one.name for one in found.standings}


async def test_the_days_of_a_class_are_those_of_its_time_zone(term: Term) -> None:
    ana = await term.pupil("Ana")
    moon = term.lessons[0]
    await term.open(ana, moon, days_ago=20, done=False)
    await term.sql(
        "UPDATE learning_event SET at = '2026-01-04 23:30Z' WHERE kind = :kind",
        kind=LearningEventKind.LESSON_OPENED.value,
    )
    wanted = RowRequest(of=RowKind.DAYS)
    page = await ask(term.room.product, term.room.teacher, list_class_rows, term.room.id, wanted)
    assert [row.what for row in page.items] == ["2026-01-05"]


async def test_only_teachers_of_the_class_see_it_and_only_authors_the_course(term: Term) -> None:
    ana, _, _ = await taught(term)
    product, room = term.room.product, term.room
    for actor in (ana, room.colleague.actor):
        with pytest.raises((NotFound, Forbidden)):
            await ask(product, actor, get_class_insight, room.id)
        with pytest.raises((NotFound, Forbidden)):
            await ask(product, actor, get_course_insight, room.course.id)
        with pytest.raises((NotFound, Forbidden)):
            await ask(product, actor, get_learner_evidence, room.id, ana.user_id)
    with pytest.raises(NotFound):
        await ask(
            product, room.teacher, get_learner_evidence, room.id, room.colleague.actor.user_id
        )


async def test_a_course_names_nobody(term: Term) -> None:
    await taught(term)
    for kind in (RowKind.LEARNERS, RowKind.LESSONS, RowKind.ANSWERS):
        wanted = RowRequest(of=kind, limit=100)
        page = await ask(
            term.room.product, term.room.teacher, list_course_rows, term.room.course.id, wanted
        )
        assert {(row.user_id, row.who) for row in page.items} == {(None, "D2")}


async def test_nobody_sees_the_rows_of_another_through_their_own(term: Term) -> None:
    ana, ben, _ = await taught(term)
    wanted = RowRequest(of=RowKind.ANSWERS, user_id=ben.user_id, limit=100)
    page = await ask(term.room.product, ana, list_my_rows, term.room.course.id, wanted)
    assert {row.user_id for row in page.items} == {ana.user_id}


async def test_hidden_columns_are_no_part_of_my_own_figures(term: Term) -> None:
    _, ben, _ = await taught(term)
    await term.sql("UPDATE grade_item SET is_hidden = true WHERE title = 'Poster'")
    mine = await ask(term.room.product, ben, get_my_insight, term.room.course.id)
    assert mine.due.n == 1
    assert (await insight(term)).due.n == 4


@pytest.mark.parametrize("sort", ["who", "what", "value", "at"])
@pytest.mark.parametrize("is_descending", [False, True])
async def test_rows_come_once_and_in_order(term: Term, sort: Any, is_descending: bool) -> None:
    await taught(term)
    seen: list[tuple[Any, ...]] = []
    cursor: str | None = None
    while True:
        wanted = RowRequest(
            of=RowKind.ANSWERS, sort=sort, is_descending=is_descending, limit=3, cursor=cursor
        )
        page = await ask(
            term.room.product, term.room.teacher, list_class_rows, term.room.id, wanted
        )
        seen += [(row.who, row.what, row.value, row.at) for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 14
    place = ("who", "what", "value", "at").index(sort)
    keys = [row[place] for row in seen]
    assert keys == sorted(keys, reverse=is_descending)


async def test_a_sheet_says_nothing_that_a_spreadsheet_would_run(term: Term) -> None:
    await term.pupil("=HYPERLINK(1)")
    text = await ask(term.room.product, term.room.teacher, write_standings, term.room.id)
    assert "'=HYPERLINK(1)" in text


async def test_a_class_of_many_is_asked_for_in_as_many_queries_as_one_of_few(term: Term) -> None:
    await taught(term)
    few = await queries_of(term)
    for number in range(12):
        pupil = await term.pupil(f"Pupil {number}")
        await term.answer(pupil, term.lessons[0], [RIGHT] * 6, days_ago=3)
    assert await queries_of(term) == few <= 20


class Counting(AsyncSession):
    """Counts what is read past the ORM; an event of the engine counts the rest."""

    read = 0

    async def connection(self, *args: Any, **options: Any) -> AsyncConnection:
        self.read += 1
        return await super().connection(*args, **options)


async def queries_of(term: Term) -> int:
    engine = term.room.product.sessions.kw["bind"].sync_engine
    through_orm: list[object] = []

    def count(*about: object) -> None:
        through_orm.append(about)

    event.listen(engine, "before_cursor_execute", count)
    try:
        async with Counting(bind=term.room.product.sessions.kw["bind"]) as session:
            await get_class_insight(Reader(session, term.room.teacher), term.room.id)
            return session.read + len(through_orm)
    finally:
        event.remove(engine, "before_cursor_execute", count)
