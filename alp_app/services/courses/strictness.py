"""How strictly a school takes each line of the checklist."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from alp_app.models.approval import ApprovalRules, ApprovalSettings, Strictness
from alp_app.services.courses.rules import Finding, Weight
from alp_app.unit_of_work import Reader

CHOOSABLE = (
    "unsupported",
    "weak_sentences",
    "own_unsupported",
    "held_keys",
    "no_alt",
    "missing_file",
    "reading_level",
    "low_contrast",
    "objective_without_lesson",
    "objective_without_item",
    "not_reviewed",
    "open_comments",
    "no_objectives",
    "no_summary",
    "no_cover",
    "no_reason",
)
"""Keys of findings that a school may weigh. The others would leave learners with nothing to read or
with questions that nobody can answer: they always block."""


async def rules_of(reader: Reader) -> ApprovalRules:
    """Of the actor's school."""
    kept = await reader.session.get(ApprovalSettings, reader.organisation_id)
    return kept.rules if kept else ApprovalRules()


def weighed(findings: Iterable[Finding], chosen: Mapping[str, Strictness]) -> list[Finding]:
    """The findings as the school takes them, the blocking ones first."""
    kept: list[Finding] = []
    for finding in findings:
        strictness = chosen.get(finding.key) if finding.key in CHOOSABLE else None
        if strictness is None:
            kept.append(finding)
        elif strictness is not Strictness.OFF:
            kept.append(replace(finding, weight=Weight(strictness.value)))
    return sorted(kept, key=lambda finding: finding.weight is Weight.WARNS)
