"""Says calmly what happens, and how long after the start."""

import sys
import time

import click


class Progress:
    def __init__(self) -> None:
        self._began = time.monotonic()

    def say(self, text: str) -> None:
        click.echo(f"{time.monotonic() - self._began:6.1f} s  {text}")
        sys.stdout.flush()
