"""What image servers do wrong, and what they are told when nobody waits any more."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from providers.comfyui.adapter import ComfyUIImages
from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderRefused,
    ProviderUnreachable,
)
from providers.contracts.images import ImageModel, ImageProgress
from providers.contracts.status import Readiness
from providers.fakes import comfyui_server, webui_server
from providers.fakes.faults import Fault
from providers.fakes.serving import RunningFake, running
from providers.webui.adapter import WebUIImages
from tests.providers.image_contract import asking
from tests.providers.raw_server import Script, hang
from tests.providers.until import WITHOUT_HANGING, until

TIMEOUT = timedelta(seconds=10)
Make = Callable[..., ImageModel]


@pytest.fixture(params=["webui", "comfyui"])
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def engine(kind: str, webui: RunningFake, comfyui: RunningFake) -> RunningFake:
    return webui if kind == "webui" else comfyui


@pytest.fixture
def make(kind: str, engine: RunningFake) -> Make:
    """Build the adapter that belongs to `engine`."""

    def build(url: str = engine.url, timeout: timedelta = TIMEOUT, **settings: Any) -> ImageModel:
        if kind == "webui":
            return WebUIImages(url, timeout=timeout, poll_seconds=0.01, **settings)
        return ComfyUIImages(url, timeout=timeout, **settings)

    return build


def script_path(engine: RunningFake, model: ImageModel) -> str:
    return engine.url + ("/fake/pictures" if model.name == "webui" else "/fake/runs")


async def go_wrong(engine: RunningFake, model: ImageModel, how: str) -> None:
    async with httpx.AsyncClient() as client:
        await client.post(script_path(engine, model), json=[how])


def calls(engine: RunningFake) -> list[str]:
    return [call["path"] for call in engine.script.calls]


@pytest.mark.parametrize(
    ("how", "failure", "words"),
    [
        ("black", ProviderMisconfigured, "one flat colour"),
        ("interrupted", ProviderUnreachable, "interrupted"),
    ],
)
async def test_a_picture_that_is_none_is_not_passed_on(
    engine: RunningFake, make: Make, how: str, failure: type[ProviderError], words: str
):
    model = make()
    await go_wrong(engine, model, how)
    with pytest.raises(failure, match=words):
        await model.generate(asking())
    assert (await model.generate(asking())).png


async def test_a_cancelled_picture_is_interrupted_on_the_server(engine: RunningFake, make: Make):
    model = make()
    waiting = asyncio.create_task(model.generate(asking(steps=150)))
    await until(lambda: bool({"/prompt", "/sdapi/v1/txt2img"} & set(calls(engine))))
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert [path for path in calls(engine) if path.endswith("/interrupt")]
    assert (await model.generate(asking())).png


async def test_a_picture_is_stopped_when_its_progress_is_not_wanted(
    engine: RunningFake, make: Make
):
    """A job is cancelled inside the call that reports progress."""

    async def refuse(_: ImageProgress) -> None:
        raise RuntimeError("the job was cancelled")

    with pytest.raises(RuntimeError, match="cancelled"):
        await make().generate(asking(steps=150), refuse)
    assert [path for path in calls(engine) if path.endswith("/interrupt")]


async def test_a_picture_that_takes_too_long_is_stopped(engine: RunningFake, make: Make):
    model = make(timeout=timedelta(seconds=0.2))
    with pytest.raises(ProviderUnreachable, match=r"did not finish within 0\.2 s"):
        await model.generate(asking(steps=150))
    assert [path for path in calls(engine) if path.endswith("/interrupt")]


async def test_progress_is_reported_step_by_step(make: Make):
    seen: list[ImageProgress] = []

    async def note(progress: ImageProgress) -> None:
        seen.append(progress)

    await make().generate(asking(steps=60), note)
    assert len(seen) > 1
    assert {progress.steps for progress in seen} == {60}


async def test_a_checkpoint_that_is_not_there_is_a_matter_for_an_administrator(make: Make):
    model = make(checkpoint="dream.safetensors")
    status = await model.status()
    assert status.readiness is Readiness.MISCONFIGURED
    assert "dream.safetensors is not installed" in status.reason
    assert "fake-workshop-xl" in status.hint
    with pytest.raises(ProviderMisconfigured, match="not installed"):
        await model.generate(asking())


async def test_a_sampler_that_is_not_there_is_never_replaced_by_another(make: Make):
    assert (await make(sampler="Warp").status()).readiness is Readiness.MISCONFIGURED
    with pytest.raises(ProviderMisconfigured, match="knows no sampler Warp"):
        await make(sampler="Warp").generate(asking())
    with pytest.raises(ProviderRefused, match="knows no sampler Warp"):
        await make().generate(asking(sampler="Warp"))


@pytest.mark.parametrize("size", [(0, 512), (512, 1 << 20), (-8, 8)])
async def test_an_impossible_size_is_refused_before_it_is_asked_for(
    engine: RunningFake, make: Make, size: tuple[int, int]
):
    with pytest.raises(ProviderRefused, match="cannot draw"):
        await make().generate(asking(width=size[0], height=size[1]))
    assert calls(engine) == []


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (Fault(kind="answer", status=500, body='{"error":"boom"}'), ProviderUnreachable),
        (Fault(kind="answer", status=429, body='{"error":"busy"}'), ProviderUnreachable),
        (Fault(kind="answer", body="<html>proxy</html>"), ProviderMisconfigured),
        (Fault(kind="answer", body='{"images": 3}'), ProviderMisconfigured),
        (Fault(kind="answer", body=""), ProviderUnreachable),
        (Fault(kind="answer", body='{"progress": NaN}'), ProviderUnreachable),
        (Fault(kind="cut"), ProviderUnreachable),
        (Fault(kind="endless", body="7" * 65536), ProviderRefused),
        (Fault(kind="drip", seconds=5.0), ProviderUnreachable),
        (Fault(kind="hang"), ProviderUnreachable),
    ],
    ids=lambda value: getattr(value, "kind", None),
)
async def test_a_bad_reply_is_sorted_and_the_next_picture_is_drawn(
    engine: RunningFake, make: Make, answer: Fault, failure: type[ProviderError]
):
    model = make(timeout=timedelta(seconds=1.0))
    path = "/sdapi/v1/txt2img" if model.name == "webui" else "/prompt"
    engine.script.add(answer.model_copy(update={"path": path}))
    with pytest.raises(failure):
        await model.generate(asking())
    assert (await model.generate(asking())).png


async def test_a_server_that_says_nothing_is_reported_within_the_time_for_a_status(
    make: Make, answering: Callable[[Script], Awaitable[str]]
):
    status = await make(url=await answering(hang)).status()
    assert status.readiness is Readiness.UNREACHABLE
    assert status.elapsed < WITHOUT_HANGING


async def test_a_server_that_is_off_is_unreachable(make: Make):
    model = make(url="http://127.0.0.1:9")
    assert (await model.status()).readiness is Readiness.UNREACHABLE
    with pytest.raises(ProviderUnreachable):
        await model.generate(asking())


class TestWebUI:
    async def test_the_picture_of_another_request_is_not_taken(self, webui: RunningFake):
        model = WebUIImages(webui.url, timeout=TIMEOUT, poll_seconds=0.01)
        await go_wrong(webui, model, "other")
        with pytest.raises(ProviderUnreachable, match="another request"):
            await model.generate(asking())

    @pytest.mark.parametrize(
        ("body", "kind", "hint"),
        [
            (
                {"error": "RuntimeError", "errors": "Unknown checkpoint: x"},
                ProviderMisconfigured,
                "checkpoint",
            ),
            (
                {
                    "error": "NansException",
                    "errors": "A tensor with all NaNs was produced in Unet.",
                },
                ProviderMisconfigured,
                "--no-half",
            ),
            (
                {"error": "OutOfMemoryError", "errors": "CUDA out of memory. Tried to allocate"},
                ProviderUnreachable,
                "--medvram",
            ),
        ],
    )
    async def test_what_the_server_complains_of_comes_with_advice(
        self, webui: RunningFake, body: dict[str, str], kind: type[ProviderError], hint: str
    ):
        text = httpx.Response(500, json=body).text
        webui.script.add(Fault(kind="answer", path="/sdapi/v1/txt2img", status=500, body=text))
        with pytest.raises(kind) as raised:
            await WebUIImages(webui.url, timeout=TIMEOUT).generate(asking())
        assert hint in raised.value.hint

    async def test_a_server_without_its_api_is_told_apart(self, webui: RunningFake):
        webui.script.add(
            Fault(kind="answer", path="/sdapi", status=404, body='{"detail":"Not Found"}')
        )
        status = await WebUIImages(webui.url, timeout=TIMEOUT).status()
        assert status.readiness is Readiness.MISCONFIGURED
        assert "--api" in status.hint

    async def test_wrong_types_are_refused(self, webui: RunningFake):
        with pytest.raises(ProviderRefused, match=r"steps|less than"):
            await WebUIImages(webui.url, timeout=TIMEOUT).generate(asking(steps=1000))


class TestComfyUI:
    async def test_a_node_that_fails_is_named(self, comfyui: RunningFake):
        model = ComfyUIImages(comfyui.url, timeout=TIMEOUT)
        await go_wrong(comfyui, model, "error")
        with pytest.raises(ProviderMisconfigured, match="VAEDecode failed: Expected all tensors"):
            await model.generate(asking())

    async def test_a_run_without_a_picture_is_none(self, comfyui: RunningFake):
        model = ComfyUIImages(comfyui.url, timeout=TIMEOUT)
        await go_wrong(comfyui, model, "no picture")
        with pytest.raises(ProviderUnreachable, match="without a picture"):
            await model.generate(asking())

    async def test_a_prompt_that_still_waits_is_taken_out_of_the_queue(self):
        async with running(comfyui_server.build(step_seconds=0.05)) as comfyui:
            model = ComfyUIImages(comfyui.url, timeout=TIMEOUT)
            first = asyncio.create_task(model.generate(asking(steps=150)))
            await until(lambda: "/prompt" in calls(comfyui))
            second = asyncio.create_task(model.generate(asking(steps=150)))
            await until(lambda: calls(comfyui).count("/prompt") > 1)
            await asyncio.sleep(1)  # until its answer, which holds the prompt's id, has arrived
            second.cancel()
            await asyncio.gather(second, return_exceptions=True)
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)
            asked = [call["body"] for call in comfyui.script.calls if call["path"] == "/queue"]
            assert len({str(body) for body in asked}) == 2
            assert (await model.generate(asking(steps=1))).png


async def test_the_two_fakes_name_no_model_that_exists():
    assert all("fake" in name for name in (*webui_server.CHECKPOINTS, *comfyui_server.CHECKPOINTS))
