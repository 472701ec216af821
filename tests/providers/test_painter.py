"""What a cover looks like, as far as a program can see: its rules, not its beauty."""

import re
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
import resvg_py
from PIL import Image

from providers.contracts.errors import ProviderRefused
from providers.painter.adapter import MODEL, CoverPainter
from providers.painter.choice import choose_motif
from providers.painter.composition import Drawing, compose
from providers.painter.motifs.shelf import MOTIFS
from providers.painter.palette import DARK, LIGHT, Palette, oklch_to_hex
from tests.providers.image_contract import asking

TOKENS = Path(__file__).parents[2] / "assets" / "styles" / "tokens.css"
SEEDS = range(12)
TITLES = {
    "Diesel Fuel Systems": {"rail"},
    "Air Brakes: Build-up to Release": {"cylinder", "disc"},
    "Reading Sensor Signals on a Scope": {"trace"},
    "Gear Trains and Timing Marks": {"gear"},
    "Wheel Bearings and Hub Service": {"bearing"},
    "Hybrid and EV Battery Safety": {"battery"},
    "Cell Biology": {"cell"},
    "Organic Chemistry": {"flask", "molecule"},
    "Contract Law": {"balance"},
    "World History: Ancient Greece": {"column"},
    "Spanish for Beginners": {"speech"},
    "Introduction to Programming": {"flow"},
}


def drawing_of(motif: str, seed: int, aspect: float = 16 / 9) -> Drawing:
    return compose(MOTIFS[motif], aspect, dice(seed))


def dice(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - keeps no secret


def colours(svg: str) -> set[str]:
    return set(re.findall(r"#[0-9a-f]{6}", svg))


async def test_the_same_request_gives_the_same_bytes():
    first, second = [await CoverPainter().generate(asking(seed=5)) for _ in range(2)]
    assert first.png == second.png
    assert first.dark_png == second.dark_png
    assert first.svg == second.svg


async def test_another_seed_or_subject_gives_another_picture():
    requests = [asking(seed=1), asking(seed=2), asking(seed=1, subject="Diesel, second year")]
    pictures = [await CoverPainter().generate(request) for request in requests]
    assert len({picture.png for picture in pictures}) == 3


async def test_it_always_says_that_no_model_drew_it():
    result = await CoverPainter().generate(asking())
    assert result.is_placeholder
    assert result.model == MODEL


@pytest.mark.parametrize("name", MOTIFS)
def test_a_motif_varies(name: str):
    drawings = {without_ids(drawing_of(name, seed).svg(LIGHT)) for seed in SEEDS}
    assert len(drawings) > len(SEEDS) / 2


def without_ids(svg: str) -> str:
    return re.sub(rf"({'|'.join(MOTIFS)})-[0-9a-f]+", "", svg)


@pytest.mark.parametrize("name", MOTIFS)
def test_a_motif_keeps_to_its_frame(name: str):
    plate = tuple(bytes.fromhex(LIGHT.plate[1:]))
    for seed in (0, 1, 2):
        svg = drawing_of(name, seed).svg(LIGHT)
        png = resvg_py.svg_to_bytes(svg_string=svg, width=240, skip_system_fonts=True)
        with Image.open(BytesIO(bytes(png))) as picture:
            pixels = picture.convert("RGB")
        width, height = pixels.size
        top = pixels.crop((0, 0, width, 2))
        sides = [pixels.crop((x, 0, x + 2, height - 12)) for x in (0, width - 2)]
        for strip in (top, *sides):
            assert strip.getcolors() == [(strip.width * strip.height, plate)]


@pytest.mark.parametrize("name", MOTIFS)
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_only_the_colours_of_the_design_are_used_and_one_accent(name: str, palette: Palette):
    accents: set[str] = set()
    for seed in SEEDS:
        used = colours(drawing_of(name, seed).svg(palette))
        extra = used - {palette.plate, palette.sheet, palette.ink}
        assert len(extra) == 1
        assert extra <= set(palette.accents.values())
        accents |= extra
    assert palette.accents["blue"] in accents
    assert len(accents) > 1


@pytest.mark.parametrize("name", MOTIFS)
def test_a_drawing_holds_no_text_no_gradient_and_no_reference_to_elsewhere(name: str):
    svg = drawing_of(name, 0).svg(LIGHT)
    assert not re.search(r"<(text|image|style|script|\w*Gradient|foreignObject)", svg)
    assert "href" not in svg


def test_covers_on_one_page_share_no_ids():
    pages = [drawing_of("piston", seed).svg(LIGHT) for seed in SEEDS]
    ids = [name for page in pages for name in re.findall(r'id="([^"]+)"', page)]
    assert len(ids) > len(SEEDS)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("aspect", [0.5, 1.0, 4 / 3, 4.0])
def test_lines_weigh_the_same_on_a_sheet_of_any_shape(aspect: float):
    drawing = drawing_of("gear", 1, aspect)
    assert drawing.width / drawing.height == pytest.approx(aspect)
    assert drawing.width * drawing.height == pytest.approx(480 * 270)
    widths = {float(w) for w in re.findall(r'stroke-width="([\d.]+)"', drawing.svg(LIGHT))}
    assert max(widths) * drawing.scale == pytest.approx(2.0, abs=0.02)


@pytest.mark.parametrize(("title", "motifs"), TITLES.items())
def test_a_title_calls_for_a_motif_of_its_subject(title: str, motifs: set[str]):
    chosen = {choose_motif(title, "Course cover", dice(seed)).name for seed in SEEDS}
    assert chosen <= motifs


def test_a_subject_it_does_not_know_gets_different_neutral_motifs():
    motifs = {choose_motif("Ευρωπαϊκή λογοτεχνία", "", dice(seed)).name for seed in range(30)}
    assert len(motifs) > 4
    assert not motifs & {"rail", "nozzle", "piston", "disc"}


def test_short_words_count_only_whole():
    chosen = {choose_motif("Airline catering, canteens", "", dice(seed)).name for seed in SEEDS}
    assert not chosen & {"cylinder", "trace"}


@pytest.mark.parametrize(
    "changes",
    [
        {"width": 0},
        {"height": 100_000},
        {"width": 4000, "height": 100},
        {"motif": "unicorn"},
    ],
)
async def test_what_cannot_be_drawn_is_refused(changes: dict[str, int | str]):
    with pytest.raises(ProviderRefused):
        await CoverPainter().generate(asking(**changes))


def test_colours_are_those_of_the_tokens():
    """Worked out by hand from CSS Color 4: black, white, and the sRGB primaries."""
    assert oklch_to_hex(0, 0, 0) == "#000000"
    assert oklch_to_hex(100, 0, 0) == "#ffffff"
    assert oklch_to_hex(62.796, 0.25768, 29.234) == "#ff0000"
    assert oklch_to_hex(45.201, 0.31321, 264.052) == "#0000ff"


def test_the_palette_is_the_one_the_pages_use():
    """The painter knows the tokens by value; this is where a changed token shows."""
    tokens = TOKENS.read_text()
    number = r"([\d.]+)%? ([\d.]+) ([\d.]+)"
    for name in ("plate", "sheet", "ink", *LIGHT.accents):
        found = re.search(rf"--{name}: light-dark\(oklch\({number}\), oklch\({number}\)\)", tokens)
        assert found is not None, name
        values = [float(value) for value in found.groups()]
        for palette, token in ((LIGHT, values[:3]), (DARK, values[3:])):
            painted = palette.accents.get(name) or getattr(palette, name)
            assert oklch_to_hex(*token) == painted, name
