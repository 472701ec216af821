"""Exact inner-product indexes of FAISS, the latest few of them."""

import importlib
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import numpy as np

from providers.contracts.errors import ProviderMisconfigured

MOST_INDEXES = 64


class FaissNearest:
    """`providers.contracts.nearest.NearestVectors`. Raises ProviderMisconfigured without the package."""

    name = "faiss"

    def __init__(self) -> None:
        try:
            self._faiss: Any = importlib.import_module("faiss")
        except ImportError as error:
            raise ProviderMisconfigured(
                self.name, "is not installed", "Install the package faiss-cpu, or use pgvector."
            ) from error
        self._kept: OrderedDict[str, tuple[str, _Flat]] = OrderedDict()

    def find(self, name: str, stamp: str) -> "_Flat | None":
        kept_stamp, index = self._kept.get(name, ("", None))
        if index is None or kept_stamp != stamp:
            return None
        self._kept.move_to_end(name)
        return index

    def build(
        self, name: str, stamp: str, ids: Sequence[UUID], vectors: Sequence[Sequence[float]]
    ) -> "_Flat":
        matrix = np.asarray(vectors, dtype=np.float32)
        index = self._faiss.IndexFlatIP(matrix.shape[1])
        index.add(matrix)
        built = _Flat(index, list(ids))
        self._kept[name] = (stamp, built)
        self._kept.move_to_end(name)
        while len(self._kept) > MOST_INDEXES:
            self._kept.popitem(last=False)
        return built


class _Flat:
    def __init__(self, index: Any, ids: list[UUID]) -> None:
        self._index = index
        self._ids = ids

    def search(self, vector: Sequence[float], limit: int) -> list[tuple[UUID, float]]:
        likenesses, places = self._index.search(
            np.asarray([vector], dtype=np.float32), min(limit, len(self._ids))
        )
        return [
            (self._ids[place], float(likeness))
            for place, likeness in zip(places[0], likenesses[0], strict=True)
            if place >= 0
        ]
