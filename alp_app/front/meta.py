"""What a page tells those who do not run it: search engines, link previews, a tab's title."""

import html
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    title: str
    description: str = ""
    structured: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """JSON-LD (schema.org); left out when empty."""


FindMeta = Callable[[Mapping[str, str]], Awaitable[Meta | None]]
"""From the values in an address to what is there; None when there is nothing."""


def head_of(canonical: str, meta: Meta | None) -> bytes:
    """What is put before `</head>`. React leaves what it did not write alone."""
    parts = [f'<link rel="canonical" href="{html.escape(canonical)}">']
    if meta is not None:
        parts.append(f'<meta property="og:title" content="{html.escape(meta.title)}">')
        if meta.description:
            described = html.escape(meta.description)
            parts.append(f'<meta name="description" content="{described}">')
            parts.append(f'<meta property="og:description" content="{described}">')
        if meta.structured:
            # A data block, not a script: the content policy does not stop it and nothing runs it.
            data = json.dumps(meta.structured).replace("<", "\\u003c")
            parts.append(f'<script type="application/ld+json">{data}</script>')
    return "".join(parts).encode()
