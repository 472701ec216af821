# pyright: basic, reportMissingImports=false
"""A common rail with sensor, limiting valve and lines to the injectors; it lies along x."""

from geometry import soft, thread
from model import Model
from shapes import Piece, box, cylinder, hexagon, lathe, spring, sweep, tube

VIEW = (-16.0, 24.0, 0.0)
_PITCH = 62.0
_OUTER, _BORE = 17.0, 6.5
_CUT = 95.0
_FACING = -120.0


def build(model: Model, outlets: int, cut_away: bool) -> None:
    half = (outlets * _PITCH) / 2 + 16
    cut = _CUT if cut_away else 0.0
    profile = [(_BORE, -half), (_OUTER + 3, -half), (_OUTER + 3, -half + 16), (_OUTER, -half + 20)]
    profile += [(_OUTER, half - 20), (_OUTER + 3, half - 16), (_OUTER + 3, half), (_BORE, half)]
    places = [(i - (outlets - 1) / 2) * _PITCH for i in range(outlets)]
    model.add(
        "rail",
        "Rail",
        _lying(lathe(profile, "blue", cut=cut, facing=_FACING, segments=88)),
        *(_boss(x) for x in places),
        *(_lug(x) for x in (-half + 44, half - 44)),
        about="Forged steel tube that stores fuel at up to 2000 bar and more",
    )
    model.add(
        "fuel",
        "Fuel at rail pressure",
        _lying(cylinder(_BORE - 0.1, -half + 1, half - 1, "fuel", segments=40)),
        about="The volume damps the beats of the pump and of the injectors",
        explode=(0, -70, 30),
    )
    for number, x in enumerate(places, start=1):
        _line(model, number, x)
    _sensor(model, half)
    _limiter(model, -half, cut)
    _inlet(model, places)


def _lying(piece: Piece) -> Piece:
    return piece.turned("Y", 90)


def _boss(x: float) -> Piece:
    """An outlet: a threaded stub pointing forwards and down."""
    profile = [(1.8, 12.0), (9.0, 12.0), (9.0, 22.0), *thread(8.0, 23.0, 34.0, 1.5), (1.8, 34.0)]
    return lathe(profile, "blue", segments=32).turned("X", 180).turned("X", -28).moved(x=x)


def _lug(x: float) -> Piece:
    arm = tube(4.6, 11.0, -9, 9, "blue", edge=1.2)
    return arm.moved(x=x, y=_OUTER + 9)


def _line(model: Model, number: int, x: float) -> None:
    nut = hexagon(17, 26, 44, "dark steel", inner=3.2).turned("X", 180).turned("X", -28)
    path = soft(
        [
            (0, -15.0, -28.0),
            (0, -24.0, -45.0),
            (0, -32.0, -60.0),
            (9, -33.0, -82.0),
            (9, -33.0, -104.0),
            (0, -33.0, -126.0),
        ]
    )
    pipe = sweep(path, 3.1, "steel", sides=12)
    end = hexagon(17, -140, -124, "dark steel", inner=3.2).moved(y=-33)
    model.add(
        f"line_{number}",
        f"Line to injector {number}",
        *(piece.moved(x=x) for piece in (nut, pipe, end)),
        about="All lines are equally long; once loosened, many makers want them replaced",
        explode=(0, -30, -60),
    )


def _sensor(model: Model, end: float) -> None:
    pieces = (
        lathe([(0, -6), (6.0, -6), *thread(6.4, -5, 4, 1.5), (6, 5), (0, 5)], "brass"),
        hexagon(27, 4, 16, "brass"),
        cylinder(10.5, 16, 30, "steel", edge=1.0),
        cylinder(9.0, 30, 38, "black plastic", edge=1.0),
        box((17, 20, 24), "black plastic", edge=2.0).moved(z=48),
    )
    model.add(
        "pressure_sensor",
        "Rail pressure sensor",
        *(_lying(piece).moved(x=end) for piece in pieces),
        about="Its voltage rises with the pressure: the control unit steers by it",
        explode=(70, 0, 0),
    )


def _limiter(model: Model, end: float, cut: float) -> None:
    housing = [(4.2, -4), (6.2, -4), (6.2, 4), (12, 4), (12, 40), (9, 44), (4.2, 44)]
    pieces = [
        lathe(housing, "brass", cut=cut, facing=68.0),
        hexagon(27, 4, 14, "brass", inner=11.5),
        lathe([(0, 0), (2.0, 4), (3.6, 9), (3.6, 15), (0, 15)], "bright steel"),
        spring(3.0, 0.7, 15, 40, "bright steel", turns=7),
        tube(2.4, 5.0, 44, 62, "brass", edge=0.6),
    ]
    model.add(
        "limiting_valve",
        "Pressure limiting valve",
        *(_lying(piece.turned("X", 180)).moved(x=end) for piece in pieces),
        about="Opens when the pressure runs away, and lets fuel back to the tank",
        explode=(-70, 0, 0),
    )


def _inlet(model: Model, places: list[float]) -> None:
    x = (places[0] + places[1]) / 2
    stub = lathe(
        [(1.8, 12), (9, 12), (9, 20), *thread(8.0, 21, 31, 1.5), (1.8, 31)],
        "blue",
        segments=32,
    )
    nut = hexagon(17, 24, 42, "dark steel", inner=3.4)
    path = soft([(0, 0, 30), (0, 0, 52), (-6, 10, 72), (-40, 26, 84), (-86, 30, 86)])
    pipe = sweep(path, 3.4, "steel", sides=16)
    model.add(
        "inlet",
        "Inlet from the high-pressure pump",
        *(piece.moved(x=x) for piece in (stub, nut, pipe)),
        about="The pump fills the rail through this line",
        explode=(0, 0, 60),
    )
