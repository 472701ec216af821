"""Chooses ports on which nothing listens yet."""

import random
import socket
from collections.abc import Collection

RANGE = range(20_000, 28_000)
"""Below the ports that the kernel hands out itself, and `port + 10000` is still a port."""


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def choose(*, taken: Collection[int]) -> int:
    """A port that is free now, as is the one 10000 above it: SeaweedFS uses both."""
    for port in random.sample(RANGE, len(RANGE)):
        if port not in taken and is_free(port) and is_free(port + 10_000):
            return port
    raise RuntimeError(f"no free port between {RANGE.start} and {RANGE.stop}")


def first_free(wanted: int, host: str) -> int:
    """`wanted`, or the next higher port that is free."""
    return next(port for port in range(wanted, 65_536) if is_free(port, host))
