# pyright: basic, reportMissingImports=false
"""An empty stage, light for metal, a camera that fits, the still picture and the GLB file."""

import math
from collections.abc import Sequence
from pathlib import Path

import _cycles
import bpy
from mathutils import Quaternion, Vector

_LENS = 70.0
_MARGIN = 1.06


def clear() -> None:
    bpy.ops.wm.read_factory_settings(use_empty=True)


def export(parts: Sequence[bpy.types.Object], path: Path) -> None:
    for part in parts:
        part.select_set(True)
    # Tracks of one name become one animation: Blender 3 does so unasked.
    known = bpy.ops.export_scene.gltf.get_rna_type().properties.keys()
    merged = {"export_animation_mode": "NLA_TRACKS"}
    bpy.ops.export_scene.gltf(
        filepath=str(path),
        export_format="GLB",
        use_selection=True,
        export_extras=True,
        export_texcoords=False,
        export_apply=False,
        export_yup=True,
        export_animations=any(part.animation_data for part in parts),
        export_cameras=False,
        export_lights=False,
        export_force_sampling=False,
        **(merged if "export_animation_mode" in known else {}),
    )


def picture(
    parts: Sequence[bpy.types.Object],
    path: Path,
    *,
    width: int,
    height: int,
    samples: int,
    view: tuple[float, float, float],
) -> None:
    """Render the parts from `view`: degrees around the z axis from the front, degrees above, and
    degrees by which the camera leans to one side."""
    scene = bpy.context.scene
    corners = [p.matrix_world @ Vector(c) for p in parts for c in p.bound_box]
    low = Vector(min(c[i] for c in corners) for i in range(3))
    high = Vector(max(c[i] for c in corners) for i in range(3))
    middle, size = (low + high) / 2, (high - low).length
    around, above, lean = (math.radians(angle) for angle in view)
    direction = Vector(
        (
            math.sin(around) * math.cos(above),
            -math.cos(around) * math.cos(above),
            math.sin(above),
        )
    )
    _camera(corners, middle, direction, lean, width / height)
    _lights(middle, direction, size)
    _settings(scene, width, height, samples)
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)


def _camera(
    corners: Sequence[Vector], middle: Vector, direction: Vector, lean: float, aspect: float
) -> None:
    """As near as shows every corner of the parts."""
    data = bpy.data.cameras.new("camera")
    data.lens = _LENS
    data.sensor_fit = "HORIZONTAL"
    camera = bpy.data.objects.new("camera", data)
    bpy.context.scene.collection.objects.link(camera)
    bpy.context.scene.camera = camera
    rotation = direction.to_track_quat("Z", "Y") @ Quaternion((0, 0, 1), lean)
    half_width = math.tan(data.angle / 2)
    right, up = rotation @ Vector((1, 0, 0)), rotation @ Vector((0, 1, 0))

    def spread(axis: Vector, half: float, distance: float) -> tuple[float, float]:
        values = [
            (c - middle).dot(axis) / ((distance - (c - middle).dot(direction)) * half)
            for c in corners
        ]
        return min(values), max(values)

    distance = 3 * max((c - middle).length for c in corners)
    x_low = x_high = y_low = y_high = 0.0
    centre = middle.copy()
    for _ in range(40):
        x_low, x_high = spread(right, half_width, distance)
        y_low, y_high = spread(up, half_width / aspect, distance)
        fill = max(x_high - x_low, y_high - y_low) / 2
        distance *= fill * _MARGIN
    centre += right * (x_low + x_high) / 2 * half_width * distance
    centre += up * (y_low + y_high) / 2 * half_width / aspect * distance
    camera.location = centre + direction * distance
    camera.rotation_euler = rotation.to_euler()
    data.clip_start = distance * 0.05
    data.clip_end = distance * 20


def _lights(middle: Vector, direction: Vector, size: float) -> None:
    """Three softboxes: metal shows them as bright bands."""
    side = direction.cross(Vector((0, 0, 1))).normalized()
    up = Vector((0, 0, 1))
    for place, power, spread in (
        (direction * 1.3 - side * 1.5 + up * 1.5, 17.0, 1.3),
        (direction * 0.8 + side * 1.8 + up * 0.5, 11.0, 1.6),
        (-direction * 1.4 + up * 1.7 + side * 0.4, 16.0, 1.5),
    ):
        data = bpy.data.lights.new("softbox", "AREA")
        data.energy = power * size**2
        data.size = spread * size
        light = bpy.data.objects.new("softbox", data)
        light.location = middle + place * size
        light.rotation_euler = (light.location - middle).to_track_quat("Z", "Y").to_euler()
        bpy.context.scene.collection.objects.link(light)
    bpy.context.scene.world = _sky()


def _sky() -> bpy.types.World:
    """Bright above, dark below: metal needs something to mirror."""
    world = bpy.data.worlds.new("world")
    world.use_nodes = True
    nodes, links = world.node_tree.nodes, world.node_tree.links
    direction = nodes.new("ShaderNodeTexCoord")
    axes = nodes.new("ShaderNodeSeparateXYZ")
    spread = nodes.new("ShaderNodeMapRange")
    spread.inputs["From Min"].default_value = -1.0
    ramp = nodes.new("ShaderNodeValToRGB")
    ramp.color_ramp.elements[0].color = (0.10, 0.11, 0.11, 1.0)
    ramp.color_ramp.elements[1].color = (0.95, 1.0, 0.98, 1.0)
    middle = ramp.color_ramp.elements.new(0.52)
    middle.color = (0.34, 0.37, 0.36, 1.0)
    background = nodes["Background"]
    background.inputs["Strength"].default_value = 0.8
    links.new(direction.outputs["Generated"], axes.inputs["Vector"])
    links.new(axes.outputs["Z"], spread.inputs["Value"])
    links.new(spread.outputs["Result"], ramp.inputs["Fac"])
    links.new(ramp.outputs["Color"], background.inputs["Color"])
    return world


def _settings(scene: bpy.types.Scene, width: int, height: int, samples: int) -> None:
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.samples = samples
    scene.cycles.use_adaptive_sampling = True
    scene.cycles.adaptive_threshold = 0.02
    scene.cycles.max_bounces = 6
    scene.cycles.transparent_max_bounces = 12
    scene.cycles.caustics_reflective = False
    scene.cycles.caustics_refractive = False
    scene.cycles.use_denoising = _can_denoise()
    scene.render.film_transparent = True
    scene.render.resolution_x = width
    scene.render.resolution_y = height
    scene.render.resolution_percentage = 100
    scene.render.image_settings.file_format = "PNG"
    scene.render.image_settings.color_mode = "RGBA"
    scene.view_settings.view_transform = "Standard"
    scene.view_settings.exposure = -0.2


def _can_denoise() -> bool:
    """Debian builds Blender without the denoiser."""
    return _cycles.with_openimagedenoise
