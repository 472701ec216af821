"""What an engine's circuit learns of its calls."""

from contextlib import aclosing
from dataclasses import replace

import pytest

from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderRefused,
    ProviderResting,
    ProviderUnreachable,
    ReplyTooLong,
)
from providers.contracts.images import ImageRequest
from providers.contracts.scenes import SceneRequest
from providers.contracts.status import Readiness
from providers.fakes.images import PlaceholderImages
from providers.fakes.scenes import PlaceholderScenes
from providers.fakes.text import ScriptedText
from providers.fakes.vectors import PlaceholderEmbeddings
from providers.guarding import (
    GuardedEmbeddings,
    GuardedImages,
    GuardedScenes,
    GuardedText,
    bare,
)
from tests.providers.circuits import REST, MemoryCircuits
from tests.providers.text_contract import asking

PICTURE = ImageRequest(prompt="a gear", width=64, height=64, seed=1)


@pytest.mark.parametrize(
    ("error", "failures"),
    [
        (ProviderUnreachable("one", "gone"), 1),
        (ProviderMisconfigured("one", "a web page"), 1),
        (ReplyTooLong("one", "endless"), 1),
        (ProviderRefused("one", "no"), 0),
    ],
)
async def test_a_refusal_is_an_answer_and_everything_else_a_failure(
    error: ProviderError, failures: int
):
    circuits = MemoryCircuits()
    with pytest.raises(type(error)):
        await GuardedText(ScriptedText([error], "one"), circuits).complete(asking())
    assert circuits.failures["text:one"] == failures
    assert circuits.successes["text:one"] == 1 - failures


async def test_an_engine_works_from_its_first_words_on():
    circuits = MemoryCircuits()
    model = GuardedText(ScriptedText(["one two three"], "one"), circuits)
    async with aclosing(model.stream(asking())) as chunks:
        await anext(chunks)
        assert circuits.successes["text:one"] == 1


async def test_an_engine_that_rests_is_not_asked_for_anything():
    circuits = MemoryCircuits()
    text, images = ScriptedText(["one"], "one"), PlaceholderImages()
    scenes, vectors = PlaceholderScenes(), PlaceholderEmbeddings()
    for name in (
        "text:one",
        f"images:{images.name}",
        f"scenes:{scenes.name}",
        f"embeddings:{vectors.name}",
    ):
        circuits.rests[name] = REST
    calls = [
        GuardedText(text, circuits).complete(asking()),
        GuardedImages(images, circuits).generate(PICTURE),
        GuardedScenes(scenes, circuits).build(SceneRequest(kind="bearing")),
        GuardedEmbeddings(vectors, circuits).embed(["a"]),
    ]
    for call in calls:
        with pytest.raises(ProviderResting, match="no power") as caught:
            await call
        assert caught.value.pause == REST.pause
    assert text.requests == []
    status = await GuardedText(text, circuits).status()
    assert (status.readiness, status.rest) == (Readiness.UNREACHABLE, REST)


async def test_a_status_without_an_answer_is_a_failure_too():
    circuits = MemoryCircuits()
    model = ScriptedText(["one"], "one")
    model.current = replace(model.current, readiness=Readiness.UNREACHABLE, reason="no power")
    assert not (await GuardedText(model, circuits).status()).is_ready
    assert circuits.failures["text:one"] == 1


async def test_pictures_scenes_and_vectors_come_through_a_closed_circuit():
    circuits = MemoryCircuits()
    images, scenes, vectors = PlaceholderImages(), PlaceholderScenes(), PlaceholderEmbeddings()
    guarded = GuardedEmbeddings(vectors, circuits)
    assert (guarded.model, guarded.dimension) == (vectors.model, vectors.dimension)
    assert len(await guarded.embed(["a", "b"])) == 2
    assert (await GuardedImages(images, circuits).generate(PICTURE)).png
    assert (await GuardedScenes(scenes, circuits).build(SceneRequest(kind="bearing"))).glb
    assert sum(circuits.successes.values()) == 3
    assert bare(guarded) is vectors
    assert bare(vectors) is vectors
