"""/studio/[course_id]/manifests/[manifest_id]: how one thing was made, and made again."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import reflex as rx

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.ids import CourseId, ManifestId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.manifests.commands import request_rerun
from alp_app.services.manifests.queries import get_manifest
from alp_app.services.manifests.views import EditView, ManifestView, Reason, RerunView
from state.base import handler
from state.live import Live
from state.reflex_internals import route_argument


@dataclass(frozen=True)
class SaidTo:
    """A message that the engine was sent."""

    role: str
    content: str


@dataclass(frozen=True)
class RerunShown:
    id: str
    requested_at: str
    outcome: str
    """Empty while it runs or when its job failed."""
    is_running: bool
    failure: str
    job_href: str
    reasons: list[Reason]
    words: list[dict[str, str]]
    changed_percent: float
    """Of the pixels of a picture; less than nothing where it was not measured."""
    picture_href: str


class ManifestState(Live, rx.State):
    course_id: str = ""
    course_title: str = ""
    number: int = 0
    title: str = ""
    facts: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])
    """What is known of the making, as text; what is not known is empty."""
    messages: rx.Field[list[SaidTo]] = rx.field(default_factory=list[SaidTo])
    request: str = ""
    output: str = ""
    chunks: rx.Field[list[str]] = rx.field(default_factory=list[str])
    kept: int = 0
    edits: rx.Field[list[EditView]] = rx.field(default_factory=list[EditView])
    reruns: rx.Field[list[RerunShown]] = rx.field(default_factory=list[RerunShown])
    is_running: bool = False
    is_loaded: bool = False
    is_missing: bool = False
    _manifest: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self.course_id, self._manifest = route_argument("course_id"), route_argument("manifest_id")
        try:
            await self._refresh()
        except (Forbidden, NotFound):
            self.is_missing = True
            return
        self.is_loaded = True
        yield ManifestState.watch

    @handler(Policy.STAFF)
    async def make_again(self) -> None:
        async with self._work() as work:
            await request_rerun(work, self._id)
        await self._refresh()

    @property
    def _id(self) -> ManifestId:
        return ManifestId(read_id(self._manifest))

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("course", course_id=CourseId(read_id(self.course_id)))]

    async def _refresh(self) -> None:
        async with self._reader() as reader:
            found = await get_manifest(reader, self._id)
        self.course_title, self.number = found.course_title, found.number
        self.title, self.kept = found.title, found.kept_sentences
        self.facts = _facts(found)
        sent = dict(found.making.request)
        self.messages = [SaidTo(**message) for message in sent.pop("messages", [])]
        self.request = orjson.dumps(sent, option=orjson.OPT_INDENT_2).decode()
        self.output, self.chunks = found.making.output, list(found.making.chunk_hashes)
        self.edits = list(found.edits)
        self.reruns = [_rerun(each) for each in found.reruns]
        self.is_running = any(each.is_running for each in found.reruns)


def _facts(found: ManifestView) -> dict[str, str]:
    making = found.making
    template_is_old = bool(making.prompt) and making.prompt != found.template_now
    return {
        "subject": found.subject.value,
        "capability": making.capability,
        "engine": f"{making.engine} {making.engine_version}".strip(),
        "model": making.model,
        "model_digest": making.model_digest,
        "prompt": making.prompt,
        "template_now": found.template_now if template_is_old else "",
        "request_hash": making.request_hash,
        "output_hash": making.output_hash,
        "hash": found.hash,
        "previous_hash": found.previous_hash,
        "seed": "" if making.seed is None else str(making.seed),
        "duration": f"{making.duration_seconds:.1f}",
        "prompt_tokens": "" if making.prompt_tokens is None else str(making.prompt_tokens),
        "output_tokens": "" if making.output_tokens is None else str(making.output_tokens),
        "energy": "" if making.energy_joules is None else f"{making.energy_joules:.0f}",
        "made_at": making.made_at.isoformat(),
        "job_id": str(found.job_id or ""),
        "lesson_id": str(found.lesson_id or ""),
        "is_placeholder": "yes" if making.is_placeholder else "",
    }


def _rerun(rerun: RerunView) -> RerunShown:
    is_picture = rerun.picture is not None and rerun.job_id is not None
    job = f"/jobs/{rerun.job_id}" if rerun.job_id else ""
    return RerunShown(
        id=str(rerun.id),
        requested_at=rerun.requested_at.isoformat(),
        outcome=rerun.outcome.value if rerun.outcome else "",
        is_running=rerun.is_running,
        failure=rerun.failure,
        job_href=job,
        reasons=list(rerun.reasons),
        words=[{"kind": part.kind, "text": part.text} for part in rerun.words],
        changed_percent=round(100 * rerun.picture.changed_pixels, 2) if rerun.picture else -1.0,
        picture_href=f"/api/v1{job}/artifacts/again.png" if is_picture else "",
    )
