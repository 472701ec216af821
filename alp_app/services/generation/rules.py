"""Pure decisions about generated drafts: which blocks a lesson becomes, how answers are shuffled."""

import random
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from alp_app.kit.text import shorten
from alp_app.models.content import (
    BlockContent,
    CalloutBlock,
    Citation,
    FigureBlock,
    HeadingBlock,
    ListBlock,
    Origin,
    Sentence,
    TextBlock,
)
from alp_app.models.questions import ChoiceQuestion, Option
from alp_app.services.courses.sentences import split_sentences, written
from alp_app.services.generation.cleaning import clean
from alp_app.services.generation.drafts import (
    LONGEST_NOTE,
    LONGEST_PARAGRAPH,
    LONGEST_POINT,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    SHORTEST_SUMMARY,
    SHORTEST_TITLE,
    ClosingDraft,
    ObjectiveDraft,
    ObjectivesDraft,
    PartDraft,
    QuestionDraft,
    SectionPlan,
)

LAST_CHARACTERS = 4
"""How far before its limit a text may end that the limit cut: half a character of UTF-8 goes, too."""
_ENDED = re.compile(r"[.!?…:]['\"”’)\]*`$]*$")
FEWEST_WRONG = 2
"""Wrong answers that a question needs to be worth asking."""
FEWEST_OBJECTIVES = 3
VAGUE_VERBS = frozenset(
    {
        "understand", "know", "learn", "appreciate", "realise", "realize", "familiarise", "familiarize",
        "comprender", "entender", "conocer", "saber", "aprender", "apreciar",
        "verstehen", "kennen", "wissen", "lernen", "comprendre", "connaître", "savoir", "apprendre",
    }
)  # fmt: skip
"""Verbs of which nobody can see whether a learner does them (Mager, 1962)."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a lesson's headings are called, in the language of the course."""

    steps: str = "Step by step"
    caution: str = "Take care"
    remember: str = "Remember"
    quiz: str = "Check what you read"


WORDS = {
    "en": Words(),
    "es": Words("Paso a paso", "Precaución", "Recuerda", "Comprueba lo leído"),
    "fr": Words("Pas à pas", "Attention", "À retenir", "Vérifiez votre lecture"),
    "de": Words(
        "Schritt für Schritt", "Vorsicht", "Merken Sie sich", "Prüfen Sie, was Sie gelesen haben"
    ),
    "it": Words("Passo dopo passo", "Attenzione", "Da ricordare", "Verifica quello che hai letto"),
    "pt": Words("Passo a passo", "Atenção", "Para lembrar", "Verifique o que leu"),
}


def words_for(language: str) -> Words:
    """Headings in the language of the course; English for one that is not listed."""
    return WORDS.get(language.split("-", maxsplit=1)[0], WORDS["en"])


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """A section of a lesson, and how it came about."""

    heading: str
    paragraphs: Sequence[str]
    origin: Origin


def distinct_sections(sections: Sequence[SectionPlan], taken: Collection[str]) -> list[SectionPlan]:
    """Those whose headings say something of their own: not what one before or one in `taken` says."""
    seen = {heading_key(heading) for heading in taken}
    kept: list[SectionPlan] = []
    for section in sections:
        key = heading_key(section.heading)
        if key and key not in seen:
            seen.add(key)
            kept.append(section.model_copy(update={"heading": clean(section.heading)}))
    return kept


def told_apart(sections: Sequence[SectionPlan], title: str) -> list[SectionPlan]:
    """When an engine has only one thing to say: one section of each heading, and the lesson's own title
    where none is left."""
    title = shorten(title, LONGEST_TITLE)
    kept = distinct_sections(sections, ())[:1]
    if not kept:
        kept = [sections[0].model_copy(update={"heading": title})]
    second = sections[-1].model_copy(update={"heading": title})
    return [*kept, *([second] if heading_key(title) != heading_key(kept[0].heading) else [])]


def measurable(draft: ObjectivesDraft) -> ObjectivesDraft:
    """Without those that name nothing one could see a learner do, and without repetitions; as it was
    when fewer than FEWEST_OBJECTIVES would be left."""
    seen: set[str] = set()
    kept: list[ObjectiveDraft] = []
    for item in draft.objectives:
        text = clean(item.text)
        first = text.split(maxsplit=1)[0].casefold() if text else ""
        if text and first not in VAGUE_VERBS and heading_key(text) not in seen:
            seen.add(heading_key(text))
            kept.append(item.model_copy(update={"text": text}))
    if len(kept) < FEWEST_OBJECTIVES:
        return draft
    return draft.model_copy(update={"objectives": kept})


def heading_key(heading: str) -> str:
    """What two headings have in common that differ only in case, order, endings or small words."""
    words = re.findall(r"\w+", clean(heading).casefold())
    return " ".join(sorted({word.rstrip("s") for word in words if len(word) > 3} or set(words)))  # noqa: PLR2004 - shorter words carry no meaning


def lesson_blocks(
    sections: Sequence[WrittenSection],
    closing: ClosingDraft,
    origin: Origin,
    *,
    title: str,
    words: Words,
) -> list[BlockContent]:
    """The parts as blocks, in reading order; the picture comes first and is still to be drawn. A
    sentence that was there before is left out. `origin` is the closing's."""
    once = _Once()
    blocks: list[BlockContent] = [
        FigureBlock(alt=clean(closing.picture), prompt=f"{title}: {clean(closing.picture)}"),
    ]
    for section in sections:
        paragraphs = [
            once.new(finished(text, LONGEST_PARAGRAPH), section.origin)
            for text in section.paragraphs
        ]
        texts = [TextBlock(sentences=sentences) for sentences in paragraphs if sentences]
        if texts:
            blocks.append(HeadingBlock(text=clean(section.heading)))
            blocks.extend(texts)
    steps = [
        sentences
        for step in closing.steps
        if (sentences := once.new(finished(step, LONGEST_NOTE), origin))
    ]
    if steps:
        blocks.append(HeadingBlock(text=words.steps))
        blocks.append(ListBlock(ordered=True, items=steps))
    if caution := once.new(finished(closing.caution, LONGEST_NOTE), origin):
        blocks.append(CalloutBlock(tone="warning", title=words.caution, sentences=caution))
    points = _Once()
    if remember := [
        sentences
        for point in closing.remember
        if (sentences := points.new(finished(point, LONGEST_POINT), origin))
    ]:
        blocks.append(HeadingBlock(text=words.remember))
        blocks.append(ListBlock(items=remember))
    return blocks


class _Once:
    """Passes each sentence on once. Points to remember may say again what the text said."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def new(self, text: str, origin: Origin) -> list[Sentence]:
        kept: list[Sentence] = []
        for sentence in written(text, origin):
            key = " ".join(re.findall(r"\w+", sentence.text.casefold()))
            if key and key not in self._seen:
                self._seen.add(key)
                kept.append(sentence)
        return kept


def finished(text: str, limit: int) -> str:
    """Model text without what its length cut off.

    An engine that is held to `limit` characters stops there, in the middle of a sentence, and may go on
    with the rest of it in the next text. Empty when no whole sentence is there.
    """
    text = clean(text)
    pieces = split_sentences(text)
    if len(pieces) > 1 and _is_rest(pieces[0]):
        pieces = pieces[1:]
    is_cut = len(pieces) > 1 or len(text) >= limit - LAST_CHARACTERS
    if pieces and is_cut and not _ENDED.search(pieces[-1]):
        pieces = pieces[:-1]
    return " ".join(pieces)


def _is_rest(piece: str) -> bool:
    """Whether it begins in the middle of a sentence: with a word of small letters (not pH, not kPa)."""
    first = piece.split(maxsplit=1)[0]
    return len(first) > 1 and first.isalpha() and first.islower()


def distinct_titles(parts: Sequence[PartDraft]) -> list[PartDraft]:
    """Small models repeat themselves: a title that came before gets a number."""
    seen: dict[str, int] = {}
    result: list[PartDraft] = []
    for part in parts:
        title = part.title.rstrip(".")
        title = shorten(title, LONGEST_TITLE - 5) if len(title) >= SHORTEST_TITLE else part.title
        key = title.casefold()
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            title = f"{title} ({seen[key]})"
        summary = finished(part.summary, LONGEST_SUMMARY)
        if len(summary) < SHORTEST_SUMMARY:
            summary = part.summary
        result.append(part.model_copy(update={"title": title, "summary": summary}))
    return result


def choice_question(
    draft: QuestionDraft, origin: Origin, citations: list[Citation]
) -> ChoiceQuestion | None:
    """The draft as a question with its options in an order that only its words decide. Wrong answers
    that repeat another are left out; None when fewer than FEWEST_WRONG remain."""
    right = clean(draft.right_answer)
    wrong = {clean(answer.text).casefold(): answer for answer in reversed(draft.wrong_answers)}
    wrong.pop(right.casefold(), None)
    wrong.pop("", None)
    if not right or len(wrong) < FEWEST_WRONG:
        return None
    options = [Option(text=right, is_correct=True, reason=clean(draft.why_right))]
    options += [
        Option(text=clean(answer.text), is_correct=False, reason=clean(answer.mixed_up))
        for answer in reversed(wrong.values())
    ]
    random.Random(draft.question).shuffle(options)  # noqa: S311 - an order, not a secret
    return ChoiceQuestion(
        stem=clean(draft.question),
        options=options,
        explanation=clean(draft.why_right),
        origin=origin,
        citations=citations,
    )
