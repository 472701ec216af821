"""What every image model promises. Subclasses say which one by `model`."""

import asyncio
import json
from datetime import timedelta
from io import BytesIO

from PIL import Image

from providers.contracts.images import ImageModel, ImageProgress, ImageRequest
from providers.contracts.status import Capability
from tests.providers.until import WITHOUT_HANGING


def asking(**changes: object) -> ImageRequest:
    defaults: dict[str, object] = {
        "prompt": "a common rail with four injectors, technical drawing",
        "width": 320,
        "height": 192,
        "seed": 7,
        "steps": 6,
    }
    return ImageRequest(**{**defaults, **changes})


class ImageContract:
    async def test_it_says_that_it_is_ready(self, model: ImageModel):
        status = await model.status()
        assert status.is_ready
        assert status.provider == model.name
        assert status.elapsed < WITHOUT_HANGING
        assert Capability.TEXT_TO_IMAGE in status.capabilities
        json.dumps(status.as_json())

    async def test_a_picture_has_the_proportions_asked_for(self, model: ImageModel):
        for width, height in ((320, 192), (192, 320), (256, 256)):
            result = await model.generate(asking(width=width, height=height))
            for png in (result.png, result.dark_png):
                if png is not None:
                    with Image.open(BytesIO(png)) as picture:
                        picture.load()
                        assert picture.format == "PNG"
                        assert picture.size in {(width, height), (2 * width, 2 * height)}

    async def test_a_picture_says_how_it_came_about(self, model: ImageModel):
        result = await model.generate(asking(seed=41))
        assert result.engine == model.name
        assert result.model
        assert result.seed == 41
        assert result.duration > timedelta()
        assert asking().prompt in json.loads(json.dumps(result.parameters)).values()

    async def test_progress_only_grows(self, model: ImageModel):
        seen: list[ImageProgress] = []

        async def note(progress: ImageProgress) -> None:
            seen.append(progress)

        await model.generate(asking(), note)
        steps = [progress.step for progress in seen]
        assert steps == sorted(set(steps))
        assert all(0 <= progress.step <= progress.steps for progress in seen)

    async def test_pictures_can_be_asked_for_at_the_same_time(self, model: ImageModel):
        results = await asyncio.gather(*(model.generate(asking(seed=seed)) for seed in (1, 2, 3)))
        assert [result.seed for result in results] == [1, 2, 3]
