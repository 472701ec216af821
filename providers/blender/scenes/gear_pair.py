# pyright: basic, reportMissingImports=false
"""Two spur or helical gears in mesh, on keyed shafts."""

from collections.abc import Callable

from geometry import Place
from model import Model
from shapes import box, cylinder, gear, hexagon, tube

VIEW = (-24.0, 32.0, 0.0)
_MODULE = 4.0
_TEETH_PER_RUN = 12


def build(model: Model, driver_teeth: int, driven_teeth: int, helix_degrees: int) -> None:
    width = 22.0
    apart = _MODULE * (driver_teeth + driven_teeth) / 2
    ratio = driver_teeth / driven_teeth
    mesh_turn = 180 + 180 / driven_teeth
    for name, label, teeth, x, sign, turn, about in (
        ("driver", "Driving gear", driver_teeth, 0.0, 1, 0.0, "Turned by the input shaft"),
        (
            "driven",
            "Driven gear",
            driven_teeth,
            apart,
            -1,
            mesh_turn,
            f"Turns {ratio:.2f} times for each turn of the driving gear",
        ),
    ):
        pitch = _MODULE * teeth / 2
        bore = max(6.0, min(14.0, pitch * 0.3))
        wheel = gear(
            teeth,
            "steel",
            module=_MODULE,
            width=width,
            bore=bore,
            helix_degrees=sign * helix_degrees,
        )
        colour = "blue" if name == "driver" else "brass"
        collar = tube(bore, bore * 1.55, width / 2, width / 2 + 2.0, colour, edge=0.5)
        mark = cylinder(1.6, width / 2 - 0.5, width / 2 + 0.5, "red").moved(x=pitch - 1.9 * _MODULE)
        key = box((bore * 0.5, bore * 0.42, width + 8), "brass", edge=0.4).moved(x=bore)
        gear_part = model.add(
            name,
            label,
            wheel.turned("Z", turn),
            collar,
            mark.turned("Z", turn),
            about=about,
            origin=(x, 0, 0),
            explode=(0, 0, 40),
        )
        shaft = cylinder(bore - 0.05, -width * 1.1, width * 1.25, "bright steel", edge=1.2)
        nut = hexagon(bore * 2.4, width / 2 + 2.2, width / 2 + 2.2 + bore * 0.8, "dark steel")
        shaft_part = model.add(
            f"{name}_shaft",
            "Input shaft" if sign > 0 else "Output shaft",
            shaft,
            key,
            nut,
            about="Carries the gear; the key passes on the torque",
            origin=(x, 0, 0),
        )
        # A whole number of teeth: the end of a run looks like its start, but for the marks.
        degrees = sign * 360 * _TEETH_PER_RUN / teeth
        for part in (gear_part, shaft_part):
            model.move(part, rotation=_turning(degrees))


def _turning(degrees: float) -> Callable[[float], Place]:
    return lambda time: (0.0, 0.0, degrees * time)
