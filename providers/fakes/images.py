"""An image model inside this process, for tests: draws noise, or does as told."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from providers.contracts.errors import ProviderError, ProviderRefused
from providers.contracts.images import (
    GeneratedImage,
    ImageProgress,
    ImageRequest,
    OnImageProgress,
)
from providers.contracts.status import Capability, ProviderStatus, Readiness
from providers.fakes.noise import noise_png

MODEL = "placeholder"
STEPS = 4


class PlaceholderImages:
    """`providers.contracts.images.ImageModel`.

    Each of `troubles` meets one call: an error is raised, an event is waited for before the last
    step. Later calls get pictures, no two alike, so that work done twice shows.
    """

    def __init__(
        self, troubles: Sequence[ProviderError | asyncio.Event] = (), name: str = "placeholder"
    ) -> None:
        self.name = name
        self.requests: list[ImageRequest] = []
        self.stopped = 0
        """Calls that were cancelled."""
        self._troubles = list(troubles)

    async def status(self) -> ProviderStatus:
        return ProviderStatus(
            provider=self.name,
            readiness=Readiness.READY,
            reason="draws noise, for tests",
            capabilities=frozenset({Capability.TEXT_TO_IMAGE}),
        )

    async def generate(
        self, request: ImageRequest, on_progress: OnImageProgress | None = None
    ) -> GeneratedImage:
        self.requests.append(request)
        if request.width < 1 or request.height < 1:
            raise ProviderRefused(
                self.name, f"cannot draw {request.width} by {request.height} pixels"
            )
        trouble = self._troubles.pop(0) if self._troubles else None
        if isinstance(trouble, ProviderError):
            raise trouble
        try:
            for step in range(1, STEPS + 1):
                if trouble and step == STEPS:
                    await trouble.wait()
                await asyncio.sleep(0)
                if on_progress:
                    await on_progress(ImageProgress(step=step, steps=STEPS))
        except asyncio.CancelledError:
            self.stopped += 1
            raise
        return GeneratedImage(
            png=noise_png(request.width, request.height),
            engine=self.name,
            model=MODEL,
            seed=request.seed,
            parameters={"prompt": request.prompt, "seed": request.seed, "steps": STEPS},
            is_placeholder=True,
            duration=timedelta(milliseconds=1),
        )
