"""The node graphs we ask ComfyUI to run."""

from typing import Any

Graph = dict[str, dict[str, Any]]

SAMPLER_NODE = "3"
OUTPUT_NODE = "9"


def text_to_image(
    *,
    checkpoint: str,
    prompt: str,
    negative: str,
    width: int,
    height: int,
    steps: int,
    cfg: float,
    sampler: str,
    scheduler: str,
    seed: int,
) -> Graph:
    return {
        "4": _node("CheckpointLoaderSimple", ckpt_name=checkpoint),
        "5": _node("EmptyLatentImage", width=width, height=height, batch_size=1),
        "6": _node("CLIPTextEncode", text=prompt, clip=["4", 1]),
        "7": _node("CLIPTextEncode", text=negative, clip=["4", 1]),
        SAMPLER_NODE: _node(
            "KSampler",
            seed=seed,
            steps=steps,
            cfg=cfg,
            sampler_name=sampler,
            scheduler=scheduler,
            denoise=1.0,
            model=["4", 0],
            positive=["6", 0],
            negative=["7", 0],
            latent_image=["5", 0],
        ),
        "8": _node("VAEDecode", samples=[SAMPLER_NODE, 0], vae=["4", 2]),
        OUTPUT_NODE: _node("SaveImage", filename_prefix="autolearnpro", images=["8", 0]),
    }


def _node(class_type: str, **inputs: Any) -> dict[str, Any]:
    return {"class_type": class_type, "inputs": inputs}
