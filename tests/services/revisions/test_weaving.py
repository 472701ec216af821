"""What people wrote survives whatever engines write around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp_app.models.content import ListBlock, Origin, Sentence, TextBlock, Writer
from alp_app.services.courses.sentences import edited, join_sentences, rewritten
from alp_app.services.revisions.differences import Kind, compare_words
from alp_app.services.revisions.merging import rebased
from alp_app.services.revisions.weaving import (
    Worded,
    gaps_of,
    is_human,
    units_of,
    with_sentence,
    woven,
)

MODEL = Origin(writer=Writer.MODEL, model="writer")
WORD = st.sampled_from(["Oil", "cools", "Pumps", "turn", "Seals", "leak"])
WORDS = st.lists(WORD, min_size=1, max_size=4)
SENTENCE = WORDS.map(lambda words: f"{' '.join(words).capitalize()}.")
TEXT = st.lists(SENTENCE, max_size=4).map(" ".join)


def paragraph(*sentences: tuple[str, Writer]) -> TextBlock:
    return TextBlock(
        sentences=[Sentence(text=text, origin=Origin(writer=by)) for text, by in sentences]
    )


def human(content: Worded) -> list[str]:
    return [item.text for unit in units_of(content) if is_human(unit) for item in unit]


@st.composite
def paragraphs(draw: st.DrawFn) -> TextBlock:
    writers = st.sampled_from([Writer.HUMAN, Writer.MODEL])
    return paragraph(*draw(st.lists(st.tuples(SENTENCE, writers), max_size=6)))


@st.composite
def lists(draw: st.DrawFn) -> ListBlock:
    return ListBlock(items=[item.sentences for item in draw(st.lists(paragraphs(), max_size=4))])


@given(content=st.one_of(paragraphs(), lists()), data=st.data())
def test_an_engine_that_writes_a_passage_again_leaves_every_human_sentence_in_its_order_once(
    content: Worded, data: st.DataObject
):
    answers = [data.draw(st.lists(TEXT, max_size=3)) for _ in gaps_of(content)]
    made = woven(content, answers, MODEL)
    assert human(made) == human(content)
    kept = {item.id: item for unit in units_of(content) for item in unit}
    for unit in units_of(made):
        if is_human(unit):
            assert all(kept[item.id] == item for item in unit)


@given(content=paragraphs(), data=st.data())
def test_edits_and_regenerations_in_any_order_keep_what_people_wrote(
    content: TextBlock, data: st.DataObject
):
    """A teacher edits while engines write: each proposal was asked for at some earlier state, and lands
    on a later one or not at all."""
    states: list[Worded] = [content]
    for _ in range(data.draw(st.integers(1, 6))):
        now = states[-1]
        if data.draw(st.booleans()):
            sentences = [item for unit in units_of(now) for item in unit]
            texts = [item.text for item in sentences]
            texts.insert(data.draw(st.integers(0, len(texts))), data.draw(SENTENCE))
            states.append(TextBlock(sentences=edited(sentences, " ".join(texts), None)))
            continue
        base = data.draw(st.sampled_from(states))
        answers = [[data.draw(TEXT)] for _ in gaps_of(base)]
        landed = rebased(base, now, woven(base, answers, MODEL))
        if landed is None:
            continue
        assert isinstance(landed, TextBlock)
        assert human(landed) == human(now)
        ids = [item.id for item in landed.sentences]
        assert len(ids) == len(set(ids))
        states.append(landed)


def test_an_edit_of_another_sentence_and_a_proposal_both_land():
    base = paragraph(("Oil cools.", Writer.MODEL), ("Pumps turn.", Writer.MODEL))
    first, second = base.sentences
    proposed = with_sentence(base, first.id, "Oil takes the heat away.", MODEL)
    mine = second.model_copy(update={"text": "The pump turns.", "origin": Origin()})
    current = TextBlock(sentences=[first, mine, Sentence(text="Look at it.")])
    assert proposed is not None
    landed = rebased(base, current, proposed)
    assert isinstance(landed, TextBlock)
    assert [item.text for item in landed.sentences] == [
        "Oil takes the heat away.", "The pump turns.", "Look at it.",
    ]  # fmt: skip


def test_an_edit_of_the_same_sentence_stands_in_the_way_of_a_proposal():
    base = paragraph(("Oil cools.", Writer.MODEL), ("Pumps turn.", Writer.MODEL))
    [first, second] = base.sentences
    proposed = with_sentence(base, first.id, "Oil takes the heat away.", MODEL)
    mine = first.model_copy(update={"text": "Oil cools the pistons.", "origin": Origin()})
    assert proposed is not None
    assert rebased(base, TextBlock(sentences=[mine, second]), proposed) is None
    assert rebased(base, TextBlock(sentences=[second]), proposed) is None


def test_a_check_that_somebody_made_meanwhile_stays_with_its_sentence():
    base = paragraph(("Oil cools.", Writer.MODEL), ("Pumps turn.", Writer.MODEL))
    [first, second] = base.sentences
    accepted = second.model_copy(update={"origin": Origin(model="writer", writer=Writer.MODEL)})
    proposed = with_sentence(base, first.id, "Oil takes the heat away.", MODEL)
    assert proposed is not None
    landed = rebased(base, TextBlock(sentences=[first, accepted]), proposed)
    assert isinstance(landed, TextBlock)
    assert landed.sentences[1] is accepted


def test_an_answer_with_too_few_or_too_many_parts_is_no_answer():
    content = paragraph(("Mine.", Writer.HUMAN))
    assert [gap.units for gap in gaps_of(content)] == [(), ()]
    for answers in (["Before."], ["Before.", "After.", "More."]):
        with pytest.raises(ValueError, match="2 gaps"):
            woven(content, [[text] for text in answers], MODEL)


@given(before=st.lists(SENTENCE, max_size=5), text=TEXT)
def test_a_rewritten_passage_is_its_text_and_no_id_passes_another(before: list[str], text: str):
    sentences = [Sentence(text=item, origin=MODEL) for item in before]
    made = rewritten(sentences, text, MODEL)
    assert join_sentences(made) == text
    places = {item.id: place for place, item in enumerate(sentences)}
    order = [places[item.id] for item in made if item.id in places]
    assert order == sorted(set(order))


@given(before=st.text(), after=st.text())
def test_a_comparison_holds_both_texts(before: str, after: str):
    pieces = compare_words(before, after)
    for text, other in ((before, Kind.ADDED), (after, Kind.REMOVED)):
        held = " ".join(piece.text for piece in pieces if piece.kind is not other)
        assert held.split() == text.split()
    if before.split() != after.split():
        assert any(piece.kind is not Kind.SAME for piece in pieces)


def test_an_engine_that_repeats_what_a_person_wrote_does_not_double_it():
    content = paragraph(("Oil cools.", Writer.MODEL), ("Ours is green.", Writer.HUMAN))
    made = woven(content, [["Ours is green. Oil takes heat away."], ["Ours is green."]], MODEL)
    assert isinstance(made, TextBlock)
    assert [item.text for item in made.sentences] == ["Oil takes heat away.", "Ours is green."]
