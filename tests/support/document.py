"""The API's OpenAPI document, to make requests from."""

from typing import Any

import schemathesis

from tests.support.rest import API

DOCUMENT: dict[str, Any] = API.openapi()
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)


@schemathesis.serializer("application/offset+octet-stream")
def _as_bytes(_: schemathesis.SerializationContext, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
