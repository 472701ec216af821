"""The support of a lesson's sentences, as the editor shows it."""

from dataclasses import dataclass, field

from alp_app.services.evidence.support_views import LessonEvidence, SentenceEvidence

CLOSE, NEAR = 0.8, 0.6
"""Scores from which a place is said to be close, or near."""


@dataclass(frozen=True)
class SupportLine:
    id: str
    text: str
    source_text: str
    """With its marks, as an author types it."""
    before: str
    after: str
    state: str
    likeness: str
    """How near the place is that it stands on, in a word: `close`, `near`, `far`; empty without one."""
    doubts: list[str]
    missing: str
    quote: str
    title: str
    page: int
    """0 where the source has no pages."""
    href: str
    method: str
    checked_at: str
    accepted_by: str
    is_by_model: bool


@dataclass(frozen=True)
class SupportShown:
    """Of the open lesson."""

    has_sources: bool = False
    is_checking: bool = False
    supported: int = 0
    weak: int = 0
    unsupported: int = 0
    accepted: int = 0
    unchecked: int = 0
    lines: list[SupportLine] = field(default_factory=list[SupportLine])


def shown_of(evidence: LessonEvidence) -> SupportShown:
    counts = evidence.counts
    return SupportShown(
        has_sources=evidence.has_sources,
        is_checking=evidence.is_checking,
        supported=counts.get("supported", 0),
        weak=counts.get("weak", 0),
        unsupported=counts.get("unsupported", 0),
        accepted=counts.get("accepted", 0),
        unchecked=counts.get("unchecked", 0) + counts.get("checking", 0),
        lines=[line_of(sentence) for sentence in evidence.sentences],
    )


def line_of(sentence: SentenceEvidence) -> SupportLine:
    place = sentence.place
    return SupportLine(
        id=str(sentence.id),
        text=sentence.text,
        source_text=sentence.source_text,
        before=sentence.before,
        after=sentence.after,
        state=sentence.state,
        likeness=_likeness(sentence),
        doubts=[doubt.value for doubt in sentence.doubts],
        missing=", ".join(sentence.missing),
        quote=place.quote if place else "",
        title=place.title if place else "",
        page=(place.page or 0) if place else 0,
        href=place.href if place else "",
        method=sentence.method,
        checked_at=sentence.checked_at.isoformat() if sentence.checked_at else "",
        accepted_by=sentence.accepted_by,
        is_by_model=sentence.is_by_model,
    )


def _likeness(sentence: SentenceEvidence) -> str:
    if sentence.state not in {"supported", "weak"} or sentence.place is None:
        return ""
    if sentence.score >= CLOSE:
        return "close"
    return "near" if sentence.score >= NEAR else "far"
