"""Hashes of manifests: what is hashed, and how."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson

from alp_app.models.manifest import Making, Subject
from alp_app.prompts.loader import list_names, load


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces: equal values have equal bytes."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def hash_of(value: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def hash_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def link_hash(
    *, previous: str, number: int, subject: Subject, subject_id: UUID, making: Making
) -> str:
    """SHA-256 over a link and, by `previous`, over all links before it."""
    return hash_of(
        {
            "previous": previous,
            "number": number,
            "subject": subject.value,
            "subject_id": str(subject_id),
            "making": making.model_dump(mode="json"),
        }
    )


def current_template(reference: str) -> str:
    """Today's version of the template that `reference` names; empty when there is none any more."""
    name = reference.partition("@")[0]
    return load(name).reference if name in list_names() else ""
