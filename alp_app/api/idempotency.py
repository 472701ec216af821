"""One effect for one Idempotency-Key, however often the request is sent.

The key is a row in the same transaction as the effect, so neither is ever there without the other:
a repeat that comes while the first is still at work waits for its transaction, and after a crash
the key is as gone as the effect.
"""

import hashlib
import re
from datetime import timedelta

from psycopg.errors import LockNotAvailable
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError
from sqlmodel import col
from starlette.requests import Request
from starlette.responses import Response

from alp_app.kit import clock
from alp_app.kit.errors import Conflict, Invalid
from alp_app.models.audit import IdempotencyKey
from alp_app.unit_of_work import UnitOfWork

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT_FOR = timedelta(days=1)
_ACCEPTED = re.compile(r"[\x21-\x7e]{1,200}")


class BadKey(Invalid):
    code = "idempotency.bad_key"

    def __init__(self) -> None:
        super().__init__("An Idempotency-Key has 1 to 200 visible ASCII characters.")


class KeyReused(Conflict):
    code = "idempotency.key_reused"
    hint = "Use a new key for a new request."

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for another request.")


class StillAtWork(Conflict):
    code = "idempotency.still_at_work"
    hint = "Send the same request again in a moment."

    def __init__(self) -> None:
        super().__init__("The first request with this Idempotency-Key is not finished.")


async def fingerprint(request: Request) -> str:
    """What makes two requests the same. The hash of an uploaded file stands for it."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    upload = getattr(request.state, "upload", None)
    body = await request.body() if upload is None else upload.sha256.encode()
    announced = (request.headers.get(name, "") for name in ("upload-length", "upload-metadata"))
    parts = (request.method, request.url.path, request.url.query, kind, *announced)
    return hashlib.sha256(b"\0".join((*(part.encode() for part in parts), body))).hexdigest()


async def claim(work: UnitOfWork, key: str, request_hash: str) -> Response | None:
    """Take the key for this transaction; the kept answer when it was used before.

    Raises KeyReused, BadKey, or StillAtWork when the first request takes too long.
    """
    if not _ACCEPTED.fullmatch(key):
        raise BadKey
    taken = (
        insert(IdempotencyKey)
        .values(
            user_id=work.user_id,
            key=key,
            request_hash=request_hash,
            created_at=clock.now(),
            content_type="",
        )
        .on_conflict_do_nothing()
        .returning(col(IdempotencyKey.key))
    )
    try:
        is_new = (await work.session.execute(taken)).first() is not None
    except OperationalError as error:
        if isinstance(error.orig, LockNotAvailable):
            raise StillAtWork from error
        raise
    if is_new:
        return None
    kept = await work.session.get_one(IdempotencyKey, (work.user_id, key))
    if kept.request_hash != request_hash:
        raise KeyReused
    return Response(
        kept.response,
        kept.status or 200,
        headers={REPLAYED: "true"},
        media_type=kept.content_type or None,
    )


async def keep(work: UnitOfWork, key: str, response: Response) -> None:
    """Store the answer with the effect."""
    row = await work.session.get_one(IdempotencyKey, (work.user_id, key))
    row.status = response.status_code
    row.response = bytes(response.body)
    row.content_type = response.headers.get("content-type", "")
