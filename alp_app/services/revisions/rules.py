"""Pure decisions about parts of a draft: what an engine is told, which blocks it may touch, and what a
lesson that was planned anew becomes."""

from collections.abc import Mapping, Sequence

from alp_app.models.content import BlockContent, FigureBlock, HeadingBlock
from alp_app.models.questions import AnyQuestion, ChoiceQuestion
from alp_app.models.revision import BlockWording, Preset
from alp_app.services.revisions.drafts import ChangeDraft, LessonPlanDraft
from alp_app.services.revisions.weaving import is_human, is_worded, units_of

INSTRUCTIONS: Mapping[Preset, str] = {
    Preset.SHORTER: "Make it shorter. Keep every fact; drop every word that carries none.",
    Preset.SIMPLER: "Say it in simpler words and shorter sentences. Keep every fact.",
    Preset.EXAMPLE: "Add one concrete example from practice that fits the passages.",
    Preset.DETAIL: "Explain it in more detail: say how and why, as far as the passages do.",
    Preset.ANOTHER: "Say the same in other words, more clearly.",
    Preset.SOURCE: "The material has changed. Say what the passages say now; keep what still holds.",
}


def instruction_for(preset: Preset | None, words: str) -> str:
    """What an engine is asked to do."""
    return " ".join(part for part in (INSTRUCTIONS[preset] if preset else "", words) if part)


def can_be_rewritten(content: BlockContent) -> bool:
    """Whether an engine can write this kind of block again."""
    return is_worded(content) or isinstance(content, FigureBlock)


def can_be_asked_again(content: AnyQuestion) -> bool:
    """Whether an engine writes this kind of question."""
    return isinstance(content, ChoiceQuestion) and content.type == "single"


def has_human_words(content: BlockContent) -> bool:
    return is_worded(content) and any(is_human(unit) for unit in units_of(content))


def text_of(content: BlockContent) -> str:
    """The words of a block as an engine is shown them; empty for what is no text."""
    if is_worded(content):
        return " ".join(item.text for unit in units_of(content) for item in unit)
    return content.text if isinstance(content, HeadingBlock) else ""


def changes_to_make(plan: LessonPlanDraft, paragraphs: Sequence[BlockWording]) -> list[ChangeDraft]:
    """What of a plan can be done: one change for each paragraph that there is, in reading order. Nothing
    that a person wrote is removed: such a paragraph is written around instead."""
    by_place: dict[int, ChangeDraft] = {}
    for change in plan.changes:
        place = change.paragraph
        if place > len(paragraphs) or place in by_place:
            continue
        content = paragraphs[place - 1].content
        if change.change == "remove" and content is not None and has_human_words(content):
            continue
        by_place[place] = change
    if by_place:
        return [by_place[place] for place in sorted(by_place)]
    return [
        ChangeDraft(paragraph=place, change="rewrite", what="")
        for place in range(1, len(paragraphs) + 1)
    ]
