"""Checks what an engine calls embeddings, and brings each to length 1."""

import math
from collections.abc import Sequence

from providers.contracts.errors import ProviderMisconfigured, ProviderUnreachable


def unit_vectors(
    provider: str, rows: Sequence[Sequence[float]], *, count: int, dimension: int
) -> list[list[float]]:
    if len(rows) != count:
        raise ProviderUnreachable(provider, f"sent {len(rows)} embeddings for {count} texts")
    return [_unit_vector(provider, row, dimension) for row in rows]


def _unit_vector(provider: str, row: Sequence[float], dimension: int) -> list[float]:
    if len(row) != dimension:
        raise ProviderMisconfigured(
            provider,
            f"makes embeddings of {len(row)} numbers, and this installation keeps {dimension}",
            f"Choose an embedding model with {dimension} dimensions.",
        )
    length = math.hypot(*row)
    if not math.isfinite(length) or length == 0:
        raise ProviderUnreachable(provider, "sent an embedding that points nowhere")
    return [value / length for value in row]
