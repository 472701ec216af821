"""How long to wait before something that ended is started again."""

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 15.0
SETTLED_SECONDS = 60.0
"""What ran this long starts again at once, as if it had never failed."""


class Restarts:
    """Those of one process: each pause is twice the one before."""

    def __init__(self) -> None:
        self._next = FIRST_PAUSE_SECONDS

    def pause_after(self, lived_seconds: float) -> float:
        if lived_seconds > SETTLED_SECONDS:
            self._next = FIRST_PAUSE_SECONDS
        pause = self._next
        self._next = min(2 * pause, LONGEST_PAUSE_SECONDS)
        return pause
