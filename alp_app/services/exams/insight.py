"""What the answers to a test tell about its questions."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from sqlmodel import col, select

from alp_app.kit.ids import ExamId, QuestionId, QuestionVersionId
from alp_app.kit.sheets import write_sheet
from alp_app.models.assessment import Question, QuestionVersion
from alp_app.models.exams import AttemptState, Counting, Exam, ExamAnswer, ExamAttempt
from alp_app.models.questions import (
    AnyQuestion,
    ChoiceQuestion,
    ComputedOptions,
    ParametrisedQuestion,
)
from alp_app.services.assessment.insight import LONGEST_ANSWER
from alp_app.services.assessment.statistics import (
    Estimate,
    ItemFigures,
    QuizFigures,
    Sitting,
    quiz_figures,
)
from alp_app.services.courses.markup import plain
from alp_app.services.exams.access import taught_exam
from alp_app.services.exams.marking import points_of
from alp_app.services.exams.queries import stem_of
from alp_app.services.exams.views import ExamStatistics, ItemStatistics
from alp_app.unit_of_work import Reader

HEAD = (
    "number", "question", "type", "option", "is_right", "people", "asked", "facility",
    "facility_low", "facility_high", "discrimination", "discrimination_low", "discrimination_high",
    "picked", "share", "mean_elsewhere", "median_seconds", "key_likely_wrong",
)  # fmt: skip

Handed = tuple[ExamAttempt, list[ExamAnswer]]


async def get_statistics(reader: Reader, exam_id: ExamId) -> ExamStatistics:
    """Of one attempt of each learner that is marked. Raises ExamNotFound."""
    exam, item = await taught_exam(reader, exam_id, to_change=False)
    handed = await _handed(reader, exam)
    asked_by = {attempt.id: [slot.question_id for slot in attempt.asked] for attempt, _ in handed}
    wanted = list(dict.fromkeys(each for ids in asked_by.values() for each in ids))
    current = await _current(reader, wanted)
    exposure = Counter(each for ids in asked_by.values() for each in ids)
    marked_by = _marked_by(handed)
    chosen = _one_each(exam, handed)
    figures = await asyncio.to_thread(_figures, chosen, current)
    return ExamStatistics(
        exam_id=exam_id,
        title=item.title,
        attempts=len(handed),
        figures=figures,
        items=tuple(
            ItemStatistics(
                id=each,
                version_id=current[each].id,
                number=number,
                stem=stem_of(current[each].content),
                type=current[each].content.type,
                options=_option_texts(current[each].content),
                exposure=exposure[each],
                is_changed=marked_by[each] != {current[each].id},
            )
            for number, each in enumerate(wanted, start=1)
        ),
    )


def statistics_sheet(statistics: ExamStatistics) -> str:
    """As CSV: a line for each question, and one for each of its options."""
    figures = {each.id: each for each in statistics.figures.items}
    return write_sheet(
        HEAD, chain.from_iterable(_lines(item, figures[str(item.id)]) for item in statistics.items)
    )


def _lines(item: ItemStatistics, figures: ItemFigures) -> Iterator[tuple[object, ...]]:
    yield (
        item.number, item.stem, item.type, "", "", figures.people, item.exposure,
        *_three(figures.facility), *_three(figures.discrimination), "", "", "",
        _number(figures.median_seconds), _yes(is_so=figures.is_key_likely_wrong),
    )  # fmt: skip
    for option in figures.options:
        yield (
            item.number, "", "", item.options.get(option.id, option.id), _yes(is_so=option.is_right),
            *("",) * 8,
            option.count, _number(option.share), _number(option.mean_elsewhere), "", "",
        )  # fmt: skip


async def _handed(reader: Reader, exam: Exam) -> list[Handed]:
    statement = (
        select(ExamAttempt, ExamAnswer)
        .join(ExamAnswer, col(ExamAnswer.attempt_id) == col(ExamAttempt.id))
        .where(col(ExamAttempt.exam_id) == exam.id, col(ExamAttempt.state) != AttemptState.OPEN)
        .order_by(col(ExamAttempt.user_id), col(ExamAttempt.number), col(ExamAnswer.slot))
    )
    found: dict[object, Handed] = {}
    for attempt, answer in (await reader.session.execute(statement)).all():
        found.setdefault(attempt.id, (attempt, []))[1].append(answer)
    return list(found.values())


def _one_each(exam: Exam, handed: Sequence[Handed]) -> list[Handed]:
    """The first attempt of each learner: later ones know the questions. The latest, where that is
    what counts."""
    chosen: dict[object, Handed] = {}
    for each in handed:
        if exam.counting is Counting.LATEST or each[0].user_id not in chosen:
            chosen[each[0].user_id] = each
    return list(chosen.values())


def _marked_by(handed: Sequence[Handed]) -> dict[QuestionId, set[QuestionVersionId]]:
    found: dict[QuestionId, set[QuestionVersionId]] = {}
    for attempt, answers in handed:
        for slot, answer in zip(attempt.asked, answers, strict=True):
            version = answer.marked_version_id or slot.version_id
            found.setdefault(slot.question_id, set()).add(version)
    return found


async def _current(reader: Reader, ids: Sequence[QuestionId]) -> dict[QuestionId, QuestionVersion]:
    statement = (
        select(Question, QuestionVersion)
        .join(QuestionVersion, col(QuestionVersion.id) == col(Question.current_version_id))
        .where(col(Question.id).in_(ids))
    )
    return {
        question.id: version
        for question, version in (await reader.session.execute(statement)).all()
    }


def _figures(
    chosen: Sequence[Handed], current: Mapping[QuestionId, QuestionVersion]
) -> QuizFigures:
    sittings = [_sitting(attempt, answers) for attempt, answers in chosen]
    asked = dict.fromkeys(slot.question_id for attempt, _ in chosen for slot in attempt.asked)
    keys = {str(each): _key(current[each].content) for each in asked}
    return quiz_figures(sittings, keys)


def _sitting(attempt: ExamAttempt, answers: Sequence[ExamAnswer]) -> Sitting:
    scores: dict[str, float] = {}
    picks: dict[str, frozenset[str]] = {}
    seconds: dict[str, float] = {}
    for slot, answer in zip(attempt.asked, answers, strict=True):
        name = str(slot.question_id)
        points = points_of(answer)
        if points is None:
            continue
        scores[name] = max(0.0, float(points / slot.points))
        picks[name] = frozenset(answer.response.get("option_ids", ()))
        if 0 < answer.seconds <= LONGEST_ANSWER:
            seconds[name] = answer.seconds
    return Sitting(scores, picks, seconds)


def _key(content: AnyQuestion) -> dict[str, bool]:
    match content:
        case ChoiceQuestion():
            return {str(each.id): each.is_correct for each in content.options}
        case ParametrisedQuestion(asks=ComputedOptions() as asks):
            return {str(each.id): each.is_correct for each in asks.options}
        case _:
            return {}


def _option_texts(content: AnyQuestion) -> dict[str, str]:
    match content:
        case ChoiceQuestion():
            return {str(each.id): plain(each.text) for each in content.options}
        case ParametrisedQuestion(asks=ComputedOptions() as asks):
            return {str(each.id): plain(each.text) for each in asks.options}
        case _:
            return {}


def _three(estimate: Estimate) -> tuple[object, ...]:
    return _number(estimate.value), _number(estimate.low), _number(estimate.high)


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _yes(*, is_so: bool) -> str:
    return "yes" if is_so else "no"
