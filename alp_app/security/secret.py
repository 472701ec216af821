"""The one secret of an installation, and the separate keys made from it."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from alp_app.settings import Settings

FILE = "secret"


def load(settings: Settings) -> bytes:
    """The configured secret, or the one kept in `<home>`, which is made on first use.

    Blocking. Every process of one installation must see the same one: where they do not share
    `<home>`, set `ALP_WEB_SECRET`.
    """
    configured = settings.web.secret.get_secret_value()
    if configured:
        return configured.encode()
    return _kept(settings.home / FILE)


def derive(secret: bytes, purpose: str) -> bytes:
    """A key for one purpose: knowing it tells nothing about the others."""
    return hmac.digest(secret, f"alp:{purpose}".encode(), hashlib.sha256)


def _kept(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first: use its secret
        finally:
            draft.unlink()
    return path.read_bytes().strip()
