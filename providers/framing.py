"""Cuts a streamed reply into JSON texts, however its bytes happen to arrive."""

from collections.abc import Iterator
from typing import Protocol


class Framing(Protocol):
    ended: bool
    """True once the engine has said that nothing follows."""

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yield the JSON texts that `chunk` completes. An empty chunk is the end of the reply."""
        ...


class _Lines:
    def __init__(self) -> None:
        self._rest = b""

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        self._rest += chunk or b"\n"
        if b"\n" in chunk or not chunk:
            *lines, self._rest = self._rest.split(b"\n")
            yield from (line.rstrip(b"\r") for line in lines)


class NdJson:
    """One JSON text a line."""

    def __init__(self) -> None:
        self.ended = False
        self._lines = _Lines()

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        yield from (line for line in self._lines.feed(chunk) if line.strip())


class ServerSentEvents:
    """`data:` lines up to a blank one, ended by `[DONE]`, as OpenAI's API sends them.

    A reply that is no event stream at all (a web page, one JSON error) is passed on whole, for the
    reader to say what it is.
    """

    def __init__(self) -> None:
        self.ended = False
        self._lines = _Lines()
        self._data: list[bytes] = []

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        for line in self._lines.feed(chunk):
            field, _, value = line.partition(b":")
            if field in {b"data", b"error"}:
                self._data.append(value.removeprefix(b" "))
            elif line.lstrip()[:1] in {b"<", b"{"}:
                yield line
            elif not line and self._data:
                event, self._data = b"\n".join(self._data), []
                if event == b"[DONE]":
                    self.ended = True
                    return
                yield event
