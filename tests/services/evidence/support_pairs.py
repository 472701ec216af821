"""Labelled sentences, and the passages that say them or do not (`support_pairs.yaml`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from alp_app.kit.ids import SourceId, new_uuid
from alp_app.services.courses.markup import plain
from alp_app.services.evidence.support_checks import Ground, sentences_of
from alp_app.services.manifests.rules import hash_text

TRUE = frozenset({"said", "paraphrased"})
PAIRS: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class Labelled:
    text: str
    kind: str
    language: str

    @property
    def is_true(self) -> bool:
        return self.kind in TRUE


def labelled(*parts: str) -> list[Labelled]:
    return [
        Labelled(text, kind, entry.get("language", "en"))
        for entry in _entries(*parts)
        for kind, texts in entry["claims"].items()
        for text in texts
    ]


def grounds(language: str = "en") -> list[Ground]:
    """All passages in a language, whichever part they are of: the check has to find the right one."""
    source_id = SourceId(new_uuid())
    return [
        Ground(
            passage_id=new_uuid(),
            passage_hash=hash_text(entry["text"]),
            source_id=source_id,
            page=entry["page"],
            heading=entry["heading"],
            text=entry["text"],
        )
        for entry in _entries()
        if entry.get("language", "en") == language
    ]


def texts_to_embed() -> list[str]:
    texts = [plain(item.text) for item in labelled()]
    for language in ("en", "es"):
        for ground in grounds(language):
            texts += [ground.text[start:end] for start, end in sentences_of(ground)]
    return list(dict.fromkeys(texts))


def _entries(*parts: str) -> Iterator[dict[str, Any]]:
    for part in parts or PAIRS:
        yield from PAIRS[part]
