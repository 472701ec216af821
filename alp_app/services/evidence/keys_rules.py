"""Decides from the evidence whether an answer key may count. Pure, and closed on failure: what is not
shown to be right is held."""

from collections.abc import Sequence
from dataclasses import dataclass

from alp_app.models.keys import BlindSolution, KeyEvidence, KeyVerdict, Reason

METHOD = "keys@2"
"""Raise the version whenever the same evidence could get another verdict."""

AGREEING = 3
"""Blind solutions that have to agree with the key."""
STRAYING = 2
"""Blind solutions that may say something else, as long as no two of them say the same. To find nothing
in the material is no other answer."""
MOST_SOLUTIONS = AGREEING + STRAYING

HOLDING_CUES = frozenset({"equal_options"})
"""The other cues are told, and hold nothing."""


@dataclass(frozen=True, slots=True)
class Decision:
    verdict: KeyVerdict
    """VERIFIED or HELD."""
    reasons: tuple[Reason, ...]
    """What holds it; for a verified key, what speaks for it."""


def needs_another(blind: Sequence[BlindSolution]) -> bool:
    """Whether one more blind solution can still decide something."""
    agreeing = _count(blind, "agrees")
    return agreeing < AGREEING and len(blind) - agreeing <= STRAYING and not _rival(blind)


def decide_verdict(evidence: KeyEvidence) -> Decision:
    """Verified only if nothing speaks against the key and enough speaks for it."""
    against = _against(evidence)
    if against:
        return Decision(KeyVerdict.HELD, tuple(against))
    return Decision(KeyVerdict.VERIFIED, tuple(_for(evidence)))


def standing_after(standing: KeyVerdict, found: KeyVerdict) -> KeyVerdict:
    """What counts when evidence comes to a key that has a verdict: a person's word outweighs it."""
    return standing if standing is KeyVerdict.TEACHER_VERIFIED else found


def _against(evidence: KeyEvidence) -> list[Reason]:
    if not evidence.is_checkable:
        return [Reason(key="not_checkable")]
    if evidence.failure:
        return [Reason(key="unfinished", detail=evidence.failure)]
    return [
        *_cues_against(evidence),
        *_blind_against(evidence.blind),
        *_recomputation_against(evidence),
        *_quote_against(evidence),
        *(
            Reason(
                key="contradicts" if found.kind == "contradicts" else "duplicate",
                detail=found.stem,
            )
            for found in evidence.lookalikes
        ),
    ]


def _cues_against(evidence: KeyEvidence) -> list[Reason]:
    return [
        Reason(key=cue.kind, detail=cue.detail) for cue in evidence.cues if cue.kind in HOLDING_CUES
    ]


def _blind_against(blind: Sequence[BlindSolution]) -> list[Reason]:
    agreeing = _count(blind, "agrees")
    if agreeing >= AGREEING and len(blind) - agreeing <= STRAYING and not _rival(blind):
        return []
    found = [
        Reason(key=f"blind_{outcome}", count=count, detail=_said(blind, outcome))
        for outcome in ("differs", "untold", "failed")
        if (count := _count(blind, outcome))
    ]
    return found or [Reason(key="too_few_solutions", count=len(blind))]


def _rival(blind: Sequence[BlindSolution]) -> str:
    """What two solutions say that is not the key; empty where no two do."""
    seen: set[str] = set()
    for each in blind:
        said = each.outcome if each.outcome != "differs" else f"differs {_spelt(each.answer)}"
        if each.outcome not in {"agrees", "untold"} and said in seen:
            return said
        seen.add(said)
    return ""


def _spelt(answer: str) -> str:
    return " ".join(answer.casefold().split())


def _said(blind: Sequence[BlindSolution], outcome: str) -> str:
    """What the first of them said."""
    return next(each.answer or each.reason for each in blind if each.outcome == outcome)


def _recomputation_against(evidence: KeyEvidence) -> list[Reason]:
    again = evidence.recomputation
    if again is None or again.outcome == "agrees":
        return []
    if again.outcome == "differs":
        return [Reason(key="recomputed_differs", detail=again.value)]
    if again.outcome == "failed":
        return [Reason(key="recomputing_failed", detail=again.reason)]
    stands = evidence.quote is not None and evidence.quote.outcome == "stands"
    return [] if stands or not evidence.has_sources else [Reason(key="number_not_derived")]


def _quote_against(evidence: KeyEvidence) -> list[Reason]:
    if not evidence.has_sources:
        return []
    if evidence.basis != "sources":
        return [Reason(key="no_passages")]
    is_computed = evidence.recomputation is not None and evidence.recomputation.outcome == "agrees"
    quote = evidence.quote
    if quote is None or quote.outcome == "missing":
        missing = ", ".join(quote.missing) if quote else ""
        return [] if is_computed else [Reason(key="quote_missing", detail=missing)]
    if quote.outcome == "ambiguous":
        return [Reason(key="quote_ambiguous", detail=quote.rival)]
    return []


def _for(evidence: KeyEvidence) -> list[Reason]:
    said = [Reason(key="blind_agrees", count=_count(evidence.blind, "agrees"))]
    if evidence.recomputation and evidence.recomputation.outcome == "agrees":
        said.append(Reason(key="recomputed_agrees", detail=evidence.recomputation.expression))
    if evidence.quote and evidence.quote.outcome == "stands":
        said.append(Reason(key="quote_stands"))
    if not evidence.has_sources:
        said.append(Reason(key="no_sources"))
    return said


def _count(blind: Sequence[BlindSolution], outcome: str) -> int:
    return sum(each.outcome == outcome for each in blind)
