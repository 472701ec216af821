# pyright: basic, reportMissingImports=false
"""A solenoid common-rail injector in real proportions, cut open from tip to coil.

It stands on its tip: z is 0 at the end of the nozzle and about 150 at the return connection.
"""

import math

from geometry import Point, arc, circle, thread
from model import Model
from shapes import Piece, box, cylinder, lathe, spring, sweep, torus, tube

VIEW = (-20.0, 8.0, -62.0)
_FACING = -110.0
_SEAT = 3.4
"""Height of the seat on which the needle closes."""
_LIFT = 1.6
"""Full lift as modelled: several times the true quarter of a millimetre, so that it can be seen."""


def build(model: Model, holes: int, needle_lift: float, cut_degrees: int) -> None:
    cut = float(cut_degrees)
    lift = needle_lift * _LIFT
    _nozzle(model, cut, holes)
    _needle(model, lift)
    _body(model, cut)
    _valve(model, cut, lifted=needle_lift > 0)
    _connections(model)
    if needle_lift > 0:
        _spray(model, holes, needle_lift)


def _cut(profile: list[Point], material: str, cut: float, segments: int = 64) -> Piece:
    return lathe(profile, material, cut=cut, facing=_FACING, segments=segments)


def _nozzle(model: Model, cut: float, holes: int) -> None:
    tip = [(3.3 * math.cos(a), 3.3 - 3.3 * math.sin(a)) for a in _quarter()]
    outer = [*reversed(tip), (3.5, 15.0), (3.6, 15.6), (7.0, 19.0), (7.0, 46.0)]
    bore = [(2.35, 46.0), (2.35, 27.0), (4.1, 24.6), (4.1, 21.6), (2.6, 19.4), (2.6, 6.4)]
    seat = [(0.9, _SEAT), (0.9, 2.2), (0.0, 1.5)]
    model.add(
        "nozzle",
        "Nozzle",
        _cut([(0.0, 0.0), *outer[1:], *bore, *seat], "steel", cut),
        *_spray_holes(holes),
        section="section light",
        about=f"Hardened body with {holes} spray holes in its tip",
        explode=(0, 0, -46),
    )
    nut = [(3.9, 16.2), (7.6, 16.2), (8.4, 17.0), (8.4, 27.0), (11.5, 31.0), (11.5, 58.0)]
    nut += [(10.7, 59.0), (9.15, 59.0), (9.15, 47.0), (7.15, 46.4), (7.15, 18.9), (3.9, 16.4)]
    model.add(
        "nozzle_nut",
        "Nozzle retaining nut",
        _cut(nut, "dark steel", cut),
        section="section dark",
        about="Presses the nozzle against the body; tightened to a torque, then to an angle",
        explode=(0, 0, -80),
    )
    model.add(
        "sealing_washer",
        "Copper sealing washer",
        _cut([(4.2, 13.4), (7.6, 13.4), (7.6, 15.9), (4.2, 15.9)], "copper", 0.0),
        about="Seals against combustion gas; always fitted new",
        explode=(0, 0, -104),
    )


def _quarter() -> list[float]:
    return [math.radians(angle) for angle in (0, 18, 36, 54, 72, 90)]


def _spray_holes(holes: int) -> list[Piece]:
    """Dark dots where the holes come out of the tip."""
    return [
        cylinder(0.34, 2.9, 3.42, "rubber", segments=10)
        .turned("Y", 108)
        .moved(z=2.7)
        .turned("Z", _FACING + 360 * (i + 0.5) / holes)
        for i in range(holes)
    ]


def _needle(model: Model, lift: float) -> None:
    profile = [(0.0, 1.9), (0.8, 2.7), (2.0, 5.4), (2.0, 18.4), (2.3, 27.4), (2.3, 45.4)]
    profile += [(1.5, 46.2), (1.5, 49.5), (0.0, 49.5)]
    model.add(
        "needle",
        "Nozzle needle",
        _raised(lathe(profile, "blue"), lift),
        about="Lifts a quarter of a millimetre to let fuel out",
        explode=(64, 0, 0),
    )
    seat = tube(1.6, 4.6, 49.6, 52.0, "brass", edge=0.4)
    coil = spring(3.7, 0.62, 52.2, 69.0, "bright steel", turns=7.5)
    model.add(
        "needle_spring",
        "Needle spring",
        _raised(seat, lift),
        coil,
        about="Closes the needle when the rail is without pressure",
        explode=(84, 0, 0),
    )
    piston = [(0.0, 49.6), (1.45, 49.6), (1.45, 68.0), (2.15, 70.0), (2.15, 104.0), (0.0, 104.0)]
    model.add(
        "control_piston",
        "Control piston",
        _raised(lathe(piston, "bright steel"), lift),
        about="Rail pressure on its upper end holds the needle shut",
        explode=(104, 0, 0),
    )


def _raised(piece: Piece, lift: float) -> Piece:
    return piece.moved(z=lift)


def _body(model: Model, cut: float) -> None:
    outer = [(7.0, 46.2), (9.0, 48.0), *thread(9.1, 49.0, 58.0, 1.5)]
    outer += [(10.2, 60.0), (10.2, 88.0), (12.4, 90.0), (12.4, 108.0), (11.4, 109.0)]
    inner = [(11.4, 112.0), (5.4, 112.0), (5.4, 106.4), (2.2, 106.4), (2.2, 70.4)]
    inner += [(4.7, 69.4), (4.7, 49.0), (2.4, 47.4), (2.4, 46.2)]
    model.add(
        "body",
        "Injector body",
        _cut([*outer, *inner], "steel", cut),
        about="Forged steel, drilled for pressures of 2000 bar and more",
    )
    # Drillings lie in the left-hand cut face, half of each showing.
    angle = math.radians(_FACING - cut / 2)
    high = [(6.9, 97.0), (6.9, 60.0), (6.2, 47.0), (4.0, 23.4)]
    feed = [(6.9, 97.0), (4.4, 101.5), (2.4, 105.2)]
    model.add(
        "high_pressure_passage",
        "High-pressure passage",
        *(
            sweep([(r * math.cos(angle), r * math.sin(angle), z) for r, z in path], width, "fuel")
            for path, width in ((high, 0.95), (feed, 0.55))
        ),
        about="Brings rail pressure to the needle's chamber and to the control chamber",
        explode=(-64, 0, 0),
    )
    chamber = [(0.0, 104.2), (2.15, 104.2), (2.15, 106.2), (0.0, 106.2)]
    gallery = [(2.35, 20.0), (3.9, 21.7), (3.9, 24.5), (2.4, 26.0)]
    model.add(
        "control_chamber",
        "Fuel under pressure",
        _cut(chamber, "fuel", cut),
        _cut(gallery, "fuel", cut),
        section="fuel",
        about="Above the piston it holds the needle shut, around the needle it lifts it",
    )


def _valve(model: Model, cut: float, *, lifted: bool) -> None:
    gap = 0.5 if lifted else 0.0
    plate = [(0.45, 106.4), (5.3, 106.4), (5.3, 111.8), (2.6, 111.8), (0.45, 109.8)]
    ball = lathe(_ball(1.15), "bright steel", segments=28).moved(z=110.7 + gap)
    model.add(
        "valve_seat",
        "Valve seat with outlet throttle",
        _cut(plate, "brass", cut),
        ball,
        section="section light",
        about="When the ball lifts, pressure above the piston falls and the needle opens",
        explode=(0, 0, 40),
    )
    armature = [(0.0, 112.0), (1.7, 112.0), (1.7, 118.0), (6.4, 118.4), (6.4, 120.2)]
    armature += [(1.9, 120.2), (1.9, 122.0), (0.0, 122.0)]
    model.add(
        "armature",
        "Armature",
        lathe(armature, "dark steel").moved(z=gap),
        about="The magnet draws it up by some hundredths of a millimetre",
        explode=(0, 0, 58),
    )
    wire = circle(0.6, 8)
    windings = [
        _cut([(r + x, 122.9 + 1.25 * row + z) for x, z in wire], "copper", cut, 40)
        for r in (5.1, 6.2, 7.3)
        for row in range(7)
    ]
    core = [(2.4, 120.8), (4.2, 120.8), (4.2, 132.2), (8.2, 132.2), (8.2, 120.8), (9.9, 120.8)]
    core += [(9.9, 134.0), (2.4, 134.0)]
    model.add(
        "solenoid",
        "Solenoid coil",
        *windings,
        _cut(core, "iron", cut),
        section="section light",
        about="A current of some 20 A pulls the armature within a millisecond",
        explode=(0, 0, 84),
    )
    model.add(
        "armature_spring",
        "Armature spring",
        spring(1.55, 0.4, 122.2, 132.8, "bright steel", turns=6.5),
        about="Presses the ball onto its seat",
        explode=(0, 0, 72),
    )
    cap = [(10.1, 112.2), (12.0, 112.2), (12.0, 136.0), (10.0, 138.4), (3.4, 138.4), (3.4, 134.2)]
    cap += [(10.1, 134.2)]
    model.add(
        "magnet_nut",
        "Magnet retaining nut",
        _cut(cap, "steel", cut),
        section="section dark",
        about="Holds the magnet to the body",
        explode=(0, 0, 104),
    )


def _ball(radius: float) -> list[Point]:
    return [(0.0, -radius), *arc(radius, -75, 75, 10), (0.0, radius)]


def _connections(model: Model) -> None:
    inlet = [(1.5, 11.0), (6.6, 11.0), (6.6, 22.0), *thread(7.0, 22.5, 37.0, 1.5)]
    inlet += [(5.2, 38.4), (3.0, 38.4), (1.5, 35.0)]
    filter_rod = [(0.0, 14.0), (1.2, 14.0), (1.2, 31.0), (0.0, 32.5)]
    tilted = [
        piece.turned("Y", 58).moved(z=93).turned("Z", _FACING - 112)
        for piece in (lathe(inlet, "steel"), lathe(filter_rod, "brass"))
    ]
    model.add(
        "inlet",
        "High-pressure inlet",
        *tilted,
        about="The line from the rail is screwed on here; a rod filter stops swarf",
        explode=(60, 0, 20),
    )
    pipe = [(1.2, 134.4), (2.9, 134.4), (2.9, 142.0), (3.6, 143.0), (2.9, 145.0), (3.6, 147.0)]
    pipe += [(2.6, 149.6), (1.2, 149.6)]
    model.add(
        "return",
        "Return connection",
        _cut(pipe, "brass", 0.0),
        about="Leak-off and control fuel go back to the tank: measured in a leak-off test",
        explode=(0, 0, 132),
    )
    side = _FACING + 116
    housing = box((15, 12, 13), "black plastic", edge=1.4).moved(x=16.5, z=127)
    socket = box((9, 13.5, 15), "black plastic", edge=1.2).moved(x=27, z=127)
    pins = [box((5, 0.8, 1.8), "brass").moved(x=31.4, y=y, z=127) for y in (-2.6, 2.6)]
    model.add(
        "connector",
        "Electrical connector",
        *(piece.turned("Z", side) for piece in (housing, socket, *pins)),
        about="Two pins to the coil",
        explode=(50, 0, 60),
    )
    ring = torus(10.4, 1.0, "rubber").moved(z=74)
    model.add(
        "o_ring",
        "O-ring",
        ring,
        about="Keeps oil out of the injector bore",
        explode=(0, 0, 0),
    )


def _spray(model: Model, holes: int, strength: float) -> None:
    length = 16 + 22 * strength
    jets = []
    for i in range(holes):
        profile = [(0.0, 3.0), (0.35, 3.0), (1.0, 3 + length * 0.3), (3.2, 3 + length * 0.9)]
        profile += [(2.0, 3 + length), (0.0, 3 + length * 1.04)]
        jet = lathe(profile, "spray", segments=16)
        jets.append(
            jet.turned("Y", 108).moved(z=2.7).turned("Z", _FACING + 360 * (i + 0.5) / holes)
        )
    model.add(
        "spray",
        "Spray",
        *jets,
        about="Fuel leaves faster than sound and breaks up into a mist",
    )
