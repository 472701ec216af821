# pyright: basic, reportMissingImports=false
"""Molecules as balls and sticks; places of atoms are in angstrom."""

import math
from collections.abc import Sequence

from geometry import Place
from model import Model
from shapes import Piece, sphere, sweep

VIEW = (-16.0, 16.0, 0.0)
_SCALE = 20.0
"""Millimetres for one angstrom: the model is two hundred million times as large."""
_BALL = {"H": 5.6, "C": 8.4, "O": 8.0, "N": 8.2, "S": 10.0}
_ELEMENTS = {
    "H": ("hydrogen", "Hydrogen"),
    "C": ("carbon", "Carbon"),
    "O": ("oxygen", "Oxygen"),
    "N": ("nitrogen", "Nitrogen"),
    "S": ("sulphur", "Sulphur"),
}
Atom = tuple[str, Place]


def build(model: Model, name: str) -> None:
    atoms, bonds = _MOLECULES[name]()
    for symbol, (material, label) in _ELEMENTS.items():
        places = [place for element, place in atoms if element == symbol]
        if places:
            model.add(
                material,
                label,
                *(
                    sphere(_BALL[symbol], material, segments=36).moved(*_scaled(place))
                    for place in places
                ),
                about=f"{len(places)} of {len(atoms)} atoms",
            )
    sticks = [stick for i, k, order in bonds for stick in _sticks(atoms[i][1], atoms[k][1], order)]
    model.add("bonds", "Bonds", *sticks, about="Shared electrons hold the atoms together")


def _scaled(place: Place) -> Place:
    return place[0] * _SCALE, place[1] * _SCALE, place[2] * _SCALE


def _sticks(start: Place, end: Place, order: int) -> list[Piece]:
    """One stick for each shared pair, side by side."""
    a, b = _scaled(start), _scaled(end)
    along = [q - p for p, q in zip(a, b, strict=True)]
    across = (-along[2], 0.0, along[0]) if along[0] or along[2] else (1.0, 0.0, 0.0)
    length = math.dist((0, 0, 0), across)
    thick = 2.3 if order == 1 else 1.5
    pieces = []
    for index in range(order):
        shift = (index - (order - 1) / 2) * 4.4 / length
        offset = _times(across, shift)
        path = [_sum(a, offset), _sum(b, offset)]
        pieces.append(sweep(path, thick, "bond", sides=16))
    return pieces


Built = tuple[list[Atom], list[tuple[int, int, int]]]


def _bent(
    centre: str, ends: Sequence[str], length: float, angles: Sequence[float], order: int
) -> Built:
    atoms: list[Atom] = [(centre, (0.0, 0.0, 0.0))]
    for end, degrees in zip(ends, angles, strict=True):
        angle = math.radians(degrees)
        atoms.append((end, (length * math.sin(angle), 0.0, length * math.cos(angle))))
    return atoms, [(0, i + 1, order) for i in range(len(ends))]


def _water() -> Built:
    return _bent("O", "HH", 0.958, (127.75, 232.25), 1)


def _carbon_dioxide() -> Built:
    return _bent("C", "OO", 1.163, (90.0, 270.0), 2)


def _tetrahedral(count: int) -> list[Place]:
    third = math.acos(-1 / 3)
    top = [(0.0, 0.0, 1.0)]
    low = [
        (math.sin(third) * math.cos(a), math.sin(third) * math.sin(a), math.cos(third))
        for a in (math.radians(20), math.radians(140), math.radians(260))
    ]
    return [*top, *low][-count:]


def _methane() -> Built:
    places = _tetrahedral(4)
    atoms = [("C", (0.0, 0.0, 0.0)), *(("H", _times(p, 1.09)) for p in places)]
    return atoms, [(0, i, 1) for i in range(1, 5)]


def _ammonia() -> Built:
    atoms = [("N", (0.0, 0.0, 0.0)), *(("H", _times(p, 1.012)) for p in _tetrahedral(3))]
    return atoms, [(0, i, 1) for i in range(1, 4)]


def _times(place: Place, factor: float) -> Place:
    return place[0] * factor, place[1] * factor, place[2] * factor


def _sum(a: Place, b: Place) -> Place:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def _benzene() -> Built:
    atoms: list[Atom] = []
    for element, radius in (("C", 1.39), ("H", 2.48)):
        for i in range(6):
            angle = math.radians(60 * i + 30)
            atoms.append((element, (radius * math.cos(angle), 0.0, radius * math.sin(angle))))
    ring = [(i, (i + 1) % 6, 2 if i % 2 else 1) for i in range(6)]
    return atoms, [*ring, *((i, i + 6, 1) for i in range(6))]


def _chain(length: int) -> tuple[list[Atom], list[tuple[int, int, int]]]:
    """A straight alkane: a zigzag in the x-z plane, hydrogens to both sides."""
    step = 1.54
    rise = step * math.cos(math.radians(56))
    run = step * math.sin(math.radians(56))
    atoms: list[Atom] = []
    bonds: list[tuple[int, int, int]] = []
    for i in range(length):
        x = (i - (length - 1) / 2) * run
        z = rise / 2 if i % 2 else -rise / 2
        atoms.append(("C", (x, 0.0, z)))
        if i:
            bonds.append((i - 1, i, 1))
    for i in range(length):
        x, _, z = atoms[i][1]
        away = 1 if i % 2 else -1
        ends: list[Place] = [(x, y, z + away * 0.63) for y in (0.89, -0.89)]
        if i in {0, length - 1}:
            outwards = -1 if i == 0 else 1
            ends.append((x + outwards * 0.92, 0.0, z - away * 0.58))
        for end in ends:
            bonds.append((i, len(atoms), 1))
            atoms.append(("H", end))
    return atoms, bonds


def _hexadecane() -> Built:
    return _chain(16)


def _ethanol() -> Built:
    """Ethane with a hydroxyl group in the place of its last hydrogen."""
    atoms, bonds = _chain(2)
    _, place = atoms[-1]
    x, _, z = atoms[1][1]
    atoms[-1] = ("O", (x + (place[0] - x) * 1.31, 0.0, z + (place[2] - z) * 1.31))
    ox, _, oz = atoms[-1][1]
    bonds.append((len(atoms) - 1, len(atoms), 1))
    atoms.append(("H", (ox + 0.62, 0.0, oz + 0.73)))
    return atoms, bonds


def _iso_octane() -> Built:
    """2,2,4-trimethylpentane: branches in the place of hydrogens of a chain of five."""
    atoms, bonds = _chain(5)
    for carbon, count in ((1, 2), (3, 1)):
        replaced = [k for i, k, _ in bonds if i == carbon and atoms[k][0] == "H"][:count]
        for index in replaced:
            origin, place = atoms[carbon][1], atoms[index][1]
            arm = _sum(place, _times(origin, -1))
            grown = _sum(origin, _times(arm, 1.41))
            atoms[index] = ("C", grown)
            for end in _methyl(origin, grown):
                bonds.append((index, len(atoms), 1))
                atoms.append(("H", end))
    return atoms, bonds


def _methyl(origin: Place, carbon: Place) -> list[Place]:
    """Three hydrogens behind a carbon, turned away from where it is bound."""
    along = _times(_sum(carbon, _times(origin, -1)), 1 / 1.54)
    side = (-along[2], 0.0, along[0])
    side = _times(side, 1 / (math.dist((0, 0, 0), side) or 1.0))
    up = (
        along[1] * side[2] - along[2] * side[1],
        along[2] * side[0] - along[0] * side[2],
        along[0] * side[1] - along[1] * side[0],
    )
    base = _sum(carbon, _times(along, 0.36))
    return [
        _sum(base, _sum(_times(side, 1.03 * math.cos(a)), _times(up, 1.03 * math.sin(a))))
        for a in (math.tau * i / 3 for i in range(3))
    ]


def _urea() -> Built:
    atoms: list[Atom] = [("C", (0.0, 0.0, 0.0)), ("O", (0.0, 0.0, 1.26))]
    bonds = [(0, 1, 2)]
    for side in (-1, 1):
        nitrogen = (side * 1.16, 0.0, -0.69)
        bonds.append((0, len(atoms), 1))
        here = len(atoms)
        atoms.append(("N", nitrogen))
        for dx, dz in ((0.87, 0.5), (0.0, -1.01)):
            bonds.append((here, len(atoms), 1))
            atoms.append(("H", (nitrogen[0] + side * dx, 0.0, nitrogen[2] + dz)))
    return atoms, bonds


def _sulphuric_acid() -> Built:
    places = _tetrahedral(4)
    atoms: list[Atom] = [("S", (0.0, 0.0, 0.0))]
    bonds: list[tuple[int, int, int]] = []
    for index, place in enumerate(places):
        double = index < 2  # noqa: PLR2004 - two oxygens are doubly bound
        bonds.append((0, len(atoms), 2 if double else 1))
        atoms.append(("O", _times(place, 1.42 if double else 1.57)))
    for index in (3, 4):
        x, y, z = atoms[index][1]
        bonds.append((index, len(atoms), 1))
        atoms.append(("H", (x * 1.35, y * 1.35, z - 0.85)))
    return atoms, bonds


_MOLECULES = {
    "water": _water,
    "carbon dioxide": _carbon_dioxide,
    "methane": _methane,
    "ammonia": _ammonia,
    "ethanol": _ethanol,
    "benzene": _benzene,
    "iso-octane": _iso_octane,
    "hexadecane": _hexadecane,
    "urea": _urea,
    "sulphuric acid": _sulphuric_acid,
}
