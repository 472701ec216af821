"""Reads what a GLB file says of itself (glTF 2.0), and refuses one that is broken."""

import struct
from typing import Any

import orjson
from pydantic import BaseModel, Field, ValidationError

from providers.contracts.scenes import ScenePart

_HEADER = struct.Struct("<4sII")
_CHUNK = struct.Struct("<I4s")
_VERSION = 2


class BrokenGlb(ValueError):
    """The file is not what it should be."""


class _Node(BaseModel):
    name: str = ""
    mesh: int | None = None
    extras: dict[str, Any] = Field(default_factory=dict)


class _Accessor(BaseModel):
    count: int


class _Primitive(BaseModel):
    attributes: dict[str, int]


class _Mesh(BaseModel):
    primitives: list[_Primitive]


class _Animation(BaseModel):
    name: str = ""


class _Document(BaseModel):
    nodes: list[_Node] = Field(default_factory=list)
    meshes: list[_Mesh] = Field(default_factory=list)
    accessors: list[_Accessor] = Field(default_factory=list)
    animations: list[_Animation] = Field(default_factory=list)


class Glb:
    """A GLB file whose header, chunks and JSON hold together."""

    def __init__(self, content: bytes) -> None:
        """Raises BrokenGlb."""
        if len(content) < _HEADER.size + _CHUNK.size:
            raise BrokenGlb("it is too short")
        magic, version, length = _HEADER.unpack_from(content)
        if magic != b"glTF" or version != _VERSION:
            raise BrokenGlb("it is no glTF 2 file")
        if length != len(content):
            raise BrokenGlb(f"it says {length} bytes and has {len(content)}")
        size, kind = _CHUNK.unpack_from(content, _HEADER.size)
        start = _HEADER.size + _CHUNK.size
        if kind != b"JSON" or start + size > length:
            raise BrokenGlb("its first part is not JSON")
        try:
            document = _Document.model_validate(orjson.loads(content[start : start + size]))
        except (orjson.JSONDecodeError, ValidationError) as error:
            raise BrokenGlb(f"its description cannot be read: {error}") from error
        self._document = document
        if not any(node.mesh is not None for node in document.nodes):
            raise BrokenGlb("it shows nothing")

    @property
    def parts(self) -> tuple[ScenePart, ...]:
        """The nodes that carry a label, in the order of the file."""
        return tuple(
            ScenePart(
                name=node.name,
                label=str(node.extras["label"]),
                description=str(node.extras.get("description", "")),
            )
            for node in self._document.nodes
            if "label" in node.extras
        )

    @property
    def animations(self) -> tuple[str, ...]:
        """Their names; a model that moves has one."""
        return tuple(animation.name for animation in self._document.animations)

    @property
    def vertices(self) -> int:
        accessors = self._document.accessors
        positions = {
            primitive.attributes["POSITION"]
            for mesh in self._document.meshes
            for primitive in mesh.primitives
        }
        return sum(accessors[index].count for index in positions)
