# pyright: basic, reportMissingImports=false
"""One cylinder of a four-stroke engine, cut open across its crankshaft; it runs when played."""

from engine_bottom import build_bottom
from engine_measures import Measures
from engine_top import build_top
from model import Model

VIEW = (-18.0, 10.0, 0.0)


def build(model: Model, crank_degrees: int, bore: float, stroke: float, ignition: str) -> None:
    measures = Measures(bore, stroke)

    def crank(time: float) -> float:
        return crank_degrees + 720 * time

    build_bottom(model, measures, crank)
    build_top(model, measures, crank, ignition)
