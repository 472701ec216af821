"""Makes the built pages talk to the address they came from.

Reflex writes the server's address into the bundle. Ours is not known when the pages are built: the
port may be taken at the next start, a proxy may stand in front.
"""

import re
from pathlib import Path
from typing import Any

import reflex as rx

PLACEHOLDER = "http://same-origin.invalid"
"""`rx.Config.api_url` while the pages are built."""

_ADDRESS = re.compile(r"""(["'`])(http|ws)://same-origin\.invalid([^"'`]*)\1""")
_ORIGIN = {"http": "location.origin", "ws": "location.origin.replace(/^http/,`ws`)"}


class SameOrigin(rx.plugins.Plugin):
    def post_build(self, **context: Any) -> None:
        static: Path = context["static_dir"]
        changed = [script for script in static.rglob("*.js") if _rewrite(script)]
        if not changed:
            raise RuntimeError("no script of the build holds the server's address")


def _rewrite(script: Path) -> bool:
    built = script.read_text()
    rewritten = _ADDRESS.sub(lambda found: f"({_ORIGIN[found[2]]}+`{found[3]}`)", built)
    if rewritten == built:
        return False
    script.write_text(rewritten)
    return True
