"""The kinds of three-dimensional models there are, and what can be said about each.

The parameter models are written for a text model to fill in:
a default for everything, bounds on every number, only plain types.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class SceneParameters(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    labels: dict[str, str] = Field(default_factory=dict)
    """Other words for a part, by the part's name: a translation, or the class's own term."""


class DieselInjector(SceneParameters):
    """A solenoid common-rail injector, cut along its axis."""

    holes: int = Field(default=6, ge=4, le=10)
    """Spray holes in the tip."""
    needle_lift: float = Field(default=0.0, ge=0.0, le=1.0)
    """0 is closed, 1 is fully open; the spray shows when open."""
    cut_degrees: int = Field(default=150, ge=60, le=180)
    """How much of the body is cut away."""


class CommonRail(SceneParameters):
    """A high-pressure rail with its pressure sensor, limiting valve and injector lines."""

    outlets: int = Field(default=4, ge=3, le=8)
    cut_away: bool = True


class FourStrokeCylinder(SceneParameters):
    """One cylinder of an engine, cut open: piston, rod, crank, valves. It runs when played."""

    crank_degrees: int = Field(default=430, ge=0, le=719)
    """Where it stands: 0 is the start of intake, 180 compression, 360 power, 540 exhaust."""
    bore: float = Field(default=86.0, ge=40, le=160)
    """Millimetres."""
    stroke: float = Field(default=86.0, ge=40, le=180)
    """Millimetres."""
    ignition: Literal["spark", "compression"] = "spark"

    @model_validator(mode="after")
    def _stroke_fits(self) -> "FourStrokeCylinder":
        if not 0.6 <= self.stroke / self.bore <= 1.8:  # noqa: PLR2004 - what engines are built with
            raise ValueError("the stroke is 0.6 to 1.8 times the bore")
        return self


class FuelFilter(SceneParameters):
    """A diesel filter with a pleated element and a water drain, cut open."""

    pleats: int = Field(default=36, ge=16, le=60)
    water: float = Field(default=0.5, ge=0.0, le=1.0)
    """How full the water space is."""


class GearPair(SceneParameters):
    """Two spur or helical gears in mesh. They turn when played."""

    driver_teeth: int = Field(default=18, ge=9, le=48)
    driven_teeth: int = Field(default=30, ge=9, le=72)
    helix_degrees: int = Field(default=0, ge=0, le=30)
    """0 makes spur gears."""


class Bearing(SceneParameters):
    """A rolling bearing with a piece of its outer ring cut away."""

    rolling: Literal["balls", "rollers"] = "balls"
    count: int = Field(default=9, ge=6, le=14)
    cut_degrees: int = Field(default=110, ge=0, le=180)


class HydraulicCylinder(SceneParameters):
    """A double-acting cylinder, cut open. It moves when played."""

    extension: float = Field(default=0.45, ge=0.0, le=1.0)
    bore: float = Field(default=80.0, ge=30, le=200)
    """Millimetres."""
    rod: float = Field(default=45.0, ge=12, le=140)
    """Millimetres."""

    @model_validator(mode="after")
    def _rod_fits(self) -> "HydraulicCylinder":
        if self.rod > self.bore * 0.8:
            raise ValueError("the rod is at most 0.8 times as thick as the bore")
        return self


class Molecule(SceneParameters):
    """A molecule as balls and sticks; distances between atoms are true to scale."""

    name: Literal[
        "water",
        "carbon dioxide",
        "methane",
        "ammonia",
        "ethanol",
        "benzene",
        "iso-octane",
        "hexadecane",
        "urea",
        "sulphuric acid",
    ] = "water"


class WheelHubBrakeDisc(SceneParameters):
    """A ventilated brake disc on its hub, with caliper and pads."""

    studs: int = Field(default=5, ge=4, le=10)
    diameter: float = Field(default=300.0, ge=200, le=460)
    """Of the disc, millimetres."""
    drilled: bool = False


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=40)
    description: str = Field(default="", max_length=200)
    shape: Literal[
        "cylinder", "tube", "disc", "plate", "box", "sphere", "cone", "ring", "gear", "spring"
    ] = "cylinder"
    width: float = Field(default=40.0, ge=2, le=500)
    """Its diameter or its width, millimetres."""
    height: float = Field(default=20.0, ge=1, le=500)
    """Along the axis, millimetres."""
    material: Literal[
        "steel", "iron", "brass", "copper", "aluminium", "rubber", "blue", "glass", "paper", "wood"
    ] = "steel"


class LabelledParts(SceneParameters):
    """Anything else, as an exploded view: its parts in order along one axis."""

    parts: tuple[Part, ...] = Field(
        default=(
            Part(name="Base", shape="plate", width=90, height=10, material="iron"),
            Part(name="Seal", shape="ring", width=60, height=6, material="rubber"),
            Part(name="Body", shape="tube", width=64, height=48, material="aluminium"),
            Part(name="Core", shape="cylinder", width=26, height=60, material="blue"),
            Part(name="Spring", shape="spring", width=34, height=36, material="steel"),
            Part(name="Cap", shape="disc", width=72, height=12, material="brass"),
        ),
        min_length=1,
        max_length=12,
    )
    arrangement: Literal["stack", "ring"] = "stack"
    """stack: one above the other. ring: the first in the middle, the others around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneKind:
    name: str
    parameters: type[SceneParameters]
    words: str
    """Stems that call for it, as `suggest_kind` reads them."""

    @property
    def description(self) -> str:
        return (self.parameters.__doc__ or "").strip()

    def complete(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Validate, and fill in what is missing. Raises pydantic.ValidationError."""
        return self.parameters.model_validate(given).model_dump(mode="json")


_FALLBACK = "labelled_parts"

SCENE_KINDS: dict[str, SceneKind] = {
    kind.name: kind
    for kind in (
        SceneKind(
            name="diesel_injector",
            parameters=DieselInjector,
            words="injector inject nozzle needle spray",
        ),
        SceneKind(
            name="common_rail",
            parameters=CommonRail,
            words="rail accumulator common high-pressure pressure",
        ),
        SceneKind(
            name="four_stroke_cylinder",
            parameters=FourStrokeCylinder,
            words="piston stroke crank combustion engine valve cylinder camshaft compression",
        ),
        SceneKind(name="fuel_filter", parameters=FuelFilter, words="filter separator"),
        SceneKind(
            name="gear_pair",
            parameters=GearPair,
            words="gear teeth tooth transmission gearbox mesh ratio",
        ),
        SceneKind(name="bearing", parameters=Bearing, words="bearing roller"),
        SceneKind(
            name="hydraulic_cylinder",
            parameters=HydraulicCylinder,
            words="hydraul pneumat actuator ram",
        ),
        SceneKind(
            name="molecule",
            parameters=Molecule,
            words="molecul atom chemi compound hydrocarbon methane water benzene ethanol octane",
        ),
        SceneKind(
            name="wheel_hub_brake_disc",
            parameters=WheelHubBrakeDisc,
            words="brak disc disk caliper hub rotor wheel",
        ),
        SceneKind(name=_FALLBACK, parameters=LabelledParts, words=""),
    )
}


def suggest_kind(words: str) -> str:
    """Choose the kind whose stems begin most of the words; `labelled_parts` when none does.

    Several stems count more than one, and a longer one more than a shorter.
    """
    found = set(re.findall(r"[^\W\d_]+", words.lower()))

    def score(kind: SceneKind) -> int:
        stems = kind.words.split()
        return sum(len(s) for s in stems if any(word.startswith(s) for word in found))

    best = max(SCENE_KINDS.values(), key=score)
    return best.name if score(best) else _FALLBACK
