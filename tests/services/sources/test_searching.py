"""Finding passages: by words and by meaning, in one course and in no other."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import CourseId, OrganisationId, new_uuid
from alp_app.models.account import Organisation
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor, Role
from alp_app.services.courses.errors import CourseNotFound
from alp_app.services.sources import reading, upkeep
from alp_app.services.sources.commands import add_source, remove_source
from alp_app.services.sources.index import index_for
from alp_app.services.sources.parsed import ParsedSource, Passage
from alp_app.services.sources.queries import list_unindexed
from alp_app.services.sources.rules import text_search_of
from alp_app.services.sources.searching import SearchView, distinct, fuse, search_passages
from alp_app.services.sources.views import SourceView
from providers.contracts.engines import Providers
from providers.contracts.errors import ProviderUnreachable
from providers.faiss.adapter import FaissNearest
from providers.fakes.objects import MemoryObjects
from providers.fakes.vectors import PlaceholderEmbeddings
from providers.lexical.adapter import LexicalReranker
from tests.support.people import make_person
from tests.support.world import act, ask, make_course

BRAKES = (
    "Brake fluid takes up water from the air, and so its boiling point falls.",
    "The caliper presses both pads against the disc.",
    "A worn disc is replaced together with its pads.",
    "The parking brake holds the vehicle by a cable.",
)


class Silent(PlaceholderEmbeddings):
    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        raise ProviderUnreachable(self.name, "does not answer")


def engines(**others: Any) -> Providers:
    absent: Any = None
    given = {"embeddings": PlaceholderEmbeddings(), "reranker": LexicalReranker(), **others}
    return Providers(
        text=absent, images=absent, scenes=absent, scanner=None, engines=(), parts=(), **given
    )


@pytest.fixture(params=["pgvector", "faiss"])
def providers(request: pytest.FixtureRequest) -> Providers:
    return engines(nearest=FaissNearest() if request.param == "faiss" else None)


async def add(
    product: Runtime,
    owner: Actor,
    course_id: CourseId,
    texts: Sequence[str],
    folder: Path,
    *,
    language: str = "en",
    embeddings: PlaceholderEmbeddings | None = None,
) -> SourceView:
    path = folder / f"{new_uuid()}.txt"
    path.write_text("\n\n".join(texts))
    objects = cast("Any", MemoryObjects())
    made = await act(product, owner, add_source, objects, path, course_id, filename=path.name)
    parsed = ParsedSource(
        pages=None, title="", passages=[Passage(text=text, headings=["Notes"]) for text in texts]
    )
    search = text_search_of(language)
    await act(product, owner, reading.save_parsed, made.id, parsed, text_search=search)
    if embeddings is not None:
        await embed(product, owner, made, embeddings)
    return made


async def embed(
    product: Runtime, owner: Actor, source: SourceView, embeddings: PlaceholderEmbeddings
) -> None:
    about = {"model": embeddings.model, "dimension": embeddings.dimension, "limit": 99}
    _, lacking = await ask(product, owner, list_unindexed, source.id, **about)
    vectors = await embeddings.embed([item.text for item in lacking])
    pairs = [(item.id, vector) for item, vector in zip(lacking, vectors, strict=True)]
    await act(product, owner, reading.save_vectors, source.id, pairs, model=embeddings.model)
    await act(product, owner, reading.mark_ready, source.id)


async def find(
    product: Runtime, owner: Actor, providers: Providers, course_id: CourseId, query: str
) -> SearchView:
    async with product.reader(owner) as reader:
        return await search_passages(reader, providers, course_id, query=query)


def texts_of(answer: SearchView) -> list[str]:
    return [item.passage.text for item in answer.found]


async def test_what_a_question_asks_for_comes_first(product, school, tmp_path, providers):
    course = await make_course(product, school.teacher, is_published=False)
    await add(
        product, school.teacher, course.id, BRAKES, tmp_path, embeddings=PlaceholderEmbeddings()
    )
    answer = await find(
        product, school.teacher, providers, course.id, "Why does the boiling point of fluid fall?"
    )
    assert texts_of(answer)[0] == BRAKES[0]
    assert not answer.is_by_words_only
    assert answer.found[0].is_by_words
    assert answer.found[0].is_by_meaning


async def test_a_course_never_finds_what_another_course_or_school_holds(
    product, school, tmp_path, providers
):
    """Every text says the same, so only the query can keep them apart."""
    course = await make_course(product, school.teacher, is_published=False)
    other = await make_course(product, school.teacher, title="Winds", is_published=False)
    visitor = Actor(organisation_id=OrganisationId(new_uuid()))
    async with product.unit_of_work(visitor) as work:
        work.session.add(Organisation(id=visitor.organisation_id, name="Elsewhere"))
    stranger = (await make_person(product, visitor, Role.INSTRUCTOR)).actor
    elsewhere = await make_course(product, stranger, is_published=False)
    vectors = PlaceholderEmbeddings()
    mine = await add(product, school.teacher, course.id, BRAKES, tmp_path, embeddings=vectors)
    await add(product, school.teacher, other.id, BRAKES, tmp_path, embeddings=vectors)
    await add(product, stranger, elsewhere.id, BRAKES, tmp_path, embeddings=vectors)

    answer = await find(product, school.teacher, providers, course.id, BRAKES[0])
    assert {item.passage.source_id for item in answer.found} == {mine.id}

    await act(product, school.teacher, remove_source, mine.id)
    answer = await find(product, school.teacher, providers, course.id, BRAKES[0])
    assert answer.found == ()
    with pytest.raises(CourseNotFound):
        await find(product, school.teacher, providers, elsewhere.id, BRAKES[0])


async def test_learners_search_in_no_sources(product, school, providers):
    course = await make_course(product, school.teacher)
    with pytest.raises(Forbidden):
        await find(product, school.ana, providers, course.id, "fluid")


async def test_without_vectors_words_are_found_and_it_is_said(product, school, tmp_path, providers):
    course = await make_course(product, school.teacher, is_published=False)
    await add(product, school.teacher, course.id, BRAKES, tmp_path)
    answer = await find(
        product, school.teacher, providers, course.id, "How are worn pads replaced?"
    )
    assert texts_of(answer)[0] == BRAKES[2]
    assert answer.is_by_words_only


async def test_an_engine_that_does_not_answer_leaves_the_words(product, school, tmp_path):
    course = await make_course(product, school.teacher, is_published=False)
    await add(
        product, school.teacher, course.id, BRAKES, tmp_path, embeddings=PlaceholderEmbeddings()
    )
    answer = await find(
        product, school.teacher, engines(embeddings=Silent()), course.id, "parking brake"
    )
    assert texts_of(answer)[0] == BRAKES[3]
    assert answer.is_by_words_only


async def test_words_are_found_in_the_forms_of_the_courses_language(product, school, tmp_path):
    spanish = await make_course(product, school.teacher, is_published=False, language="es")
    basic = await make_course(product, school.teacher, is_published=False, language="ja")
    text = ["Las pastillas se cambian cuando están gastadas."]
    await add(product, school.teacher, spanish.id, text, tmp_path, language="es")
    await add(product, school.teacher, basic.id, text, tmp_path, language="ja")
    providers = engines(embeddings=Silent())
    found = await find(product, school.teacher, providers, spanish.id, "cambiar pastilla gastada")
    assert texts_of(found) == text
    assert (await find(product, school.teacher, providers, basic.id, "cambiar")).found == ()
    assert (await find(product, school.teacher, providers, basic.id, "pastillas")).found != ()


@pytest.mark.parametrize("query", ["", "  ", "\0", "' OR 1=1 --", "a & | ! ( <-> :*", "💥" * 400])
async def test_whatever_is_asked_is_a_question(product, school, tmp_path, query):
    course = await make_course(product, school.teacher, is_published=False)
    await add(product, school.teacher, course.id, BRAKES, tmp_path)
    await find(product, school.teacher, engines(embeddings=Silent()), course.id, query)


async def test_an_index_sees_what_was_added_and_changed_since_it_was_built(
    product, school, tmp_path, providers
):
    course = await make_course(product, school.teacher, is_published=False)
    vectors = PlaceholderEmbeddings()
    [vector] = await vectors.embed(["fresh words"])

    async def nearest() -> list[Any]:
        return await ask(
            product,
            school.teacher,
            lambda reader: index_for(providers).nearest(
                reader, course.id, vector, model=vectors.model, limit=3
            ),
        )

    assert await nearest() == []
    await add(product, school.teacher, course.id, BRAKES, tmp_path, embeddings=vectors)
    before = await nearest()
    assert len(before) == 3
    assert [score for _, score in before] == sorted((s for _, s in before), reverse=True)
    await add(product, school.teacher, course.id, ["fresh words"], tmp_path, embeddings=vectors)
    after = await nearest()
    assert after[0][0] not in {passage_id for passage_id, _ in before}


async def test_vectors_of_another_model_are_never_compared_and_are_made_again(
    product, school, tmp_path, providers
):
    course = await make_course(product, school.teacher, is_published=False)
    old = PlaceholderEmbeddings()
    old.model = "old"
    source = await add(product, school.teacher, course.id, BRAKES, tmp_path, embeddings=old)
    answer = await find(product, school.teacher, providers, course.id, BRAKES[0])
    assert answer.is_by_words_only
    about = {"model": "placeholder", "dimension": PlaceholderEmbeddings.dimension}
    [stale] = await ask(product, school.teacher, upkeep.list_stale, **about)
    assert stale.id == source.id
    assert (
        await act(product, school.teacher, upkeep.request_reading, stale) is False
    )  # asked before
    await embed(product, school.teacher, source, PlaceholderEmbeddings())
    assert await ask(product, school.teacher, upkeep.list_stale, **about) == []
    answer = await find(product, school.teacher, providers, course.id, BRAKES[0])
    assert not answer.is_by_words_only


async def test_a_source_is_indexed_again_when_its_course_changes_its_language(
    product, school, tmp_path
):
    course = await make_course(product, school.teacher, is_published=False, language="de")
    source = await add(
        product, school.teacher, course.id, BRAKES, tmp_path, embeddings=PlaceholderEmbeddings()
    )
    about = {"model": "placeholder", "dimension": PlaceholderEmbeddings.dimension}
    assert [one.id for one in await ask(product, school.teacher, upkeep.list_stale, **about)] == [
        source.id
    ]


def test_what_stands_high_in_both_rankings_is_first():
    first, second, third = new_uuid(), new_uuid(), new_uuid()
    assert next(iter(fuse([[first, second], [third, second]]))) == second


async def test_near_duplicates_are_shown_once(product, school, tmp_path):
    course = await make_course(product, school.teacher, is_published=False)
    twice = [*BRAKES, f"{BRAKES[0]} Again."]
    await add(product, school.teacher, course.id, twice, tmp_path)
    answer = await find(product, school.teacher, engines(embeddings=Silent()), course.id, BRAKES[0])
    assert sum("boiling point" in text for text in texts_of(answer)) == 1
    assert distinct([item.passage for item in answer.found], 1) == [answer.found[0].passage]


async def test_a_reranker_that_fails_leaves_the_order(product, school, tmp_path):
    class Broken(LexicalReranker):
        async def rank(self, query: str, texts: Sequence[str]) -> list[float]:
            raise ProviderUnreachable(self.name, "does not answer")

    course = await make_course(product, school.teacher, is_published=False)
    await add(product, school.teacher, course.id, BRAKES, tmp_path)
    plain = replace(engines(embeddings=Silent()), reranker=None)
    broken = engines(embeddings=Silent(), reranker=Broken())
    asked = "parking brake cable"
    assert texts_of(await find(product, school.teacher, broken, course.id, asked)) == texts_of(
        await find(product, school.teacher, plain, course.id, asked)
    )
