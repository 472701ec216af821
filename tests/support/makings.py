"""Makes records of how things were made."""

from typing import Any
from uuid import UUID

from alp_app.kit import clock
from alp_app.kit.ids import CourseId, ManifestId
from alp_app.models.manifest import Making, Subject
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor
from alp_app.services.manifests.commands import record_manifest
from alp_app.services.manifests.rules import hash_of, hash_text

REQUEST: dict[str, Any] = {
    "messages": [{"role": "user", "content": "Write about tides."}],
    "schema": None,
    "max_tokens": 60,
    "temperature": 0.7,
    "seed": 7,
    "stop": [],
}


def making(output: str = "The moon pulls the sea.", **changes: Any) -> Making:
    request = changes.pop("request", REQUEST)
    given: dict[str, Any] = {
        "capability": "text",
        "engine": "placeholder",
        "model": "placeholder",
        "prompt": "generation/lesson@1",
        "request": request,
        "request_hash": hash_of(request),
        "chunk_hashes": ("ab" * 32,),
        "seed": 7,
        "parameters": {"temperature": 0.7},
        "output": output,
        "output_hash": hash_text(output),
        "duration_seconds": 1.5,
        "prompt_tokens": 12,
        "output_tokens": 6,
        "made_at": clock.now(),
    }
    return Making(**{**given, **changes})


async def make_manifest(
    product: Runtime,
    actor: Actor,
    course_id: CourseId,
    *,
    subject_id: UUID,
    subject: Subject = Subject.LESSON,
    of: Making | None = None,
) -> ManifestId:
    made = of or making()
    async with product.unit_of_work(actor) as work:
        await record_manifest(work, course_id, made, subject=subject, subject_id=subject_id)
    return made.id
