"""Between an assignment and the fields of its form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from alp_app.kit.forms import read_form
from alp_app.kit.ids import new_uuid
from alp_app.services.assignments.inputs import AssignmentInput
from alp_app.services.assignments.views import AssignmentView
from alp_app.services.classes.commands import in_zone
from alp_app.services.classes.inputs import Moment
from state.assignments.shown import plain_points

FORM_TIME = "%Y-%m-%dT%H:%M"
POINTS = "points"
"""The form of marks without criteria."""
TIMES = ("opens_at", "due_at", "closes_at", "reviews_due_at")
PLAIN = (
    "title", "instructions", "attempts", "files_most", "file_megabytes_most", "form", "points",
    "second_marks", "second_percent", "reviews_each", "calibration",
)  # fmt: skip
CHOICES = ("form", "second_marks")
SWITCHES = ("allows_text", "allows_files", "is_anonymous", "is_extra", "reviews_count")
LATE = ("percent_a_day", "most_percent", "grace_minutes")

FRESH_LEVELS: Mapping[str, Sequence[tuple[str, str]]] = {
    "checklist": (("not_met", "0"), ("met", "1")),
    "rubric": (("missing", "0"), ("partly", "2"), ("convincing", "4")),
    "reflection": (("missing", "0"), ("partly", "2"), ("convincing", "4")),
}
"""What a new criterion begins with: names as `level_name.*`, and points."""


class Times(BaseModel):
    """As they are typed, in the class's time zone."""

    opens_at: Moment = None
    due_at: Moment = None
    closes_at: Moment = None
    reviews_due_at: Moment = None


@dataclass(frozen=True)
class LevelFields:
    key: str
    title: str
    points: str
    description: str = ""
    fresh: str = ""
    """The member of `level_name` that words it, while it has no title."""


@dataclass(frozen=True)
class CriterionFields:
    key: str
    """Names its fields, so that what was typed stays when another is added or taken out."""
    title: str
    description: str
    levels: tuple[LevelFields, ...]


@dataclass(frozen=True)
class AssignmentFields:
    title: str = ""
    instructions: str = ""
    lesson_id: str = ""
    category_id: str = ""
    opens_at: str = ""
    due_at: str = ""
    closes_at: str = ""
    percent_a_day: str = "0"
    most_percent: str = "100"
    grace_minutes: int = 0
    attempts: int = 1
    allows_text: bool = True
    allows_files: bool = True
    files_most: int = 5
    file_megabytes_most: int = 50
    form: str = POINTS
    points: str = "10"
    is_extra: bool = False
    is_anonymous: bool = False
    second_marks: str = "none"
    second_percent: int = 20
    reviews_each: int = 0
    reviews_due_at: str = ""
    reviews_count: bool = False
    calibration: int = 0
    is_published: bool = True
    """For a new one: what most are made for."""


def fields_of(view: AssignmentView, zone: str) -> AssignmentFields:
    times = {name: getattr(view, name) for name in TIMES}
    return AssignmentFields(
        **{name: getattr(view, name) for name in (*PLAIN, *SWITCHES) if name not in CHOICES},
        **{
            name: at.astimezone(ZoneInfo(zone)).strftime(FORM_TIME) if at else ""
            for name, at in times.items()
        },
        **{name: getattr(view.late, name) for name in LATE},
        **{name: getattr(view, name).value for name in CHOICES},
        lesson_id=str(view.lesson_id or ""),
        category_id=str(view.category_id),
        is_published=view.published_at is not None,
    )


def criteria_fields(view: AssignmentView) -> list[CriterionFields]:
    return [
        CriterionFields(
            key=str(each.id),
            title=each.title,
            description=each.description,
            levels=tuple(
                LevelFields(_key(), level.title, plain_points(level.points), level.description)
                for level in each.levels
            ),
        )
        for each in view.criteria
    ]


def fresh_criterion(form: str) -> CriterionFields:
    levels = FRESH_LEVELS.get(form, FRESH_LEVELS["rubric"])
    return CriterionFields(
        _key(),
        "",
        "",
        tuple(LevelFields(_key(), "", points, fresh=name) for name, points in levels),
    )


def fresh_level(after: LevelFields) -> LevelFields:
    return LevelFields(_key(), "", after.points)


def inputs_of(
    form: Mapping[str, str], criteria: Sequence[CriterionFields], zone: str
) -> AssignmentInput:
    """What the form says. Raises FormIncomplete."""
    times: Times = read_form(Times, {name: form.get(name, "") for name in TIMES})
    given: dict[str, Any] = {
        **{name: form[name] for name in PLAIN if name in form},
        **{name: name in form for name in SWITCHES},
        **{name: in_zone(getattr(times, name), zone) for name in TIMES},
        "late": {name: form[name] for name in LATE if form.get(name)},
        "lesson_id": form.get("lesson_id") or None,
        "category_id": form.get("category_id") or None,
    }
    if form.get("form") != POINTS:
        given["criteria"] = [_criterion(form, each) for each in criteria]
    return read_form(AssignmentInput, given)


def _criterion(form: Mapping[str, str], criterion: CriterionFields) -> dict[str, Any]:
    return {
        "title": form.get(f"criterion-{criterion.key}", ""),
        "description": form.get(f"description-{criterion.key}", ""),
        "levels": [
            {
                "title": form.get(f"level-{level.key}", "").strip(),
                "description": form.get(f"description-{level.key}", ""),
                "points": form.get(f"points-{level.key}", ""),
            }
            for level in criterion.levels
        ],
    }


def _key() -> str:
    return new_uuid().hex
