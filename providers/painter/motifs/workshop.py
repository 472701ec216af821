"""On the bench: bolt and nut, spanner, dial gauge, callipers."""

from random import Random

from providers.painter.motif import Motif
from providers.painter.pen import DETAIL, OUTLINE, THIN, Pen, Point, around, number, polar, through


def _bolt(pen: Pen, dice: Random) -> None:
    """A bolt through two plates, its nut cut open."""
    pitch = dice.choice((8, 9, 10))
    washers = dice.random() < 0.5
    for left, right in ((-96, -42), (-42, 14)):
        for top, bottom in ((-96, -24), (24, 96)):
            plate: list[Point] = [(left, top), (right, top), (right, bottom), (left, bottom)]
            pen.section(through(plate, closed=True), (left, top, right, bottom))
    pen.box(-110, -22, 130, 44)
    pen.path("M-148 -44h38v88h-38q-10 -44 0 -88z")
    pen.path("M-151 -22h41M-151 22h41", "none", DETAIL)
    if washers:
        pen.box(14, -40, 8, 80, "sheet", DETAIL)
    nut = 22 if washers else 14
    crests = 154 // pitch
    for side in (-1, 1):
        edge = [(14 + i * pitch / 2, side * (22 if i % 2 else 17)) for i in range(2 * crests + 1)]
        pen.line(*edge, line=DETAIL)
    end = 14 + crests * pitch
    pen.polygon(
        [(14, -18), (end, -18), (end + 9, -11), (end + 9, 11), (end, 18), (14, 18)], "sheet", 0
    )
    for index in range(crests):
        x = 14 + index * pitch
        tooth: list[Point] = [(x, -17), (x + pitch / 2, -22), (x + pitch, -17), (x + pitch, 17)]
        pen.polygon([*tooth, (x + pitch / 2, 22), (x, 17)], "sheet", THIN)
    pen.polygon([(end, -16), (end + 9, -10), (end + 9, 10), (end, 16)])
    pen.box(nut, -44, 44, 88, "accent", corner=3)
    pen.line((nut, -20), (nut + 44, -20), line=DETAIL)
    pen.line((nut, 20), (nut + 44, 20), line=DETAIL)
    pen.centre_line((-176, 0), (end + 34, 0))
    pen.dimension((-96, -106), (14, -106))


def _spanner(pen: Pen, dice: Random) -> None:
    ring = dice.choice((8, 12))
    with pen.turned(-dice.uniform(16, 28)):
        head = [polar(44, angle, (-128, 0)) for angle in range(-130, 131, 10)]
        pen.polygon([*head, (-128, 17), (-112, 0), (-128, -17)])
        pen.path("M-92 -20C-70 -14 60 -14 92 -22V22C60 14 -70 14 -92 20Z")
        pen.box(-60, -7, 120, 14, "plate", DETAIL, corner=7)
        pen.circle((128, 0), 46)
        star = [polar(32 if i % 2 else 27, 180 * i / ring, (128, 0)) for i in range(2 * ring)]
        pen.polygon(star, "plate", DETAIL)
        pen.polygon(around(6, 25, (128, 0), dice.uniform(0, 60)), "accent", DETAIL)
        pen.circle((128, 0), 12, "sheet", DETAIL)
        pen.centre_line((-206, 0), (206, 0))


def _gauge(pen: Pen, dice: Random) -> None:
    sweep, start = 270, 135
    divisions = dice.choice((6, 8, 10))
    reading = dice.uniform(0.2, 0.85)
    pen.circle((0, 0), 104)
    pen.circle((0, 0), 94, "plate")
    pen.circle((0, 0), 88, "sheet", THIN)
    for index in range(divisions * 5 + 1):
        angle = start + sweep * index / (divisions * 5)
        long = index % 5 == 0
        pen.line(polar(80, angle), polar(64 if long else 72, angle), line=OUTLINE if long else THIN)
    arc = [polar(56, start + sweep * (0.75 + 0.25 * i / 12)) for i in range(13)]
    pen.path(through(arc), "none", 5)
    angle = start + sweep * reading
    tip, tail = polar(74, angle), polar(24, angle + 180)
    pen.polygon([tip, polar(7, angle + 90), tail, polar(7, angle - 90)], "accent", DETAIL)
    pen.circle((0, 0), 11)
    pen.circle((0, 0), 3, "ink", 0)
    _cross_marks(pen)


def _cross_marks(pen: Pen) -> None:
    pen.centre_line((-140, 0), (140, 0))
    pen.centre_line((0, -110), (0, 110))


def _callipers(pen: Pen, dice: Random) -> None:
    """Vernier callipers holding a round bar."""
    size = dice.uniform(44, 68)
    centre, slide = -142 + size / 2, -142 + size
    pen.circle((centre, 44), size / 2, "accent")
    pen.box(-164, -52, 364, 30)
    pen.path(f"M-176 -52H-142V{number(60)}L-150 86H-156Q-176 40 -176 -52Z")
    pen.path("M-176 -52V-92L-160 -70V-52Z", "sheet")
    pen.path(f"M{number(slide)} -58h124v62h-76q-20 0 -24 26l-8 56h-6q-8 -20 -10 -40z")
    pen.box(slide, -52, 124, 30, "sheet", DETAIL)
    for index in range(46):
        x = -140 + index * 7
        length = 14 if index % 5 == 0 else 8
        if x < 196:
            pen.line((x, -22), (x, -22 - length), line=THIN)
    for index in range(11):
        x = slide + 16 + index * 6.3
        pen.line((x, -22), (x, -12 if index % 5 else -8), line=THIN)
    pen.circle((slide + 98, -12), 7, "plate", DETAIL)
    pen.centre_line((centre - 46, 44), (centre + 46, 44))
    pen.centre_line((centre, 2), (centre, 92))


MOTIFS = (
    Motif(
        name="bolt",
        words="bolt screw thread fasten nut join assembly clamp metal steel",
        width=340,
        height=214,
        draw=_bolt,
    ),
    Motif(
        name="spanner",
        words="spanner wrench tool workshop repair maintenance garage safety handtool",
        width=400,
        height=216,
        draw=_spanner,
    ),
    Motif(
        name="gauge",
        words="gauge meter dial diagnos inspect test manometer instrument barometer",
        width=290,
        height=216,
        draw=_gauge,
    ),
    Motif(
        name="callipers",
        words="calliper measur metrolog toler vernier micromet precision dimension quality",
        width=390,
        height=196,
        draw=_callipers,
    ),
)
