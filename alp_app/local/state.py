"""What the embedded services keep from one start to the next: their passwords and ports."""

from functools import partial
from secrets import token_hex, token_urlsafe

from pydantic import BaseModel, Field

from alp_app.local import ports
from alp_app.local.home import Home, write_private

_password = partial(token_urlsafe, 24)


class Secrets(BaseModel):
    database: str = Field(default_factory=_password)
    redis: str = Field(default_factory=_password)
    s3_access_key: str = Field(default_factory=lambda: f"alp{token_hex(8)}")
    s3_secret_key: str = Field(default_factory=_password)


class Ports(BaseModel):
    database: int = 0
    redis: int = 0
    s3: int = 0
    s3_master: int = 0
    s3_volume: int = 0
    s3_filer: int = 0
    s3_admin: int = 0


class State(BaseModel):
    secrets: Secrets = Field(default_factory=Secrets)
    ports: Ports = Field(default_factory=Ports)


def load(home: Home) -> State:
    """Read the kept state, with another port for each one that is missing or taken by now."""
    kept = home.state_file
    state = State.model_validate_json(kept.read_text()) if kept.exists() else State()
    chosen: dict[str, int] = {}
    for name, port in state.ports:
        usable = port and ports.is_free(port) and port not in chosen.values()
        chosen[name] = port if usable else ports.choose(taken=chosen.values())
    state = State(secrets=state.secrets, ports=Ports(**chosen))
    write_private(kept, state.model_dump_json(indent=1))
    return state
