"""Chooses ports on which nothing listens yet."""

import random
import socket
from collections.abc import Collection, Generator
from contextlib import contextmanager

RANGE = range(20_000, 28_000)
"""Below the ports that the kernel hands out itself, and `port + 10000` is still a port."""


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen there, also right after another that has ended."""
    with _socket(host) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return _can_bind(probe, port, host)


def choose(*, taken: Collection[int]) -> int:
    """A port that nobody has or holds, as is the one 10000 above it: SeaweedFS uses both."""
    for port in random.sample(RANGE, len(RANGE)):
        if port not in taken and _is_untouched(port) and _is_untouched(port + 10_000):
            return port
    raise RuntimeError(f"no free port between {RANGE.start} and {RANGE.stop}")


def first_free(wanted: int, host: str) -> int:
    """`wanted`, or the next higher port that is free."""
    return next(port for port in range(wanted, 65_536) if is_free(port, host))


@contextmanager
def held(port: int, host: str) -> Generator[None]:
    """Keep a port from being chosen by others until its server listens there, which it may."""
    with _socket(host) as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind((host, port))
        yield


def _is_untouched(port: int, host: str = "127.0.0.1") -> bool:
    with _socket(host) as probe:
        return _can_bind(probe, port, host)


def _can_bind(probe: socket.socket, port: int, host: str) -> bool:
    try:
        probe.bind((host, port))
    except OSError:
        return False
    return True


def _socket(host: str) -> socket.socket:
    return socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
