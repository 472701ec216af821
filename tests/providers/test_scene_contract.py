"""The scene contract, held against the fake and against Blender, where it is installed."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from providers.blender.adapter import BlenderScenes
from providers.contracts.scene_kinds import SCENE_KINDS, suggest_kind
from providers.contracts.scenes import SceneRenderer
from providers.fakes.scenes import PlaceholderScenes
from tests.providers.scene_contract import SceneContract, asking

needs_blender = pytest.mark.skipif(
    shutil.which("blender") is None, reason="Blender is not installed"
)


class TestPlaceholderScenes(SceneContract):
    @pytest.fixture
    def renderer(self) -> SceneRenderer:
        return PlaceholderScenes()

    async def test_it_says_that_it_is_not_what_was_asked_for(self, renderer: SceneRenderer):
        assert (await renderer.build(asking())).is_placeholder

    async def test_no_two_models_are_alike(self, renderer: SceneRenderer):
        assert (await renderer.build(asking())).glb != (await renderer.build(asking())).glb


@needs_blender
@pytest.mark.engine
@pytest.mark.timeout(120)
class TestBlender(SceneContract):
    @pytest.fixture
    def renderer(self, tmp_path: Path) -> SceneRenderer:
        return BlenderScenes(folder=tmp_path, timeout=timedelta(seconds=100), samples=1)

    async def test_the_same_request_gives_the_same_model(self, renderer: SceneRenderer):
        first, second = [await renderer.build(asking()) for _ in range(2)]
        assert first.glb == second.glb

    async def test_a_model_that_moves_has_one_animation(self, renderer: SceneRenderer):
        scene = await renderer.build(asking(kind="gear_pair", parameters={"driven_teeth": 20}))
        assert scene.manifest["animations"] == ["Run"]

    async def test_labels_can_be_given_in_other_words(self, renderer: SceneRenderer):
        labels = {"oxygen": "Sauerstoff", "bonds": "Bindungen"}
        scene = await renderer.build(asking(parameters={"name": "water", "labels": labels}))
        assert [part.label for part in scene.parts] == ["Hydrogen", "Sauerstoff", "Bindungen"]
        assert [part.name for part in scene.parts] == ["hydrogen", "oxygen", "bonds"]


@pytest.mark.parametrize("kind", SCENE_KINDS.values(), ids=lambda kind: kind.name)
def test_a_kind_describes_itself_and_needs_no_parameters(kind):
    assert kind.complete({})["labels"] == {}
    assert kind.description.endswith(".")
    script = Path(__file__).parents[2] / "providers" / "blender" / "scenes" / f"{kind.name}.py"
    assert script.exists()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("How the injector sprays", "diesel_injector"),
        ("Common rail pressure", "common_rail"),
        ("The four strokes of an engine", "four_stroke_cylinder"),
        ("Water in fuel filters", "fuel_filter"),
        ("Gear ratio", "gear_pair"),
        ("Wheel bearings", "bearing"),
        ("Hydraulic rams", "hydraulic_cylinder"),
        ("Hydrocarbon molecules", "molecule"),
        ("Measuring brake discs", "wheel_hub_brake_disc"),
        ("Photosynthesis in leaves", "labelled_parts"),
        ("", "labelled_parts"),
    ],
)
def test_a_topic_suggests_a_kind(words: str, kind: str):
    assert suggest_kind(words) == kind
