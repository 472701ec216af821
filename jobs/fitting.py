"""Words lessons anew for kinds of readers, piece by piece, and lets through only what keeps the facts."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, Field

from alp_app.jobspecs.fitting import FittingSpec, PrepareModule, WriteVariant
from alp_app.kit.ids import LessonId
from alp_app.models.fitting import Refusal
from alp_app.models.manifest import Making
from alp_app.services.fitting.commands import keep_variant
from alp_app.services.fitting.drafts import WordingDraft
from alp_app.services.fitting.fidelity import Part, Wording, check_parts
from alp_app.services.fitting.queries import BaseLesson, get_base, list_unwritten
from alp_app.services.fitting.rules import LEAST_WORDED, Fit, Piece, fit_from, pieces_of
from alp_app.unit_of_work import UnitOfWork
from jobs.context import JobContext
from jobs.generation.asking import ask
from providers.contracts.errors import ProviderRefused

TRIES = 3
"""How often the engine is asked for one piece; each time with what was wrong before."""
WARMER = 0.15
MOST_AHEAD = 12
"""Lessons of one module that are prepared ahead."""


class WordedPiece(BaseModel):
    """What became of one piece, as kept with its step."""

    texts: dict[str, str] = Field(default_factory=dict[str, str])
    """By part, what passed the gate. An empty one leaves its sentence out."""
    refusals: list[Refusal] = Field(default_factory=list[Refusal])
    """Of each part that stays as it was, the last reason."""
    makings: list[Making] = Field(default_factory=list[Making])
    model: str = ""


async def write_variant(context: JobContext, spec: WriteVariant) -> None:
    await _write(context, spec, spec.lesson_id, prefix="")


async def prepare_module(context: JobContext, spec: PrepareModule) -> None:
    """One lesson after another; what somebody asked for meanwhile is left to their job."""
    for lesson_id in (await _unwritten(context, spec))[:MOST_AHEAD]:
        if lesson_id in await _unwritten(context, spec):
            await _write(context, spec, lesson_id, prefix=f"{lesson_id}:")


async def _unwritten(context: JobContext, spec: PrepareModule) -> list[LessonId]:
    async with context.reader() as reader:
        return await list_unwritten(reader, spec.version_id, spec.module_id, spec.preference_key)


async def _write(
    context: JobContext, spec: FittingSpec, lesson_id: LessonId, *, prefix: str
) -> None:
    async with context.reader() as reader:
        base = await get_base(reader, spec.version_id, lesson_id)
    if base is None:
        return
    writing = _Writing(context, base, fit_from(spec.preference_key, base.language))
    if not prefix:
        await context.plan([*(piece.id for piece in writing.pieces), "keep"])
    done: list[WordedPiece] = []
    for number, piece in enumerate(writing.pieces):
        await context.progress(
            number / len(writing.pieces),
            "fitting.wording",
            n=number + 1,
            of=len(writing.pieces),
            title=base.title,
        )
        done.append(
            await context.step(
                f"{prefix}{piece.id}",
                lambda piece=piece: writing.word(piece),
                returns=WordedPiece,
            )
        )
    await context.step(
        f"{prefix}keep",
        _nothing,
        returns=bool,
        save=lambda work, _: writing.keep(work, done),
    )


class _Writing:
    """One lesson on its way into other words."""

    def __init__(self, context: JobContext, base: BaseLesson, fit: Fit) -> None:
        self._context = context
        self._base = base
        self._fit = fit
        self._language = base.language.split("-")[0].casefold()
        self.pieces = pieces_of(
            base.blocks, base.questions, fit, title=base.title, summary=base.summary
        )

    async def word(self, piece: Piece) -> WordedPiece:
        """Ask until everything passes, at most TRIES times, each time only for what did not."""
        found = WordedPiece()
        waiting, wrong = list(piece.parts), dict[str, list[Refusal]]()
        for attempt in range(TRIES):
            await self._context.checkpoint()
            try:
                written = await self._ask(waiting, wrong, attempt, found)
            except ProviderRefused as refused:
                refusal = Refusal(reason="no_answer", detail=refused.reason)
                wrong = {part.key: [refusal] for part in waiting}
                continue
            wrong = check_parts(
                waiting,
                written,
                level=self._fit.level,
                language=self._language,
                target=self._fit.target,
                may_drop=self._fit.may_drop,
            )
            if piece.is_question and wrong:
                continue
            for part in waiting:
                if part.key not in wrong:
                    found.texts[part.key] = written[part.key].text if part.key in written else ""
            waiting = [part for part in waiting if part.key in wrong]
            if not waiting:
                break
        found.refusals = [wrong[part.key][0] for part in waiting if part.key in wrong]
        return found

    async def keep(self, work: UnitOfWork, done: Sequence[WordedPiece]) -> None:
        """A translation is kept whole or not at all; other words, when they are more than half."""
        told = worded = 0
        for piece, each in zip(self.pieces, done, strict=True):
            if not piece.is_question:
                told, worded = told + len(piece.parts), worded + len(each.texts)
        least = told if self._fit.is_translation else LEAST_WORDED * told
        await keep_variant(
            work,
            self._base,
            self._fit.key,
            texts={part: text for each in done for part, text in each.texts.items()},
            refusals=[refusal for each in done for refusal in each.refusals],
            makings=[making for each in done for making in each.makings],
            model=next((each.model for each in done if each.model), ""),
            job_id=self._context.job_id,
            is_ready=worded > 0 and worded >= least,
        )

    async def _ask(
        self,
        parts: Sequence[Part],
        wrong: Mapping[str, Sequence[Refusal]],
        attempt: int,
        found: WordedPiece,
    ) -> dict[str, Wording]:
        drafted = await ask(
            self._context,
            "fitting/wording",
            WordingDraft,
            {
                "language": self._language,
                "target": self._fit.target,
                "level": self._fit.level.value,
                "detail": self._fit.detail.value,
                "setting": self._fit.examples.value,
                "short": "yes" if self._fit.has_short_sentences else "no",
                "sentences": [part.text for part in parts],
                "wrongs": _told(parts, wrong),
            },
            variant=2 * attempt,
            warmer=WARMER * attempt,
            tries=2,
        )
        found.makings.append(drafted.making)
        found.model = drafted.origin.model
        numbered = WordingDraft.model_validate(drafted.draft).by_number()
        texts = {
            part.key: numbered[number]
            for number, part in enumerate(parts, start=1)
            if numbered.get(number)
        }
        back = await self._back(texts, attempt, found) if self._fit.is_translation else {}
        return {key: Wording(text=text, back=back.get(key)) for key, text in texts.items()}

    async def _back(
        self, texts: Mapping[str, str], attempt: int, found: WordedPiece
    ) -> dict[str, str]:
        """What the translations say, put into the language of the base without a look at it."""
        if not texts:
            return {}
        drafted = await ask(
            self._context,
            "fitting/back",
            WordingDraft,
            {
                "language": self._language,
                "target": self._fit.target,
                "sentences": list(texts.values()),
            },
            variant=2 * attempt + 1,
            tries=2,
        )
        found.makings.append(drafted.making)
        numbered = WordingDraft.model_validate(drafted.draft).by_number()
        keys = enumerate(texts, start=1)
        return {key: numbered[number] for number, key in keys if numbered.get(number)}


def _told(parts: Sequence[Part], wrong: Mapping[str, Sequence[Refusal]]) -> list[str]:
    """What was wrong, for the engine to do better."""
    return [
        f"{number}: {refusal.reason.replace('_', ' ')} {refusal.detail}".strip()
        for number, part in enumerate(parts, start=1)
        for refusal in wrong.get(part.key, ())
    ]


async def _nothing() -> bool:
    return True
