"""Passages: nothing of a document is lost in them, nothing is there twice but what says so."""

from hypothesis import given
from hypothesis import strategies as st

from alp_app.kit.ids import SourceId, new_uuid
from alp_app.services.sources.parsing.gathering import (
    LONGEST_PASSAGE_WORDS,
    OVERLAP_WORDS,
    gather,
    size,
)
from alp_app.services.sources.parsing.parts import Part, table
from alp_app.services.sources.rules import passage_hash, passage_ids

WORD = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12)
SENTENCE = st.lists(WORD, min_size=1, max_size=60).map(lambda words: " ".join(words) + ".")
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=30).map(" ".join)
HEADING_SIGN = "§"
HEADING = st.lists(WORD, min_size=1, max_size=12).map(lambda words: " ".join(["§", *words]))
CELL = st.lists(WORD, max_size=5).map(" ".join)
ROWS = st.integers(2, 4).flatmap(
    lambda columns: st.lists(
        st.lists(CELL.filter(bool), min_size=columns, max_size=columns), min_size=2, max_size=80
    )
)
PAGE = st.integers(1, 4)
PARTS = st.lists(
    st.one_of(
        st.builds(Part, text=PARAGRAPH, page=PAGE),
        st.builds(Part, kind=st.just("code"), text=PARAGRAPH, page=PAGE),
        st.builds(Part, kind=st.just("heading"), text=HEADING, level=st.integers(1, 4), page=PAGE),
        st.builds(lambda rows, page: table(rows, page=page)[0], ROWS, PAGE),
    ),
    max_size=12,
)


def letters(text: str) -> str:
    return "".join(text.split())


@given(PARTS)
def test_no_text_is_lost_and_none_is_doubled_beyond_the_overlap(parts: list[Part]):
    passages = list(gather(parts))
    bodies = [item for item in passages if not item.text.startswith(HEADING_SIGN)]
    said = "".join(letters(passage.text[passage.overlap :]) for passage in bodies)
    assert said == "".join(letters(part.text) for part in parts if part.kind != "heading")
    # A heading with nothing under it is a passage of its own; all others name what is under them.
    headings = {part.text for part in parts if part.kind == "heading"}
    assert {heading for passage in passages for heading in passage.headings} == headings


@given(PARTS)
def test_a_passage_is_small_and_stands_on_one_page(parts: list[Part]):
    for passage in gather(parts):
        assert size(passage.text) <= LONGEST_PASSAGE_WORDS + OVERLAP_WORDS + 60
        assert passage.page in {part.page for part in parts}
        assert passage.text.strip()


@given(ROWS)
def test_each_piece_of_a_long_table_begins_with_the_head_and_no_row_is_cut(rows: list[list[str]]):
    pieces = list(gather(table(rows)))
    assert all(piece.cells and piece.cells[0] == rows[0] for piece in pieces)
    assert [row for piece in pieces for row in (piece.cells or [])[1:]] == rows[1:]


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=9))
def test_ids_are_unique_and_follow_from_the_words(words: list[str]):
    lineage = SourceId(new_uuid())
    ids = passage_ids(lineage, [passage_hash(word) for word in words])
    assert len(set(ids)) == len(words)
    again = passage_ids(lineage, [passage_hash(word) for word in [*words, "d"]])
    assert again[: len(words)] == ids
    assert not set(ids) & set(passage_ids(SourceId(new_uuid()), map(passage_hash, words)))


def test_a_hash_sees_words_and_not_how_they_were_wrapped():
    assert passage_hash("Größe  der\nPumpe") == passage_hash("Gro\u0308ße der Pumpe")
    assert passage_hash("2 bar") != passage_hash("3 bar")
