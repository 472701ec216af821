# pyright: basic, reportMissingImports=false
"""What things are made of: colours, metal or not, rough or smooth, clear or not."""

import bpy

# Name: base colour (linear RGB), metallic, roughness, alpha.
_KINDS: dict[str, tuple[tuple[float, float, float], float, float, float]] = {
    "steel": ((0.44, 0.45, 0.46), 1.0, 0.32, 1.0),
    "bright steel": ((0.72, 0.73, 0.74), 1.0, 0.16, 1.0),
    "dark steel": ((0.12, 0.125, 0.13), 1.0, 0.38, 1.0),
    "iron": ((0.085, 0.09, 0.092), 0.75, 0.62, 1.0),
    "aluminium": ((0.62, 0.63, 0.64), 1.0, 0.48, 1.0),
    "brass": ((0.72, 0.45, 0.13), 1.0, 0.30, 1.0),
    "copper": ((0.68, 0.26, 0.14), 1.0, 0.32, 1.0),
    "rubber": ((0.018, 0.018, 0.02), 0.0, 0.75, 1.0),
    "black plastic": ((0.028, 0.03, 0.033), 0.0, 0.45, 1.0),
    "white": ((0.80, 0.81, 0.80), 0.0, 0.42, 1.0),
    "paper": ((0.74, 0.60, 0.36), 0.0, 0.85, 1.0),
    "wood": ((0.36, 0.19, 0.085), 0.0, 0.6, 1.0),
    "blue": ((0.022, 0.085, 0.46), 0.0, 0.36, 1.0),
    "red": ((0.42, 0.035, 0.025), 0.0, 0.4, 1.0),
    "section": ((0.50, 0.075, 0.045), 0.0, 0.62, 1.0),
    "section light": ((0.66, 0.27, 0.06), 0.0, 0.62, 1.0),
    "section dark": ((0.22, 0.03, 0.03), 0.0, 0.62, 1.0),
    "fuel": ((0.80, 0.42, 0.05), 0.0, 0.12, 0.62),
    "spray": ((0.88, 0.62, 0.22), 0.0, 0.6, 0.38),
    "oil": ((0.72, 0.33, 0.03), 0.0, 0.12, 0.58),
    "oil return": ((0.80, 0.66, 0.30), 0.0, 0.12, 0.42),
    "water": ((0.03, 0.20, 0.55), 0.0, 0.08, 0.75),
    "glass": ((0.75, 0.88, 0.88), 0.0, 0.06, 0.2),
    "carbon": ((0.035, 0.037, 0.04), 0.0, 0.38, 1.0),
    "hydrogen": ((0.84, 0.85, 0.86), 0.0, 0.34, 1.0),
    "oxygen": ((0.60, 0.02, 0.02), 0.0, 0.34, 1.0),
    "nitrogen": ((0.03, 0.10, 0.60), 0.0, 0.34, 1.0),
    "sulphur": ((0.75, 0.52, 0.03), 0.0, 0.36, 1.0),
    "bond": ((0.36, 0.37, 0.38), 0.0, 0.4, 1.0),
}


def material(name: str) -> bpy.types.Material:
    """Return the material of that name, made at its first use."""
    if found := bpy.data.materials.get(name):
        return found
    colour, metallic, roughness, alpha = _KINDS[name]
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    made.use_backface_culling = True
    surface = made.node_tree.nodes["Principled BSDF"]
    surface.inputs["Base Color"].default_value = (*colour, 1.0)
    surface.inputs["Metallic"].default_value = metallic
    surface.inputs["Roughness"].default_value = roughness
    surface.inputs["Alpha"].default_value = alpha
    if alpha < 1.0:
        # Blender 4.2 renamed the setting that the exporter reads.
        if hasattr(made, "surface_render_method"):
            made.surface_render_method = "BLENDED"
        else:
            made.blend_method = "BLEND"
    return made
