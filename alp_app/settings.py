"""The only reader of environment variables.

Every setting is `ALP_<GROUP>_<NAME>`, for example `ALP_DATABASE_URL` or `ALP_OLLAMA_EMBEDDING_MODEL`.
A service whose address is not set is the embedded one: `alp up` starts it and writes its address to
`<home>/run.json`, which the other commands read. An engine whose address is not set is not used.
"""

import json
import os
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from providers.options import (
    BlenderOptions,
    ClamAVOptions,
    ComfyUIOptions,
    OllamaOptions,
    OpenAIOptions,
    S3Options,
    SMTPOptions,
    WebUIOptions,
    WriterOptions,
)

ROOT = Path(__file__).parents[1]


class Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DatabaseSettings(Group):
    url: str = ""
    """`postgresql://user:password@host:port/name`."""
    pool_size: int = 8


class RedisSettings(Group):
    url: str = ""
    """`redis://:password@host:port/0`. Database 0 holds queues and limits; the pages' state uses
    database 1, or `state_url`."""
    state_url: str = ""


class WebSettings(Group):
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""
    """Address that people type. Empty: `http://localhost:<port>`."""
    workers: int = 1
    secret: SecretStr = SecretStr("")
    """Signs API tokens and download links. Empty: made once and kept in `<home>`."""
    proxies: int = 0
    """How many proxies of yours stand in front: as many addresses at the end of `X-Forwarded-For` are
    theirs to tell, and the rest anybody's."""


class LogSettings(Group):
    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    format: Literal["json", "text"] = "json"


class JobSettings(Group):
    lease_seconds: float = 30.0
    reconcile_seconds: float = 1.0


class UploadSettings(Group):
    max_megabytes: int = 200
    """Of one file."""
    open_files: int = 100
    """That a person may have sent in part, or wholly without a place to go yet."""
    open_megabytes: int = 4000
    """Of them together."""
    kept_days: int = 7
    """For so long after its last bytes, a file that was sent in part can go on."""


class SourceSettings(Group):
    index: Literal["pgvector", "faiss"] = "pgvector"
    """What compares the vectors of passages: Postgres, or FAISS in memory, which needs `faiss-cpu`."""
    allowed_hosts: str = ""
    """Hosts, parted by commas, whose pages may be read although their addresses are private ones."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="ALP_",
        env_nested_delimiter="_",
        env_nested_max_split=1,
        frozen=True,
        extra="ignore",
    )

    home: Path = ROOT / ".alp"
    """Where the embedded services, fetched models and logs live."""

    database: DatabaseSettings = Field(default_factory=DatabaseSettings)
    redis: RedisSettings = Field(default_factory=RedisSettings)
    s3: S3Options = Field(default_factory=S3Options)
    web: WebSettings = Field(default_factory=WebSettings)
    log: LogSettings = Field(default_factory=LogSettings)
    jobs: JobSettings = Field(default_factory=JobSettings)
    uploads: UploadSettings = Field(default_factory=UploadSettings)
    sources: SourceSettings = Field(default_factory=SourceSettings)
    ollama: OllamaOptions = Field(default_factory=OllamaOptions)
    openai: OpenAIOptions = Field(default_factory=OpenAIOptions)
    writer: WriterOptions = Field(default_factory=WriterOptions)
    webui: WebUIOptions = Field(default_factory=WebUIOptions)
    comfyui: ComfyUIOptions = Field(default_factory=ComfyUIOptions)
    blender: BlenderOptions = Field(default_factory=BlenderOptions)
    clamav: ClamAVOptions = Field(default_factory=ClamAVOptions)
    smtp: SMTPOptions = Field(default_factory=SMTPOptions)

    @property
    def public_url(self) -> str:
        return self.web.public_url or f"http://localhost:{self.web.port}"

    @property
    def state_redis_url(self) -> str:
        """The Redis database of the pages' state; empty while there is no Redis."""
        if self.redis.state_url or not self.redis.url:
            return self.redis.state_url
        return urlsplit(self.redis.url)._replace(path="/1").geturl()

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.jobs.lease_seconds)

    @property
    def upload_limit(self) -> int:
        """Bytes."""
        return self.uploads.max_megabytes * 1024 * 1024


def load(**overrides: Any) -> Settings:
    """Read the environment, then fill in the embedded services that `alp up` is running."""
    settings = Settings(**overrides)
    run_file = settings.home / "run.json"
    if not run_file.exists():
        return settings
    running: dict[str, dict[str, str]] = json.loads(run_file.read_text())
    updates: dict[str, BaseModel] = {}
    for group, needed in (("database", "url"), ("redis", "url"), ("s3", "endpoint")):
        present: BaseModel = getattr(settings, group)
        if group in running and not getattr(present, needed):
            updates[group] = type(present).model_validate(
                {**present.model_dump(), **running[group]}
            )
    if "writer" in running:
        updates["writer"] = settings.writer.model_copy(update=running["writer"])
    return settings.model_copy(update=updates)


@cache
def current() -> Settings:
    """The settings of this process, read once."""
    return load()


def child_environment(**values: str) -> dict[str, str]:
    """This process's environment with `values` laid over it, for a process we start."""
    return {**os.environ, **values}  # noqa: TID251 - this module is the reader the rule names
