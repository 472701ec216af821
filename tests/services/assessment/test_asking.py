"""A learner's view of a question holds no key, and is the same whatever the key says."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp_app.services.assessment.asking import without_key
from tests.services.assessment.questions import ANY, TELLTALE, every_kind

ALL = every_kind()
SEEDS = st.integers(0, 2**64 - 1)
KEY_FIELDS = {
    "is_correct", "reason", "credit", "answer", "tolerance", "accepted", "near_misses", "match_id",
    "label_id", "regions", "marking_notes", "output", "explanation", "citations", "origin",
}  # fmt: skip


@pytest.mark.parametrize("kind", ALL)
@given(seed=SEEDS)
def test_no_word_of_the_key_is_in_what_a_learner_gets(kind: str, seed: int):
    sent = without_key(ALL[kind], seed).model_dump_json()
    assert TELLTALE not in sent
    for number in ("160.125", "5.125", "1601.25", "x**2", "123.0", "321.0"):
        assert number not in sent


def test_no_field_of_the_key_is_in_what_a_learner_gets():
    def names(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {name for part in value.values() for name in names(part)}
        return (
            {name for part in value for name in names(part)} if isinstance(value, list) else set()
        )

    for question in ALL.values():
        sent = without_key(question, 7).model_dump(mode="json")
        assert sent.pop("answer")  # names the field to answer in
        assert not names(sent) & KEY_FIELDS


def with_another_key(  # noqa: C901, PLR0912 - one branch for each kind
    question: Any, data: Any
) -> Any:
    """The same question, as if something else were right."""
    changed = ANY.dump_python(question, mode="json")
    pool = st.randoms(use_true_random=False)
    match question.type:
        case "single" | "true_false" | "multiple":
            flags = [option["is_correct"] for option in changed["options"]]
            data.draw(pool).shuffle(flags)
            for option, flag in zip(changed["options"], flags, strict=True):
                option["is_correct"] = flag
            if question.type != "true_false":
                data.draw(pool).shuffle(changed["options"])
        case "numeric":
            changed.update(answer=data.draw(st.integers(0, 9)), tolerance=1, near_misses=[])
        case "short_text":
            changed["accepted"] = [{"text": data.draw(st.text(min_size=1, max_size=5))}]
        case "cloze":
            data.draw(pool).shuffle(changed["gaps"][2]["options"])
            changed["gaps"][1].update(answer=3, tolerance=0)
            changed["gaps"][0]["accepted"] = [{"text": "other"}]
        case "matching":
            data.draw(pool).shuffle(changed["matches"])
            for prompt in changed["prompts"]:
                prompt["match_id"] = data.draw(st.sampled_from(changed["matches"]))["id"]
        case "ordering":
            data.draw(pool).shuffle(changed["items"])
        case "hotspot":
            changed["regions"][0]["shape"]["radius"] = data.draw(st.integers(1, 99))
        case "diagram":
            data.draw(pool).shuffle(changed["labels"])
            for zone in changed["zones"]:
                zone["label_id"] = data.draw(st.sampled_from(changed["labels"]))["id"]
        case "formula":
            changed["answer"] = "7*x"
        case "code_output":
            changed["output"] = "7"
        case _:
            changed["marking_notes"] = "Something else."
    return ANY.validate_python(changed)


@pytest.mark.parametrize("kind", ALL)
@given(seed=SEEDS, data=st.data())
def test_the_view_does_not_depend_on_the_key(kind: str, seed: int, data: Any):
    question = ALL[kind]
    other = with_another_key(question, data)
    assert without_key(question, seed) == without_key(other, seed)


@pytest.mark.parametrize("kind", ["single", "multiple", "matching", "ordering", "diagram"])
def test_each_learner_has_an_order_of_their_own_and_keeps_it(kind: str):
    def order(seed: int) -> tuple[str, ...]:
        return tuple(pick.id for pick in without_key(ALL[kind], seed).picks)

    assert order(1) == order(1)
    assert len({order(seed) for seed in range(40)}) > 4
    assert len({frozenset(order(seed)) for seed in range(40)}) == 1


def test_true_comes_before_false_and_a_meaningful_order_stays():
    assert {
        tuple(pick.html for pick in without_key(ALL["true_false"], seed).picks)
        for seed in range(20)
    } == {("True", "False")}
    kept = ALL["single"].model_copy(update={"is_shuffled": False})
    assert {without_key(kept, seed).picks for seed in range(20)} == {without_key(kept, 0).picks}


def test_a_text_with_gaps_is_cut_at_its_gaps():
    pieces = without_key(ALL["cloze"], 3).pieces
    assert [(piece.html, piece.gap and piece.gap.kind) for piece in pieces] == [
        ("The ", "text"),
        (" feeds the rail at ", "number"),
        (", made of ", "choice"),
        (".", None),
    ]
