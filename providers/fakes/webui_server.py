"""A server that speaks Stable Diffusion WebUI's API and draws noise.

`python -m providers.fakes.webui_server --port 27860`. `POST /fake/pictures` with a list such as
`["black", "interrupted", "other"]` says what is wrong with the next pictures.
"""

import asyncio
import base64
from dataclasses import dataclass, field
from typing import Any

import orjson
from pydantic import BaseModel, Field, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from providers.fakes.noise import MARK, black_png, noise_png
from providers.fakes.serving import run_as_program

CHECKPOINTS = ("fake-v1-5-pruned-emaonly", "fake-workshop-xl")
SAMPLERS = ("DPM++ 2M", "Euler", "Euler a", "DDIM")


class Overrides(BaseModel):
    sd_model_checkpoint: str = f"{CHECKPOINTS[0]}.safetensors"


class TextToImage(BaseModel):
    prompt: str = ""
    negative_prompt: str = ""
    steps: int = Field(default=20, ge=1, le=150)
    width: int = 512
    height: int = 512
    cfg_scale: float = 7.0
    seed: int = -1
    sampler_name: str | None = None
    override_settings: Overrides = Field(default_factory=Overrides)


@dataclass(slots=True)
class Studio:
    """What the server is drawing; like the real one, one picture at a time."""

    step_seconds: float
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    wrong_next: list[str] = field(default_factory=list[str])
    step: int = 0
    steps: int = 0
    job: str = ""
    interrupted: bool = False

    async def draw(self, body: TextToImage) -> bytes:
        """Draw, until the last step or `/interrupt`: then what is there is the picture."""
        async with self.turn:
            wrong = self.wrong_next.pop(0) if self.wrong_next else ""
            self.job, self.step, self.steps, self.interrupted = "task(fake)", 0, body.steps, False
            while self.step < body.steps and not self.interrupted:
                await asyncio.sleep(self.step_seconds)
                self.step += 1
                self.interrupted = self.interrupted or wrong == "interrupted"
            self.job = ""
            paint = black_png if wrong == "black" else noise_png
            if wrong == "other":
                body.seed += 1
            return paint(body.width, body.height)


def build(step_seconds: float = 0.002) -> Starlette:
    api = "/sdapi/v1"
    app = Starlette(
        routes=[
            Route(f"{api}/options", _options),
            Route(f"{api}/sd-models", _checkpoints),
            Route(f"{api}/samplers", _samplers),
            Route(f"{api}/progress", _progress),
            Route(f"{api}/interrupt", _interrupt, methods=["POST"]),
            Route(f"{api}/txt2img", _draw, methods=["POST"]),
            Route("/fake/pictures", _script, methods=["POST"]),
        ]
    )
    app.state.studio = Studio(step_seconds)
    return app


def _title(name: str) -> str:
    return f"{name}.safetensors"


async def _options(_: Request) -> Response:
    return JSONResponse({"sd_model_checkpoint": _title(CHECKPOINTS[0]), "samples_format": "png"})


async def _checkpoints(_: Request) -> Response:
    models = [
        {
            "title": _title(name),
            "model_name": name,
            "hash": None,
            "sha256": None,
            "filename": f"/models/Stable-diffusion/{_title(name)}",
            "config": None,
        }
        for name in CHECKPOINTS
    ]
    return JSONResponse(models)


async def _samplers(_: Request) -> Response:
    return JSONResponse([{"name": name, "aliases": [name.lower()]} for name in SAMPLERS])


async def _progress(request: Request) -> Response:
    studio: Studio = request.app.state.studio
    state = {
        "skipped": False,
        "interrupted": studio.interrupted,
        "job": studio.job,
        "job_count": 1 if studio.job else 0,
        "sampling_step": studio.step if studio.job else 0,
        "sampling_steps": studio.steps if studio.job else 0,
    }
    share = studio.step / studio.steps if studio.job else 0.0
    return JSONResponse(
        {"progress": share, "eta_relative": 0.0, "state": state, "current_image": None}
    )


async def _interrupt(request: Request) -> Response:
    request.app.state.studio.interrupted = True
    return JSONResponse({})


async def _draw(request: Request) -> Response:
    try:
        body = TextToImage.model_validate_json(await request.body())
    except ValidationError as error:
        details = [{"loc": ["body", *e["loc"]], "msg": e["msg"]} for e in error.errors()]
        return JSONResponse({"detail": details}, 422)
    checkpoint = body.override_settings.sd_model_checkpoint.removesuffix(".safetensors")
    if checkpoint not in CHECKPOINTS:
        errors = f"Unknown checkpoint: {checkpoint}"
        answer = {"error": "RuntimeError", "detail": "", "body": "", "errors": errors}
        return JSONResponse(answer, 500)
    png = await request.app.state.studio.draw(body)
    return JSONResponse(
        {
            "images": [base64.b64encode(png).decode()],
            "parameters": body.model_dump(),
            "info": orjson.dumps(_info(body, checkpoint)).decode(),
        }
    )


def _info(body: TextToImage, checkpoint: str) -> dict[str, Any]:
    known = body.sampler_name in SAMPLERS
    return {
        "prompt": body.prompt,
        "negative_prompt": body.negative_prompt,
        "seed": body.seed,
        "all_seeds": [body.seed],
        "width": body.width,
        "height": body.height,
        # As the real server does: a sampler it does not know becomes another, and nothing is said.
        "sampler_name": body.sampler_name if known else SAMPLERS[1],
        "steps": body.steps,
        "cfg_scale": body.cfg_scale,
        "sd_model_name": checkpoint,
        "sd_model_hash": "0" * 10,
        "infotexts": [MARK],
    }


async def _script(request: Request) -> Response:
    request.app.state.studio.wrong_next += await request.json()
    return Response(status_code=204)


if __name__ == "__main__":
    run_as_program(build)
