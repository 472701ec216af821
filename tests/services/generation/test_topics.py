"""Material of any length is planned from as a whole."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from alp_app.kit.ids import SourceId, new_uuid
from alp_app.models.source import PassageKind
from alp_app.services.generation.topics import (
    DIRECT_WORDS,
    MOST_STRETCHES,
    STRETCH_WORDS,
    Stretch,
    Topic,
    overview,
    readable,
    stretches,
)
from alp_app.services.sources.views import PassageView

FILES = [SourceId(new_uuid()) for _ in range(2)]


def passage(words: int, *, source: int = 0, heading: str = "") -> PassageView:
    return PassageView(
        id=new_uuid(),
        source_id=FILES[source],
        filename="brakes.pdf",
        page=1,
        headings=(heading,) if heading else (),
        kind=PassageKind.TEXT,
        text=" ".join(["word"] * words),
        position=0,
        sha256="",
    )


@st.composite
def material(draw) -> list[PassageView]:
    parts = draw(st.lists(st.tuples(st.integers(1, 260), st.sampled_from("abc")), max_size=120))
    turn = draw(st.integers(0, len(parts)))
    return [
        passage(words, source=int(index >= turn), heading=heading)
        for index, (words, heading) in enumerate(parts)
    ]


@given(material())
def test_each_passage_is_in_one_stretch_of_its_own_file_or_all_is_short(passages):
    cut = stretches(passages)
    if not cut:
        assert sum(len(item.text.split()) for item in passages) <= DIRECT_WORDS
        return
    assert [item.id for part in cut for item in part.passages] == [item.id for item in passages]
    assert all(len({item.source_id for item in part.passages}) == 1 for part in cut)


def test_a_very_long_source_is_cut_into_longer_stretches_not_more():
    cut = stretches([passage(140) for _ in range(2000)])
    assert len(cut) <= MOST_STRETCHES
    assert all(len(readable(part).split()) <= STRETCH_WORDS for part in cut)


def test_a_stretch_that_is_too_long_keeps_its_telling_sentences_in_order():
    telling = [f"Pressure in the rail number {number} rises." for number in range(40)]
    aside = [f"Quite unlike all that, xylophone{number} sounded." for number in range(40)]
    text = " ".join(one for pair in zip(telling, aside, strict=True) for one in pair)
    long = Stretch([passage(1).model_copy(update={"text": text})])
    short = readable(long, 140)
    kept = [telling.index(sentence) for sentence in telling if sentence in short]
    assert len(kept) == 20
    assert all(one < other for one, other in pairwise(kept))
    assert "xylophone" not in short


@given(
    st.lists(st.tuples(st.integers(1, 6), st.lists(st.integers(1, 30), max_size=4)), max_size=40)
)
def test_a_plan_sees_every_topic_and_points_of_each_before_more_of_any(sizes):
    topics = [
        Topic(" ".join(["title"] * title), [" ".join(["point"] * words) for words in points])
        for title, points in sizes
    ]
    lines = overview(topics, 120)
    assert len(lines) == len(topics)
    assert all(line.startswith(topic.title) for line, topic in zip(lines, topics, strict=True))
    titles = sum(title for title, _ in sizes)
    assert sum(line.count("point") for line in lines) <= max(0, 120 - titles)
