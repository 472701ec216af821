"""What each engine can be told. The product's settings nest these; nothing here reads an environment."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, SecretStr


class Options(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class S3Options(Options):
    endpoint: str = ""
    public_endpoint: str = ""
    """Address that browsers use, when it differs from `endpoint`: it is part of each signature."""
    access_key: str = ""
    secret_key: SecretStr = SecretStr("")
    bucket: str = "alp-media"
    region: str = "us-east-1"


class OllamaOptions(Options):
    url: str = ""
    model: str = "qwen2.5:7b-instruct"
    embedding_model: str = ""
    """Empty: passages are compared with the built-in model. Changing it means reading the sources again."""
    embedding_dimension: int = 768
    timeout_seconds: float = 300.0


class OpenAIOptions(Options):
    """Any server that speaks OpenAI's chat API: vLLM, llama.cpp, LM Studio."""

    url: str = ""
    api_key: SecretStr = SecretStr("")
    model: str = ""
    timeout_seconds: float = 300.0


class WriterOptions(Options):
    """The built-in writer (llama.cpp in a process of its own)."""

    size: Literal["good", "small"] = "good"
    model_path: str = ""
    """A GGUF file to use instead of the one that `alp up` fetches."""
    model_url: str = ""
    """Where to fetch the good model from, instead of the package parts."""
    threads: int = 1
    idle_seconds: float = 600.0
    timeout_seconds: float = 900.0


class WebUIOptions(Options):
    """Stable Diffusion WebUI (AUTOMATIC1111 or Forge), started with `--api`."""

    url: str = ""
    checkpoint: str = ""
    sampler: str = "DPM++ 2M"
    steps: int = 25
    cfg: float = 6.5
    timeout_seconds: float = 300.0


class ComfyUIOptions(Options):
    url: str = ""
    checkpoint: str = ""
    steps: int = 25
    cfg: float = 6.5
    timeout_seconds: float = 300.0


class BlenderOptions(Options):
    command: str = ""
    """Empty: `blender` on PATH, else the fetched `bpy` environment."""
    timeout_seconds: float = 300.0


class SMTPOptions(Options):
    """Sends e-mails. Without it they are kept in the outbox, for administrators to read."""

    host: str = ""
    port: int = 0
    """0: the usual one for `tls`."""
    tls: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: SecretStr = SecretStr("")
    sender: str = "AutoLearnPro <noreply@localhost>"
    """The address that mails come from."""
    timeout_seconds: float = 30.0


class ClamAVOptions(Options):
    """Looks for malware in what learners hand in. Without it their files are marked as not scanned."""

    url: str = ""
    """`tcp://host:3310`, or `unix:///path` of clamd's socket."""
    timeout_seconds: float = 120.0
