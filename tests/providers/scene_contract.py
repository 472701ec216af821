"""What every scene renderer promises. Subclasses say which one by `renderer`."""

import hashlib
import json
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from providers.blender.glb import Glb
from providers.contracts.errors import ProviderRefused
from providers.contracts.scenes import SceneRenderer, SceneRequest
from providers.contracts.status import Capability
from tests.providers.until import WITHOUT_HANGING


def asking(**changes: object) -> SceneRequest:
    defaults: dict[str, object] = {
        "kind": "molecule",
        "parameters": {"name": "water"},
        "still_width": 96,
        "still_height": 64,
    }
    return SceneRequest(**{**defaults, **changes})


class SceneContract:
    async def test_it_says_that_it_is_ready(self, renderer: SceneRenderer):
        status = await renderer.status()
        assert status.is_ready
        assert status.provider == renderer.name
        assert status.elapsed < WITHOUT_HANGING
        assert status.capabilities == {Capability.SCENES}
        json.dumps(status.as_json())

    async def test_a_model_comes_with_its_parts_its_picture_and_how_it_was_made(
        self, renderer: SceneRenderer
    ):
        scene = await renderer.build(asking())
        glb = Glb(scene.glb)
        assert glb.parts == scene.parts
        assert scene.parts
        assert all(part.label for part in scene.parts)
        assert glb.vertices > 0
        with Image.open(BytesIO(scene.still_png)) as still:
            still.load()
            assert still.size == (96, 64)
        manifest = json.loads(json.dumps(scene.manifest))
        assert manifest["kind"] == "molecule"
        assert manifest["parameters"]["name"] == "water"
        assert manifest["engine"] == scene.engine
        assert manifest["glb_sha256"] == hashlib.sha256(scene.glb).hexdigest()
        assert scene.duration > timedelta()

    @pytest.mark.parametrize(
        "changes",
        [
            {"kind": "unicorn"},
            {"parameters": {"name": "phlogiston"}},
            {"parameters": {"colour": "pink"}},
            {"kind": "gear_pair", "parameters": {"driver_teeth": 10_000}},
            {"kind": "hydraulic_cylinder", "parameters": {"bore": 40, "rod": 100}},
        ],
    )
    async def test_what_cannot_be_built_is_refused(
        self, renderer: SceneRenderer, changes: dict[str, object]
    ):
        with pytest.raises(ProviderRefused):
            await renderer.build(asking(**changes))
