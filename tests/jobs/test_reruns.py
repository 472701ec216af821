"""A manifest is made again by the engine that made it, and compared."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import select

from alp_app.jobspecs.manifests import RerunPicture, RerunScene, RerunText
from alp_app.models.manifest import Making, Manifest, Outcome, Rerun, Subject
from alp_app.services.manifests.chain import Link, check_chain
from alp_app.services.manifests.commands import request_rerun
from jobs.making import image_making, text_making
from jobs.manifests import rerun_manifest
from jobs.runner import Ending
from providers.contracts.engines import Engine
from providers.contracts.images import ImageRequest
from providers.contracts.text import Message, TextRequest
from providers.fakes.text import PlaceholderText, ScriptedText
from providers.llamacpp.adapter import BuiltInWriter
from providers.llamacpp.models import SMALL_MODEL
from providers.painter.adapter import CoverPainter
from tests.jobs.workshop import Workshop
from tests.support.makings import make_manifest
from tests.support.world import make_course

ASKED = TextRequest(messages=(Message("user", "Write about tides."),), max_tokens=30, seed=7)


@pytest.fixture(autouse=True)
def bound(workshop: Workshop) -> None:
    for spec in (RerunText, RerunPicture, RerunScene):
        workshop.handlers[spec] = rerun_manifest


def engines(workshop: Workshop, purpose: Any, *found: Any) -> None:
    workshop.providers = SimpleNamespace(
        engines=[Engine(purpose=purpose, place=1, engine=one) for one in found]
    )


async def rerun(workshop: Workshop, record: Making, subject: Subject = Subject.LESSON) -> Rerun:
    """Have it recorded, made again and compared."""
    product: Any = SimpleNamespace(unit_of_work=lambda _: workshop.work())
    course = await make_course(product, workshop.actor, is_published=False)
    await make_manifest(
        product,
        workshop.actor,
        course.id,
        subject_id=course.lesson_ids[0],
        subject=subject,
        of=record,
    )
    async with workshop.work() as work:
        asked = await request_rerun(work, record.id)
        assert (await request_rerun(work, record.id)).id == asked.id
    assert asked.job_id is not None
    assert await workshop.run(asked.job_id) is Ending.DONE
    async with workshop.sessions() as session:
        return (await session.scalars(select(Rerun))).one()


async def written(model: Any, request: TextRequest = ASKED) -> Making:
    result = await model.complete(request)
    return text_making(request, result, prompt="generation/lesson@0")


async def test_the_same_bytes_are_identical_and_a_newer_template_is_mentioned(workshop: Workshop):
    engines(workshop, "text", PlaceholderText())
    found = await rerun(workshop, await written(PlaceholderText()))
    assert found.outcome is Outcome.IDENTICAL
    assert [reason.key for reason in found.reasons] == ["template"]


async def test_an_engine_that_says_something_else_is_not_deterministic(workshop: Workshop):
    engines(workshop, "text", ScriptedText(["Another text."]))
    found = await rerun(workshop, await written(ScriptedText(["One text."])))
    assert found.outcome is Outcome.DIFFERENT
    assert found.reasons[0].key == "not_deterministic"
    assert found.making is not None
    assert found.making.output == "Another text."


async def test_a_newer_engine_is_named_as_the_reason(workshop: Workshop):
    engines(workshop, "text", ScriptedText(["Another text."]))
    record = await written(ScriptedText(["One text."]))
    older = record.model_copy(update={"engine_version": "0.9", "model_digest": "ab"})
    found = await rerun(workshop, older)
    assert [(reason.key, reason.before) for reason in found.reasons[:2]] == [
        ("engine_version", "0.9"),
        ("model_digest", "ab"),
    ]


async def test_an_engine_that_is_gone_is_said_to_be(workshop: Workshop):
    engines(workshop, "text", PlaceholderText("another"))
    found = await rerun(workshop, await written(PlaceholderText()))
    assert found.outcome is Outcome.IMPOSSIBLE
    assert [(one.key, one.before) for one in found.reasons[:1]] == [("engine_gone", "placeholder")]


async def test_the_cover_painter_draws_the_same_picture_again(workshop: Workshop):
    request = ImageRequest(prompt="Tides", subject="Tides", width=320, height=180, seed=11)
    image = await CoverPainter().generate(request)
    await workshop.objects.put_bytes(image.png, media_type="image/png")
    engines(workshop, "images", CoverPainter())
    record = image_making(request, image, prompt="generation/picture@1")
    found = await rerun(workshop, record, Subject.ASSET)
    assert (found.outcome, found.reasons) == (Outcome.IDENTICAL, [])
    assert found.picture is not None
    assert found.picture.changed_pixels == 0


async def test_a_picture_that_came_out_different_is_measured(workshop: Workshop):
    request = ImageRequest(prompt="Tides", subject="Tides", width=320, height=180, seed=11)
    image = await CoverPainter().generate(replace(request, seed=12))
    await workshop.objects.put_bytes(image.png, media_type="image/png")
    engines(workshop, "images", CoverPainter())
    record = image_making(request, image, prompt="generation/picture@1")
    found = await rerun(workshop, record, Subject.ASSET)
    assert found.outcome is Outcome.DIFFERENT
    assert found.picture is not None
    assert 0 < found.picture.changed_pixels <= 1


@pytest.mark.engine
@pytest.mark.timeout(120)
async def test_the_built_in_writer_writes_the_same_bytes_again(workshop: Workshop, tmp_path):
    minute = timedelta(minutes=1)
    model = BuiltInWriter(
        SMALL_MODEL, tmp_path, timeout=minute, idle=timedelta(seconds=5), context_tokens=2048
    )
    request = replace(ASKED, temperature=0.8, max_tokens=60)
    record = await written(model, request)
    await model.complete(replace(request, seed=8))
    engines(workshop, "text", model)
    found = await rerun(workshop, record)
    assert (found.outcome, found.making and found.making.output) == (
        Outcome.IDENTICAL,
        record.output,
    )


async def test_a_rerun_adds_nothing_to_the_chain(workshop: Workshop):
    engines(workshop, "text", ScriptedText(["Another text."]))
    await rerun(workshop, await written(ScriptedText(["One text."])))
    async with workshop.sessions() as session:
        [row] = (await session.scalars(select(Manifest))).all()
    link = Link.model_validate(row, from_attributes=True)
    assert check_chain([link], count=1, last_hash=row.hash).is_whole
