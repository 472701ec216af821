"""Three-dimensional models from a kind and its parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from providers.contracts.status import ProviderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneRequest:
    kind: str
    """A name in `providers.contracts.scene_kinds.SCENE_KINDS`."""
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Fields of the kind's parameter model; what is missing has a default."""
    still_width: int = 960
    still_height: int = 640


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenePart:
    """A node of the model that can be named, pointed at and hidden."""

    name: str
    """The node's name in the GLB file."""
    label: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltScene:
    glb: bytes
    """glTF 2.0, metres, y up. Each part's node carries `extras`: `label`, `description` and
    `explode`, the way to move it (x, y, z) in a view that takes the thing apart."""
    still_png: bytes
    """The same thing rendered, on a transparent ground."""
    parts: tuple[ScenePart, ...]
    engine: str
    """Name and version of what built it."""
    engine_version: str = ""
    energy_joules: float | None = None
    """Of the machine that built it, meanwhile; None where nothing measured it."""
    is_placeholder: bool
    """True when this is not the thing asked for. The interface must say so next to it."""
    duration: timedelta
    manifest: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """JSON-safe, enough to build the same again: kind, parameters, engine, hashes of scripts and
    files."""


class SceneRenderer(Protocol):
    """Cancelling the task ends the engine's process."""

    @property
    def name(self) -> str: ...

    async def status(self) -> ProviderStatus:
        """Never raises: no answer is an answer."""
        ...

    async def build(self, request: SceneRequest) -> BuiltScene:
        """Raises ProviderError; an unknown kind or a parameter out of range is ProviderRefused."""
        ...
