"""What of a source stays, and what a new edition of it changes."""

from pathlib import Path
from typing import Any, cast

import pytest

from alp_app.kit.ids import CourseId, SourceId
from alp_app.models.source import SourceState
from alp_app.runtime import Runtime
from alp_app.security.actor import Role
from alp_app.services.sources import reading
from alp_app.services.sources.changes import list_changes
from alp_app.services.sources.commands import (
    add_source,
    remove_source,
    replace_source,
    restore_source,
)
from alp_app.services.sources.errors import NotOneWork, SourceNotFound
from alp_app.services.sources.kinds import SourceKind
from alp_app.services.sources.parsing.reading import parse
from alp_app.services.sources.queries import (
    list_editions,
    list_passages,
    list_source_passages,
    list_sources,
    list_unindexed,
)
from alp_app.services.sources.views import SourceView
from providers.fakes.objects import MemoryObjects
from tests.services.learning.conftest import School
from tests.support.people import make_person
from tests.support.world import act, ask, make_course

OLD = """# Brakes

Discs are measured at eight places.

## Fluid

Brake fluid takes up water from the air, and so its boiling point falls.

## Pads

Pads are changed at a thickness of three millimetres.

## Drums

Drums have a greatest diameter.
"""
NEW = """# Brakes

Discs are measured at eight places.

## Sensors

A sensor tells how worn the pads are.

## Fluids of all kinds

Brake fluid takes up water from the air, and so its boiling point falls.

## Pads

Pads are changed at a thickness of four millimetres.
"""


async def read_in(product: Runtime, school: School, source: SourceView, path: Path) -> None:
    """What the job does, with vectors of three numbers."""
    parsed = parse(path, SourceKind(source.media_type))
    await act(
        product, school.teacher, reading.save_parsed, source.id, parsed, text_search="english"
    )
    await embed(product, school, source.id)
    await act(product, school.teacher, reading.mark_ready, source.id)


async def embed(product: Runtime, school: School, source_id: SourceId, model: str = "m") -> int:
    """How many passages had no vector of the model."""
    left, lacking = await ask(
        product, school.teacher, list_unindexed, source_id, model=model, dimension=3, limit=99
    )
    vectors = [(passage.id, [1.0, 0.0, 0.0]) for passage in lacking]
    await act(product, school.teacher, reading.save_vectors, source_id, vectors, model=model)
    return left


@pytest.fixture
async def course_id(product: Runtime, school: School) -> CourseId:
    return (await make_course(product, school.teacher, is_published=False)).id


@pytest.fixture
async def old(product: Runtime, school: School, course_id: CourseId, tmp_path: Path) -> SourceView:
    path = tmp_path / "notes.md"
    path.write_text(OLD)
    source = await act(
        product, school.teacher, add_source, MemoryObjects(), path, course_id, filename="notes.md"
    )
    await read_in(product, school, source, path)
    return source


@pytest.fixture
def new_path(tmp_path: Path) -> Path:
    path = tmp_path / "notes-2.md"
    path.write_text(NEW)
    return path


async def replace(product: Runtime, school: School, old: SourceView, path: Path) -> SourceView:
    made = await act(
        product, school.teacher, replace_source, MemoryObjects(), path, old.id, filename=path.name
    )
    return cast("SourceView", made)


async def test_a_file_that_is_read_again_keeps_the_ids_of_its_passages(
    product, school, old, tmp_path
):
    before = await ask(product, school.teacher, list_source_passages, old.id)
    await read_in(product, school, old, tmp_path / "notes.md")
    after = await ask(product, school.teacher, list_source_passages, old.id)
    assert [item.id for item in after] == [item.id for item in before]
    assert len({item.id for item in after}) == 4


async def test_a_new_edition_is_in_use_once_it_is_read_and_the_old_one_stays_for_citations(
    product, school, course_id, old, new_path
):
    new = await replace(product, school, old, new_path)
    assert (new.edition, new.course_id) == (2, course_id)
    in_use = await ask(product, school.teacher, list_passages, course_id)
    assert {item.source_id for item in in_use} == {old.id}

    await read_in(product, school, new, new_path)
    in_use = await ask(product, school.teacher, list_passages, course_id)
    assert {item.source_id for item in in_use} == {new.id}
    [shown] = await ask(product, school.teacher, list_sources, course_id)
    assert (shown.id, shown.state) == (new.id, SourceState.READY)
    assert len(await ask(product, school.teacher, list_source_passages, old.id)) == 4
    editions = await ask(product, school.teacher, list_editions, new.id)
    assert [(item.edition, item.is_current) for item in editions] == [(2, True), (1, False)]


async def test_passages_that_an_edition_leaves_as_they_were_keep_their_ids_and_vectors(
    product, school, old, new_path
):
    new = await replace(product, school, old, new_path)
    parsed = parse(new_path, SourceKind.MARKDOWN)
    await act(product, school.teacher, reading.save_parsed, new.id, parsed, text_search="english")
    before = await ask(product, school.teacher, list_source_passages, old.id)
    after = await ask(product, school.teacher, list_source_passages, new.id)
    assert len({item.id for item in before} & {item.id for item in after}) == 2
    # Under another heading the same words mean something else: only one vector is taken over.
    assert await embed(product, school, new.id) == 3


async def test_the_changes_between_editions_are_found_by_hash(product, school, old, new_path):
    new = await replace(product, school, old, new_path)
    await read_in(product, school, new, new_path)
    changes = await ask(product, school.teacher, list_changes, old.id, new.id)
    assert [item.heading for item in changes.added] == ["Sensors"]
    assert [item.heading for item in changes.removed] == ["Drums"]
    assert [(pair.before.heading, pair.after.heading) for pair in changes.moved] == [
        ("Fluid", "Fluids of all kinds")
    ]
    [changed] = changes.changed
    assert "three millimetres" in changed.before.text
    assert "four millimetres" in changed.after.text
    assert changes.unchanged == 1


async def test_only_editions_of_one_file_are_compared(product, school, course_id, old, new_path):
    other = await act(
        product, school.teacher, add_source, MemoryObjects(), new_path, course_id, filename="b.md"
    )
    with pytest.raises(NotOneWork):
        await ask(product, school.teacher, list_changes, old.id, other.id)


async def test_taking_the_new_edition_out_brings_the_old_one_back(
    product, school, course_id, old, new_path
):
    new = await replace(product, school, old, new_path)
    await read_in(product, school, new, new_path)
    await act(product, school.teacher, remove_source, new.id)
    [shown] = await ask(product, school.teacher, list_sources, course_id)
    assert shown.id == old.id
    await act(product, school.teacher, restore_source, new.id)
    [shown] = await ask(product, school.teacher, list_sources, course_id)
    assert shown.id == new.id


async def test_nobody_replaces_the_file_of_somebody_elses_course(product, school, old, new_path):
    objects: Any = MemoryObjects()
    other = (await make_person(product, school.visitor, Role.INSTRUCTOR)).actor
    for actor in (other, school.ana):
        with pytest.raises(SourceNotFound):
            await act(product, actor, replace_source, objects, new_path, old.id, filename="a.md")
