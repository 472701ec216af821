# pyright: basic, reportMissingImports=false
"""Builds one model as `order.json` says: the GLB file, a still picture, a report.

Runs in Blender (`blender --background --factory-startup --python-exit-code 3 --python job.py --
order.json`) or under a Python that has the `bpy` package (`python job.py -- order.json`).
"""

import importlib
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import bpy
import stage
from model import Model


def main(order_file: Path) -> None:
    os.nice(5)
    order = json.loads(order_file.read_text())
    folder = Path(order["folder"])
    parameters = order["parameters"]
    stage.clear()
    script = importlib.import_module(order["kind"])
    model = Model(parameters.pop("labels"))
    script.build(model, **parameters)
    bpy.context.scene.frame_set(0)
    stage.export(model.parts, folder / "model.glb")
    stage.picture(
        model.parts,
        folder / "still.png",
        width=order["width"],
        height=order["height"],
        samples=order["samples"],
        view=script.VIEW,
    )
    report = {"blender": bpy.app.version_string, "parts": [part.name for part in model.parts]}
    (folder / "report.json").write_text(json.dumps(report))


main(Path(sys.argv[sys.argv.index("--") + 1]))
