"""What may come in about a class."""

import zoneinfo
from datetime import date, datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from alp_app.kit.ids import CourseId, LessonId, ModuleId
from alp_app.models.classroom import ClassRole
from alp_app.services.accounts.inputs import Email

MOST_SEATS = 1000
LONGEST_ROSTER = 200_000
LONGEST_NAME = 40


def _is_zone(name: str) -> str:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("is not the name of a time zone, such as Europe/Berlin") from error
    return name


def _none_if_empty(value: object) -> object:
    """What a form sends for a field that was left empty."""
    return None if value == "" else value


Line = StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]*$")
Zone = Annotated[
    str,
    StringConstraints(max_length=60),
    AfterValidator(_is_zone),
    Field(examples=["Europe/Berlin"]),
]
Day = Annotated[date | None, BeforeValidator(_none_if_empty)]
Moment = Annotated[datetime | None, BeforeValidator(_none_if_empty)]
Seats = Annotated[
    Annotated[int, Field(ge=1, le=MOST_SEATS)] | None, BeforeValidator(_none_if_empty)
]
LearnerName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=LONGEST_NAME,
        pattern=r"^[^\x00-\x1f\x7f]+$",
    ),
    Field(examples=["Amara B."]),
]


class Input(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ClassDetails(Input):
    name: Annotated[str, Line, Field(min_length=1, max_length=120, examples=["Diesel D2"])]
    term: Annotated[str, Line, Field(max_length=80, examples=["Spring 2026"])] = ""
    starts_on: Day = None
    ends_on: Day = None
    time_zone: Zone = "UTC"

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "ClassDetails":
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValueError("the last day is before the first")
        return self


class NewClass(ClassDetails):
    course_id: CourseId


class ClassCopy(Input):
    """The same class in another term."""

    name: Annotated[str, Line, Field(min_length=1, max_length=120)]
    term: Annotated[str, Line, Field(max_length=80)] = ""
    shift_days: Annotated[int, Field(ge=-3660, le=3660)] = 0
    """By how many days every date moves; hours of the day stay."""


class CodeSettings(Input):
    seats: Seats = None
    closes_at: Moment = None
    """Without an offset: in the class's time zone."""
    is_closed: bool = False


class NewInvite(Input):
    role: ClassRole = ClassRole.LEARNER
    seats: Seats = None
    days: Annotated[int, Field(ge=1, le=90)] = 14


class PersonToAdd(Input):
    email: Email
    role: ClassRole


class Rename(Input):
    name: LearnerName


class Opening(Input):
    """When a module or a lesson opens. With neither date nor condition: with the class."""

    module_id: ModuleId | None = None
    lesson_id: LessonId | None = None
    opens_at: Moment = None
    """Without an offset: in the class's time zone."""
    after_module_id: ModuleId | None = None
    after_lesson_id: LessonId | None = None

    @model_validator(mode="after")
    def _is_about_one_thing(self) -> "Opening":
        if (self.module_id is None) == (self.lesson_id is None):
            raise ValueError("name a module or a lesson")
        if self.after_module_id is not None and self.after_lesson_id is not None:
            raise ValueError("wait for a module or for a lesson, not for both")
        return self


class Spread(Input):
    """Open one module after another, evenly."""

    first_at: datetime
    """Without an offset: in the class's time zone."""
    every_days: Annotated[int, Field(ge=1, le=60)] = 7


class Roster(Input):
    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_ROSTER)]


class JoinByCode(Input):
    code: Annotated[str, StringConstraints(max_length=40), Field(examples=["BCDF-2345"])]
    name: Annotated[LearnerName | None, BeforeValidator(_none_if_empty)] = None
    """Needed unless somebody with an account joins."""
    keep_name: bool = False
    """Join with a name that looks like a whole one."""


class JoinByInvite(Input):
    token: Annotated[str, StringConstraints(min_length=20, max_length=200)]
    name: Annotated[LearnerName | None, BeforeValidator(_none_if_empty)] = None
    keep_name: bool = False


class ReturnByCode(Input):
    code: Annotated[
        str, StringConstraints(min_length=1, max_length=40), Field(examples=["BCDF-2345-GHJK"])
    ]
