"""Questions about a real text of which some have wrong keys, checked by the real job: how many it catches."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from alp_app.jobspecs.evidence import CheckKeys
from alp_app.models.keys import KeyVerdict
from alp_app.services.generation.question_drafts import Kind
from providers.contracts.embeddings import EmbeddingModel
from providers.fakes.erring import LONGEST_SENTENCE, SHORTEST_SENTENCE, ErringText, Slips
from tests.jobs.keys import (
    SENTENCES_OF_AN_ITEM,
    checked_keys,
    engines,
    keep_questions,
    make_course,
    real_paragraphs,
    write_question,
)
from tests.jobs.workshop import Workshop

PARAGRAPH = 4
"""Sentences."""


@dataclass(frozen=True)
class Outcome:
    """Of one run."""

    items: int
    planted: int
    """Wrong keys."""
    passed: int
    """Wrong keys that were verified."""
    alarms: int
    """Right keys that were not."""
    calls: int
    """Answers of the engine for all checks."""
    why: Counter[str]
    """The reasons that held right keys."""

    @property
    def passed_share(self) -> float:
        return self.passed / self.planted

    @property
    def alarm_share(self) -> float:
        return self.alarms / (self.items - self.planted)


async def plant(
    workshop: Workshop,
    tmp_path: Path,
    embeddings: EmbeddingModel,
    *,
    seed: int,
    items: int = 200,
    slips: Slips | None = None,
) -> Outcome:
    """Have an erring engine write so many questions, check them, and compare with what it did."""
    engine = ErringText(seed, slips)
    engines(workshop, engine, embeddings)
    lessons = real_paragraphs()
    text = "\n\n".join(chapter(title, sentences) for title, sentences in lessons)
    course_id = await make_course(workshop, tmp_path, text, f"Planted {seed}")
    questions = []
    stems: set[str] = set()
    for turn, (title, paragraph) in enumerate(_passages(lessons)):
        if len(questions) == items:
            break
        made = await write_question(
            engine, paragraph, _kind(turn, paragraph), lesson=title, turn=turn
        )
        if made is not None and made.stem not in stems:
            questions.append(made)
            stems.add(made.stem)
    await keep_questions(workshop, course_id, questions)
    job_id = await workshop.request(CheckKeys(course_id=course_id))
    await workshop.drain()
    assert (await workshop.job(job_id)).error is None
    found = await checked_keys(workshop, course_id)
    assert len(found) == len(questions) == items
    wrong = [each for each in found if each.stem in engine.planted]
    right = [each for each in found if each.stem not in engine.planted]
    alarms = [each for each in right if each.verdict is not KeyVerdict.VERIFIED]
    steps = await workshop.steps(job_id)
    return Outcome(
        items=len(found),
        planted=len(wrong),
        passed=sum(each.verdict is KeyVerdict.VERIFIED for each in wrong),
        alarms=len(alarms),
        calls=sum(len(step.result["makings"]) for step in steps.values()),
        why=Counter(f"{each.kind}: {each.reasons[0]}" for each in alarms),
    )


def chapter(title: str, sentences: list[str]) -> str:
    """In paragraphs, as people write."""
    starts = range(0, len(sentences), PARAGRAPH)
    paragraphs = [" ".join(sentences[start : start + PARAGRAPH]) for start in starts]
    return "\n\n".join([f"# {title}", *paragraphs])


def _passages(lessons: list[tuple[str, list[str]]]) -> Iterator[tuple[str, str]]:
    for title, sentences in lessons:
        for start in range(0, len(sentences) - 1, SENTENCES_OF_AN_ITEM):
            told = sentences[start : start + SENTENCES_OF_AN_ITEM]
            if any(SHORTEST_SENTENCE <= len(each.split()) <= LONGEST_SENTENCE for each in told):
                yield title, " ".join(told)


def _kind(turn: int, paragraph: str) -> Kind:
    has_number = any(char.isdigit() for char in paragraph)
    if turn % 5 == 1:
        return "true_false"
    return "numeric" if turn % 5 == 3 and has_number else "single"
