# pyright: basic, reportMissingImports=false
"""The model being built: named, labelled parts, some of which move."""

from collections.abc import Callable, Mapping, Sequence
from math import radians

import bmesh
import bpy
from geometry import Place
from materials import material
from mathutils import Vector
from shapes import MM, SECTION, Piece

FRAMES = 144
"""Of one run of a moving model: six seconds."""
_EVERY = 2
_TRACK = "Run"


class Model:
    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels
        self.parts: list[bpy.types.Object] = []

    def add(
        self,
        name: str,
        label: str,
        *pieces: Piece,
        about: str = "",
        explode: Place = (0.0, 0.0, 0.0),
        section: str = "section",
        origin: Place = (0.0, 0.0, 0.0),
    ) -> bpy.types.Object:
        """Make one part of the pieces.

        `explode` is how far it moves, in millimetres, in a view that takes the model apart. `origin`
        is the point about which it turns and from which it is stretched; the pieces are measured
        from there.
        """
        mesh = bmesh.new()
        slots: list[str] = []
        for piece in pieces:
            for index, slot in enumerate((piece.material, section)):
                faces = [face for face in piece.mesh.faces if face.material_index == index]
                if faces and slot not in slots:
                    slots.append(slot)
            _append(mesh, piece, slots, section)
        data = bpy.data.meshes.new(name)
        mesh.to_mesh(data)
        mesh.free()
        if hasattr(data, "use_auto_smooth"):  # until Blender 4.0, sharp edges need it
            data.use_auto_smooth = True
            data.auto_smooth_angle = radians(180)
        for slot in slots:
            data.materials.append(material(slot))
        part = bpy.data.objects.new(name, data)
        part.location = Vector(origin) * MM
        bpy.context.scene.collection.objects.link(part)
        part["label"] = self._labels.get(name, label)
        part["description"] = about
        x, y, z = (value * MM for value in explode)
        part["explode"] = [x, z, -y]  # glTF's y points up
        self.parts.append(part)
        return part

    def move(
        self,
        part: bpy.types.Object,
        *,
        location: Callable[[float], Place] | None = None,
        rotation: Callable[[float], Place] | None = None,
        scale: Callable[[float], Place] | None = None,
    ) -> None:
        """Move a part through one run, whose time goes from 0 to 1.

        Locations are millimetres, rotations degrees about x, y and z.
        """
        for frame in range(0, FRAMES + 1, _EVERY):
            time = frame / FRAMES
            if location:
                part.location = Vector(location(time)) * MM
                part.keyframe_insert("location", frame=frame)
            if rotation:
                part.rotation_euler = tuple(radians(value) for value in rotation(time))
                part.keyframe_insert("rotation_euler", frame=frame)
            if scale:
                part.scale = scale(time)
                part.keyframe_insert("scale", frame=frame)
        _as_track(part)


def _append(mesh: bmesh.types.BMesh, piece: Piece, slots: Sequence[str], section: str) -> None:
    piece.mark_edges()
    for face in piece.mesh.faces:
        name = section if face.material_index == SECTION else piece.material
        face.material_index = slots.index(name)
    data = bpy.data.meshes.new("piece")
    piece.mesh.to_mesh(data)
    piece.mesh.free()
    mesh.from_mesh(data)
    bpy.data.meshes.remove(data)


def _as_track(part: bpy.types.Object) -> None:
    """Tracks of one name are exported as one animation."""
    animation = part.animation_data
    action = animation.action
    for curve in action.fcurves:
        for key in curve.keyframe_points:
            key.interpolation = "LINEAR"
    track = animation.nla_tracks.new()
    track.name = _TRACK
    track.strips.new(_TRACK, 0, action)
    animation.action = None
