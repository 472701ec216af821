"""Checks answer keys: blind solutions, numbers worked out again, the quote, and what the bank holds already.

Each question is a step of its own. What cannot be checked is held, and says why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from alp_app.jobspecs.evidence import CheckKeys
from alp_app.kit.ids import QuestionId
from alp_app.kit.text import shorten
from alp_app.models.keys import KeyEvidence, Lookalike, QuoteCheck, Recomputation
from alp_app.models.manifest import Making, Subject
from alp_app.models.questions import AnyQuestion, ChoiceQuestion, FormulaQuestion
from alp_app.services.courses.errors import PartNotFound
from alp_app.services.courses.markup import plain
from alp_app.services.evidence.keys_answers import CHECKABLE, Checkable, answers_of
from alp_app.services.evidence.keys_commands import keep_check
from alp_app.services.evidence.keys_likeness import cues_of, lookalike
from alp_app.services.evidence.keys_numbers import (
    gives_quantities,
    is_numeric,
    recompute,
    unit_of,
)
from alp_app.services.evidence.keys_queries import (
    language_of,
    list_bank_keys,
    list_keys_to_check,
    read_lesson_around,
)
from alp_app.services.evidence.keys_quotes import find_quote, find_statement
from alp_app.services.evidence.keys_views import BankedKey, KeyToCheck
from alp_app.services.generation.key_drafts import WorkedOut
from alp_app.services.manifests.commands import record_manifest
from alp_app.services.manifests.rules import hash_text
from alp_app.services.sources.views import PassageView
from alp_app.unit_of_work import UnitOfWork
from jobs.context import JobContext
from jobs.generation.asking import ask
from jobs.generation.looking_up import Library, excerpts, grounds_of, look_up, open_library
from jobs.generation.material import as_data, hashes_of
from jobs.generation.solving import TRIES, Shown, engine_beside, solve_blind
from providers.contracts.errors import ProviderError, ProviderRefused, ProviderUnreachable
from providers.contracts.text import TextModel

RECOMPUTING = 8
"""The variant of the request for an expression: beyond those of the blind solutions."""
LESSON_WORDS = 600
MOST_LOOKALIKES = 5
TRUE_WORDS = frozenset(
    ("true", "yes", "right", "verdadero", "sí", "cierto", "wahr", "richtig", "vrai", "vero")
)
"""What the right option of true or false may be called."""


class CheckedKey(BaseModel):
    """A check as it is kept with its step."""

    evidence: KeyEvidence
    makings: list[Making]


@dataclass(frozen=True, slots=True)
class _Setting:
    """What all checks of one run share."""

    spec: CheckKeys
    library: Library
    others: Mapping[str, TextModel | None]
    """For each engine that wrote something: another one that is ready."""
    vectors: dict[QuestionId, Sequence[float]]


async def check_keys(context: JobContext, spec: CheckKeys) -> None:
    """Check these questions, or all by engines that no check has looked at."""
    async with context.reader() as reader:
        keys = await list_keys_to_check(reader, spec.course_id, spec.question_ids)
        language = await language_of(reader, spec.course_id)
    library = await open_library(context, spec, language)
    await context.plan([f"key:{key.version_id}" for key in keys])
    authors = {key.author_engine for key in keys}
    setting = _Setting(
        spec=spec,
        library=library,
        others={author: await engine_beside(context, author) for author in authors},
        vectors={},
    )
    for number, key in enumerate(keys, start=1):
        await context.progress(
            (number - 1) / len(keys), "generation.checking_key", n=number, of=len(keys)
        )
        await context.step(
            f"key:{key.version_id}",
            lambda key=key: _check(context, setting, key),
            returns=CheckedKey,
            save=lambda work, checked, key=key: _keep(context, work, spec, key, checked),
        )


async def _check(context: JobContext, setting: _Setting, key: KeyToCheck) -> CheckedKey:
    async with context.reader() as reader:
        bank = await list_bank_keys(reader, setting.spec.course_id)
    evidence = KeyEvidence(
        has_sources=not setting.library.is_empty,
        is_checkable=isinstance(key.content, CHECKABLE),
        cues=cues_of(key.content),
        lookalikes=await _lookalikes(context, setting, key, bank),
    )
    question = key.content
    if not isinstance(question, CHECKABLE):
        return CheckedKey(evidence=evidence, makings=[])
    try:
        return await _with_engines(context, setting, key, question, evidence)
    except ProviderRefused as refusal:
        return _unfinished(evidence, refusal)
    except ProviderUnreachable as error:
        if context.run.failures < len(setting.spec.retry_after):
            raise
        return _unfinished(evidence, error)


def _unfinished(evidence: KeyEvidence, error: ProviderError) -> CheckedKey:
    return CheckedKey(evidence=evidence.model_copy(update={"failure": error.reason}), makings=[])


async def _with_engines(
    context: JobContext,
    setting: _Setting,
    key: KeyToCheck,
    question: Checkable,
    evidence: KeyEvidence,
) -> CheckedKey:
    passages: list[PassageView] = []
    if not setting.library.is_empty:
        passages = await look_up(context, setting.spec, setting.library, plain(question.stem))
    shown = await _shown(context, setting, key, passages)
    solved = await solve_blind(
        context, question, shown, other=setting.others[key.author_engine], salt=str(key.version_id)
    )
    makings = list(solved.makings)
    quote = _quote(question, passages) if passages else None
    again = None
    if is_numeric(question) and (
        gives_quantities(question) or quote is None or quote.outcome != "stands"
    ):
        again, making = await _recomputed(context, question, shown)
        makings += [making] if making else []
    basis = "sources" if passages else "lesson" if shown.passages else "nothing"
    return CheckedKey(
        evidence=evidence.model_copy(
            update={
                "basis": basis,
                "blind": solved.blind,
                "quote": quote,
                "recomputation": again,
            }
        ),
        makings=makings,
    )


async def _shown(
    context: JobContext, setting: _Setting, key: KeyToCheck, passages: Sequence[PassageView]
) -> Shown:
    if passages or not setting.library.is_empty:
        question = plain(key.content.stem)
        told = excerpts(passages, question, setting.library.language)
        return Shown(told, hashes_of(passages))
    async with context.reader() as reader:
        text = await read_lesson_around(reader, setting.spec.course_id, key.question_id)
    words = as_data(" ".join(text.split()[:LESSON_WORDS]))
    return Shown([words] if words else [], [hash_text(words)] if words else [])


def _quote(question: AnyQuestion, passages: Sequence[PassageView]) -> QuoteCheck | None:
    """None for formulas, which no sentence says."""
    if isinstance(question, FormulaQuestion):
        return None
    grounds = grounds_of(passages)
    stem = plain(question.stem)
    if isinstance(question, ChoiceQuestion) and question.type == "true_false":
        is_true = _says_true(answers_of(question).right)
        return find_statement(stem, is_true=is_true, grounds=grounds)
    answers = answers_of(question)
    return find_quote(stem, answers.right, answers.wrong, grounds)


def _says_true(right: Sequence[str]) -> bool:
    return bool(right) and right[0].strip().casefold() in TRUE_WORDS


async def _recomputed(
    context: JobContext, question: AnyQuestion, shown: Shown
) -> tuple[Recomputation, Making | None]:
    try:
        written = await ask(
            context,
            "evidence/recompute",
            WorkedOut,
            {
                "passages": list(shown.passages),
                "question": plain(question.stem),
                "unit": unit_of(question),
            },
            chunk_hashes=shown.hashes,
            variant=RECOMPUTING,
            tries=TRIES,
        )
    except ProviderRefused as refusal:
        return Recomputation(outcome="failed", reason=refusal.reason), None
    draft = WorkedOut.model_validate(written.draft)
    found = recompute(question, draft.expression, draft.unit, shown.passages)
    return found.model_copy(update={"manifest_id": written.making.id}), written.making


async def _lookalikes(
    context: JobContext, setting: _Setting, key: KeyToCheck, bank: Sequence[BankedKey]
) -> list[Lookalike]:
    """The older of two that are too like each other stays; the later one is told of."""
    older = [each for each in bank if each.question_id < key.question_id]
    if not older:
        return []
    await _embed(
        context,
        setting.vectors,
        [*older, BankedKey(question_id=key.question_id, content=key.content)],
    )
    ours = setting.vectors.get(key.question_id)
    found = (
        lookalike(
            key.content,
            each.content,
            each.question_id,
            _cosine(ours, setting.vectors.get(each.question_id)),
        )
        for each in older
    )
    return [each for each in found if each is not None][:MOST_LOOKALIKES]


async def _embed(
    context: JobContext, vectors: dict[QuestionId, Sequence[float]], keys: Sequence[BankedKey]
) -> None:
    """Without an engine for it, only words are compared."""
    missing = [key for key in keys if key.question_id not in vectors]
    try:
        made = await context.providers.embeddings.embed([_meaning(key.content) for key in missing])
    except ProviderError as error:
        await context.log("generation.no_embeddings", level="warning", reason=error.reason)
        return
    vectors.update({key.question_id: vector for key, vector in zip(missing, made, strict=True)})


def _meaning(question: AnyQuestion) -> str:
    return shorten(f"{plain(question.stem)} {'; '.join(answers_of(question).right)}", 600)


def _cosine(one: Sequence[float] | None, other: Sequence[float] | None) -> float:
    if one is None or other is None:
        return 0.0
    return sum(a * b for a, b in zip(one, other, strict=True))


async def _keep(
    context: JobContext, work: UnitOfWork, spec: CheckKeys, key: KeyToCheck, checked: CheckedKey
) -> None:
    """A question that was deleted meanwhile keeps nothing."""
    try:
        await keep_check(
            work, key.question_id, key.version_id, checked.evidence, job_id=context.job_id
        )
    except PartNotFound:
        return
    for making in checked.makings:
        await record_manifest(
            work,
            spec.course_id,
            making,
            subject=Subject.QUESTION,
            subject_id=key.question_id,
            job_id=context.job_id,
        )
