"""What people see of the work of engines."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from alp_app.models.usage import Measure, Period, Scope

By = Literal["person", "class", "course", "engine", "kind"]
"""What the work of engines can be summed up by."""


class View(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class UseSum(View):
    key: str
    """An id, an engine's name, a kind of job. Empty: nobody in particular, or who has been deleted."""
    name: str
    """Of the person, the class or the course; empty where `key` says it."""
    answers: int
    tokens: int
    seconds: float


class UseRow(View):
    """One answer of an engine."""

    id: UUID
    at: datetime
    person: str
    classroom: str
    course: str
    kind: str
    purpose: str
    engine: str
    model: str
    tokens: int
    seconds: float


class LimitView(View):
    id: UUID
    scope: Scope
    subject_id: UUID | None
    subject: str
    """Name of the person or the class; empty for all of them, and for the school."""
    measure: Measure
    period: Period
    amount: int


class BudgetView(View):
    """What somebody may still use."""

    scope: Scope
    measure: Measure
    period: Period
    amount: int
    used: float
    reserved: float
    """Set aside for work that goes on, and not used yet."""
    left: float
    renewed_at: datetime


class EstimateView(View):
    """What work of this kind took of late, for one unit of it."""

    jobs: int
    """How many finished ones it is measured on. 0: there is no figure yet, and the others are 0."""
    units: int
    """How many are asked for."""
    tokens: int
    """Each unit's, the median."""
    seconds: float
    """Of engines, each unit's, the median."""
    minutes: float
    """From the beginning to the end, each unit's: the median, and between what half of them lay."""
    minutes_from: float
    minutes_to: float
