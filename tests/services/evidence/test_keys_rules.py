"""What the evidence for an answer key decides: closed on failure, whatever comes in whatever order."""

from hypothesis import given
from hypothesis import strategies as st

from alp_app.kit.ids import QuestionId, new_uuid
from alp_app.models.keys import (
    BlindSolution,
    Cue,
    KeyEvidence,
    KeyVerdict,
    Lookalike,
    QuoteCheck,
    Recomputation,
)
from alp_app.services.evidence.keys_rules import (
    AGREEING,
    MOST_SOLUTIONS,
    STRAYING,
    decide_verdict,
    needs_another,
    standing_after,
)

OUTCOMES = st.sampled_from(["agrees", "differs", "untold", "failed"])
solutions = st.lists(
    st.builds(BlindSolution, outcome=OUTCOMES, answer=st.sampled_from(["4 mm", "9 mm"])),
    max_size=6,
)
recomputations = st.none() | st.builds(
    Recomputation, outcome=st.sampled_from(["agrees", "differs", "underived", "failed"])
)
quotes = st.none() | st.builds(
    QuoteCheck, outcome=st.sampled_from(["stands", "missing", "ambiguous"])
)
cues = st.lists(
    st.builds(
        Cue,
        kind=st.sampled_from(["equal_options", "all_of_the_above", "longest_is_right", "grammar"]),
    ),
    max_size=2,
)
lookalikes = st.lists(
    st.builds(
        Lookalike,
        question_id=st.just(QuestionId(new_uuid())),
        stem=st.just("What wears?"),
        likeness=st.just(0.95),
        kind=st.sampled_from(["same", "reworded", "contradicts"]),
    ),
    max_size=1,
)
everything = st.builds(
    KeyEvidence,
    is_checkable=st.booleans(),
    basis=st.sampled_from(["sources", "lesson", "nothing"]),
    has_sources=st.booleans(),
    blind=solutions,
    recomputation=recomputations,
    quote=quotes,
    lookalikes=lookalikes,
    cues=cues,
    failure=st.sampled_from(["", "", "", "the engine does not answer"]),
)


def good(**changes) -> KeyEvidence:
    fields = {
        "basis": "sources",
        "has_sources": True,
        "blind": [BlindSolution(outcome="agrees", answer="4 mm")] * AGREEING,
        "quote": QuoteCheck(outcome="stands", quote="Pads thinner than 4 mm are replaced."),
    }
    return KeyEvidence.model_validate({**fields, **changes})


def test_three_blind_solutions_and_a_quote_verify_a_key():
    decision = decide_verdict(good())
    assert decision.verdict is KeyVerdict.VERIFIED
    assert [reason.key for reason in decision.reasons] == ["blind_agrees", "quote_stands"]


def test_two_strays_are_forgiven_unless_they_say_the_same():
    one = BlindSolution(outcome="differs", answer="9 mm")
    other = BlindSolution(outcome="differs", answer="2 mm")
    agreeing = [BlindSolution(outcome="agrees", answer="4 mm")] * AGREEING
    assert decide_verdict(good(blind=[one, *agreeing])).verdict is KeyVerdict.VERIFIED
    assert decide_verdict(good(blind=[one, other, *agreeing])).verdict is KeyVerdict.VERIFIED
    held = decide_verdict(good(blind=[one, *agreeing, one]))
    assert held.verdict is KeyVerdict.HELD
    assert [(reason.key, reason.detail, reason.count) for reason in held.reasons] == [
        ("blind_differs", "9 mm", 2)
    ]


def test_without_sources_the_verdict_says_so():
    decision = decide_verdict(good(basis="lesson", has_sources=False, quote=None))
    assert decision.verdict is KeyVerdict.VERIFIED
    assert decision.reasons[-1].key == "no_sources"


def test_a_number_that_was_worked_out_needs_no_quote_but_must_come_out():
    computed = good(quote=None, recomputation=Recomputation(outcome="agrees", expression="12*3"))
    assert decide_verdict(computed).verdict is KeyVerdict.VERIFIED
    wrong = good(recomputation=Recomputation(outcome="differs", value="35"))
    assert [reason.key for reason in decide_verdict(wrong).reasons] == ["recomputed_differs"]


@given(everything)
def test_nothing_is_verified_that_something_speaks_against(evidence: KeyEvidence):
    decision = decide_verdict(evidence)
    assert decision.reasons
    if decision.verdict is not KeyVerdict.VERIFIED:
        return
    agreeing = sum(each.outcome == "agrees" for each in evidence.blind)
    assert evidence.is_checkable
    assert not evidence.failure
    assert agreeing >= AGREEING
    assert len(evidence.blind) - agreeing <= STRAYING
    assert not evidence.lookalikes
    assert all(cue.kind != "equal_options" for cue in evidence.cues)
    again = evidence.recomputation
    assert again is None or again.outcome in {"agrees", "underived"}
    if evidence.has_sources:
        assert evidence.basis == "sources"
        computed = again is not None and again.outcome == "agrees"
        stands = evidence.quote is not None and evidence.quote.outcome == "stands"
        assert stands or (computed and evidence.quote is None) or (computed and not stands)
        assert evidence.quote is None or evidence.quote.outcome != "ambiguous"


@given(everything, OUTCOMES.filter(lambda outcome: outcome != "agrees"))
def test_a_further_doubt_never_turns_a_held_key_into_a_verified_one(
    evidence: KeyEvidence, doubt: str
):
    before = decide_verdict(evidence).verdict
    more = [*evidence.blind, BlindSolution.model_validate({"outcome": doubt})]
    after = decide_verdict(evidence.model_copy(update={"blind": more})).verdict
    assert before is KeyVerdict.VERIFIED or after is KeyVerdict.HELD


@given(everything, st.randoms())
def test_the_order_of_the_solutions_decides_nothing(evidence: KeyEvidence, dice):
    shuffled = list(evidence.blind)
    dice.shuffle(shuffled)
    again = evidence.model_copy(update={"blind": shuffled})
    assert decide_verdict(again).verdict is decide_verdict(evidence).verdict


@given(st.lists(OUTCOMES, min_size=MOST_SOLUTIONS, max_size=MOST_SOLUTIONS))
def test_solutions_are_asked_for_until_they_decide_and_no_longer(outcomes: list[str]):
    asked: list[BlindSolution] = []
    while needs_another(asked):
        place = len(asked)
        said = {"outcome": outcomes[place], "answer": f"{place} mm"}
        asked.append(BlindSolution.model_validate(said))
    decided = decide_verdict(good(blind=asked)).verdict
    in_full = [BlindSolution.model_validate({"outcome": each}) for each in outcomes]
    agreeing = sum(each == "agrees" for each in outcomes)
    if decided is KeyVerdict.VERIFIED:
        assert agreeing >= AGREEING
    else:
        assert decide_verdict(good(blind=in_full)).verdict is KeyVerdict.HELD


def test_a_persons_word_outweighs_a_check_and_a_check_outweighs_a_check():
    teacher, held, verified = KeyVerdict.TEACHER_VERIFIED, KeyVerdict.HELD, KeyVerdict.VERIFIED
    assert standing_after(teacher, held) is teacher
    assert standing_after(held, verified) is verified
    assert standing_after(verified, held) is held
