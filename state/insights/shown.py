"""Figures as pages show them: each with the address of its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from alp_app.services.insights.views import (
    Count,
    ModuleFigures,
    ObjectiveFigures,
    QuestionFigures,
    RowFilter,
    Share,
    WeekFigures,
)


@dataclass(frozen=True)
class Figure:
    n: int
    href: str


NO_FIGURE = Figure(0, "")


@dataclass(frozen=True)
class WeekShown:
    day: str
    """Its Monday."""
    figure: Figure
    share: float
    """Of the most in a week."""


@dataclass(frozen=True)
class ModuleShown:
    name: str
    done: Figure
    begun: Figure
    not_begun: Figure
    done_percent: float
    begun_percent: float


@dataclass(frozen=True)
class ShareShown:
    answers: Figure
    right: Figure
    percent: float
    low: int
    high: int
    mastery: str


@dataclass(frozen=True)
class ObjectiveShown:
    text: str
    lessons: str
    share: ShareShown


@dataclass(frozen=True)
class QuestionShown:
    stem: str
    place: str
    statistics_href: str
    discrimination: str
    share: ShareShown


class Addresses:
    """Of the rows behind the figures of one page."""

    def __init__(self, page: str) -> None:
        self.page = page

    def figure(self, count: Count) -> Figure:
        return Figure(count.n, f"{self.page}/rows?{query_of(count.rows)}")

    def share(self, share: Share) -> ShareShown:
        answers, right = share.answers.n, share.right.n
        return ShareShown(
            answers=self.figure(share.answers),
            right=self.figure(share.right),
            percent=100 * right / answers if answers else 0.0,
            low=share.low,
            high=share.high,
            mastery=share.mastery.value,
        )

    def weeks(self, weeks: Sequence[WeekFigures]) -> list[WeekShown]:
        most = max([1, *(each.active.n for each in weeks)])
        return [
            WeekShown(each.week.isoformat(), self.figure(each.active), each.active.n / most)
            for each in weeks
        ]

    def modules(self, modules: Iterable[ModuleFigures]) -> list[ModuleShown]:
        return [self._module(each) for each in modules]

    def objectives(self, objectives: Iterable[ObjectiveFigures]) -> list[ObjectiveShown]:
        return [
            ObjectiveShown(each.text, ", ".join(each.lessons), self.share(each.share))
            for each in objectives
        ]

    def questions(self, questions: Iterable[QuestionFigures]) -> list[QuestionShown]:
        return [
            QuestionShown(
                stem=each.stem,
                place=each.place,
                statistics_href=each.statistics_href,
                discrimination=_two(each.discrimination),
                share=self.share(each.share),
            )
            for each in questions
        ]

    def _module(self, module: ModuleFigures) -> ModuleShown:
        everybody = max(1, module.done.n + module.begun.n + module.not_begun.n)
        return ModuleShown(
            name=f"{module.number}. {module.title}",
            done=self.figure(module.done),
            begun=self.figure(module.begun),
            not_begun=self.figure(module.not_begun),
            done_percent=100 * module.done.n / everybody,
            begun_percent=100 * module.begun.n / everybody,
        )


def query_of(wanted: RowFilter) -> str:
    """As a part of an address, of a page as of the API."""
    said: dict[str, Any] = wanted.model_dump(mode="json", exclude_none=True)
    return urlencode(said)


def _two(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".replace("-", "−")
