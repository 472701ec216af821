"""Asking a text engine for a sentence, a passage or a new paragraph, and naming what it stands on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from alp_app.jobspecs.generation import GenerationSpec
from alp_app.kit.text import shorten
from alp_app.models.content import Sentence, TextBlock
from alp_app.models.manifest import Making
from alp_app.services.courses.sentences import written
from alp_app.services.generation.cleaning import clean
from alp_app.services.revisions.drafts import (
    AdditionDraft,
    ItemsDraft,
    PassageDraft,
    SentenceDraft,
    items_draft,
    passage_draft,
)
from alp_app.services.revisions.rules import text_of
from alp_app.services.revisions.showing import changed_sentences, sentences_of
from alp_app.services.revisions.views import Task
from alp_app.services.revisions.weaving import Worded, gaps_of, runs_of, with_sentence, woven
from alp_app.services.sources.views import PassageView
from jobs.context import JobContext
from jobs.evidence.support import check_support
from jobs.generation.asking import ask
from jobs.generation.material import hashes_of, passages_about, quoted

PASSAGES = 4
LONGEST_NEIGHBOUR = 400
"""Characters of the text around a part that are shown with it."""


_LABEL = re.compile(r"\[(?:KEEP|PART \d+)\]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One part on its writer's desk."""

    context: JobContext
    spec: GenerationSpec
    task: Task
    instruction: str
    before: str
    after: str
    """The texts around the part."""

    @property
    def about(self) -> dict[str, Any]:
        """What every prompt is told."""
        return {
            "lesson": self.task.lesson,
            "audience": self.task.audience,
            "level": self.task.level.value,
            "language": self.task.language,
            "instruction": self.instruction,
            "before": shorten(self.before, LONGEST_NEIGHBOUR),
            "after": shorten(self.after, LONGEST_NEIGHBOUR),
        }


async def look_up(desk: Desk, text: str) -> list[PassageView]:
    """The passages of the course that speak of what is to be written."""
    await desk.context.progress(0.1, "revisions.looking_up")
    return await passages_about(desk.context, desk.spec, f"{text} {desk.instruction}", PASSAGES)


async def write_sentence(desk: Desk, content: Worded) -> tuple[Worded, Making]:
    """A block with one of its sentences, the task's, written again."""
    sentences = sentences_of(content)
    place = next(n for n, item in enumerate(sentences) if item.id == desk.task.part_id)
    passages = await look_up(desk, sentences[place].text)
    await desk.context.progress(0.3, "revisions.writing")
    around = {
        "before": " ".join(item.text for item in sentences[:place]) or desk.about["before"],
        "after": " ".join(item.text for item in sentences[place + 1 :]) or desk.about["after"],
    }
    answer = await ask(
        desk.context,
        "revisions/sentence",
        SentenceDraft,
        desk.about | around | {"sentence": sentences[place].text, "passages": quoted(passages)},
        chunk_hashes=hashes_of(passages),
    )
    draft = SentenceDraft.model_validate(answer.draft)
    made = with_sentence(content, desk.task.part_id, clean(draft.text), answer.origin)
    return await _checked(desk, content, made or content), answer.making


async def write_passage(desk: Desk, content: Worded) -> tuple[Worded, Making]:
    """A paragraph or list written again around what people wrote in it."""
    passages = await look_up(desk, text_of(content))
    await desk.context.progress(0.3, "revisions.writing")
    is_list = content.type == "list"
    gaps = len(gaps_of(content))
    answer = await ask(
        desk.context,
        "revisions/passage",
        items_draft(gaps) if is_list else passage_draft(gaps),
        desk.about
        | {
            "runs": _marked(content),
            "count": gaps,
            "is_list": is_list,
            "passages": quoted(passages),
        },
        chunk_hashes=hashes_of(passages),
    )
    parts = (
        [
            [_unmarked(item) for item in part]
            for part in ItemsDraft.model_validate(answer.draft).parts
        ]
        if is_list
        else [[_unmarked(part)] for part in PassageDraft.model_validate(answer.draft).parts]
    )
    made = woven(content, parts, answer.origin)
    return await _checked(desk, content, made), answer.making


async def write_addition(desk: Desk) -> tuple[TextBlock, Making]:
    """A new paragraph between two others."""
    passages = await look_up(desk, desk.before)
    await desk.context.progress(0.3, "revisions.writing")
    answer = await ask(
        desk.context,
        "revisions/addition",
        AdditionDraft,
        desk.about | {"passages": quoted(passages)},
        chunk_hashes=hashes_of(passages),
    )
    draft = AdditionDraft.model_validate(answer.draft)
    made = TextBlock(sentences=written(clean(draft.text), answer.origin))
    await _check(desk, made.sentences)
    return made, answer.making


def _marked(content: Worded) -> list[str]:
    """The runs of a block as its writer is shown them."""
    lines: list[str] = []
    gap = 0
    for run in runs_of(content):
        if run.is_fixed:
            lines.append(f"[KEEP] {run.text}")
            continue
        gap += 1
        lines.append(f"[PART {gap}] {run.text or '(empty)'}")
    return lines


def _unmarked(text: str) -> str:
    """An answer without the labels of the question, which small models repeat."""
    return clean(_LABEL.sub("", text))


async def _checked(desk: Desk, before: Worded, made: Worded) -> Worded:
    """The block, its new sentences held against the sources."""
    await _check(desk, changed_sentences(before, made))
    return made


async def _check(desk: Desk, sentences: Sequence[Sentence]) -> None:
    await desk.context.progress(0.8, "revisions.checking")
    await check_support(desk.context, desk.spec.course_id, sentences, language=desk.task.language)
