"""The built-in writer's model as a part that can be fetched."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from providers.contracts.parts import OnBytes
from providers.llamacpp.model_files import fetch, find
from providers.llamacpp.models import ModelSpec


@dataclass(frozen=True, slots=True)
class WriterModel:
    """`providers.contracts.parts.EnginePart`."""

    model: ModelSpec
    folder: Path

    @property
    def name(self) -> str:
        return "writer"

    @property
    def title(self) -> str:
        return self.model.name

    @property
    def licence(self) -> str:
        return self.model.licence

    @property
    def size(self) -> int:
        return self.model.size

    async def is_present(self) -> bool:
        return await asyncio.to_thread(find, self.model, self.folder) is not None

    async def fetch(self, on_bytes: OnBytes) -> None:
        await fetch(self.model, self.folder, on_bytes)
