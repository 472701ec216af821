"""Splitting paragraphs, and what an edit keeps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp_app.kit.ids import UserId, new_uuid
from alp_app.models.content import Citation, Origin, Sentence, Writer
from alp_app.services.courses.sentences import (
    edited,
    edited_items,
    join_sentences,
    split_sentences,
    written,
)

EDITOR = UserId(new_uuid())
MODEL = Origin(writer=Writer.MODEL, model="Qwen2.5 7B")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("It rises. It falls.", ["It rises.", "It falls."]),
        ("About 1.6 bar, e.g. at idle. Then more.", ["About 1.6 bar, e.g. at idle.", "Then more."]),
        ("See Fig. 7 for J. Smith's curve. Why?", ["See Fig. 7 for J. Smith's curve.", "Why?"]),
        ('He said "stop." Then he left.', ['He said "stop."', "Then he left."]),
        ("It takes 250 N. The pedal gives way.", ["It takes 250 N.", "The pedal gives way."]),
        ("One line\nand another.", ["One line and another."]),
        ("   ", []),
    ],
)
def test_a_paragraph_is_split_at_the_ends_of_its_sentences(text, pieces):
    assert split_sentences(text) == pieces


@given(st.text(max_size=400))
def test_splitting_loses_no_word(text):
    assert " ".join(split_sentences(text)).split() == text.split()


def cited(text: str) -> Sentence:
    return Sentence(text=text, origin=MODEL, citations=[Citation(reference="bosch", place="7")])


def test_an_edit_keeps_the_sentences_it_did_not_touch():
    before = [cited("The rail is a store."), cited("The pump fills it."), cited("It never drips.")]
    after = edited(before, "The rail is a store. The pump fills it slowly. New facts here.", EDITOR)
    assert after[0] == before[0]
    assert after[1].id == before[1].id
    assert after[1].citations == before[1].citations
    assert after[1].origin.writer is Writer.HUMAN
    assert after[2].id not in {sentence.id for sentence in before}
    assert after[2].citations == []


@given(st.lists(st.sampled_from(["It rises.", "It falls.", "Why?", "Then more came."]), max_size=6))
def test_saving_a_paragraph_unchanged_changes_nothing(texts):
    before = written(" ".join(texts), MODEL)
    assert edited(before, join_sentences(before), EDITOR) == before


def test_a_moved_sentence_keeps_its_id():
    before = [cited("The first one."), cited("The second one.")]
    after = edited(before, "The second one. The first one.", EDITOR)
    assert [sentence.id for sentence in after] == [before[1].id, before[0].id]


ITEMS = st.lists(
    st.sampled_from(["Check the oil level.", "Check the oil level now.", "Stop.", "Stop. Wait."]),
    max_size=5,
)


@given(before=ITEMS, after=ITEMS)
def test_no_two_items_of_a_list_share_a_sentence_and_none_is_lost(before, after):
    items = [written(item, MODEL) for item in before]
    result = edited_items(items, after, EDITOR)
    assert [join_sentences(item) for item in result] == after
    ids = [sentence.id for item in result for sentence in item]
    assert len(set(ids)) == len(ids)
    if sorted(before) == sorted(after):
        assert set(ids) == {sentence.id for item in items for sentence in item}
