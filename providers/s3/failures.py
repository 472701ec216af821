"""What an S3 store's failure means, in our three kinds."""

from collections.abc import Generator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, cast

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointConnectionError,
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
    SSLError,
)
from botocore.parsers import ResponseParserError
from urllib3.exceptions import HTTPError

from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderRefused,
    ProviderUnreachable,
)
from providers.contracts.objects import ObjectMissing, StoreFull
from providers.failures import CHECK_ADDRESS, CHECK_KEY, error_for_status

PROVIDER = "s3"
_FULL = frozenset(
    {"XMinioStorageFull", "InsufficientStorage", "QuotaExceeded", "XMinioAdminBucketQuotaExceeded"}
)
_DAMAGED = frozenset(
    {"BadDigest", "InvalidDigest", "IncompleteBody", "XAmzContentSHA256Mismatch", "InvalidChunk"}
)
_ADVICE = {
    "NoSuchBucket": "Check the bucket in the settings, or run `alp up`.",
    "RequestTimeTooSkewed": "Set the clocks of this machine and of the store.",
    "PermanentRedirect": "Check the address and the region in the settings.",
}
_MISSING = frozenset({"NoSuchKey", "404", "NotFound"})


@contextmanager
def sorting() -> Generator[None]:
    """Let only ProviderError out of calls to botocore."""
    try:
        yield
    except ClientError as error:
        raise _meaning(error) from error
    except (NoCredentialsError, PartialCredentialsError) as error:
        raise ProviderMisconfigured(PROVIDER, "has no key", CHECK_KEY) from error
    except SSLError as error:
        raise ProviderMisconfigured(
            PROVIDER, f"cannot be trusted: {error}", "Check the certificate of the store."
        ) from error
    except ResponseParserError as error:
        raise ProviderMisconfigured(
            PROVIDER, "answered with something else than S3's XML", CHECK_ADDRESS
        ) from error
    except RecursionError as error:  # botocore follows one redirect with another, without an end
        raise ProviderMisconfigured(
            PROVIDER, "redirects every call", "Check the address and the region in the settings."
        ) from error
    except EndpointConnectionError as error:
        raise ProviderUnreachable(PROVIDER, "cannot be reached: connection refused") from error
    except (HTTPClientError, HTTPError, BotoCoreError, OSError) as error:
        raise ProviderUnreachable(PROVIDER, f"broke off: {error}") from error


def _meaning(error: ClientError) -> ProviderError:
    response = cast("dict[str, Any]", error.response)
    status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500))
    code = str(response.get("Error", {}).get("Code", ""))
    message = str(response.get("Error", {}).get("Message", "")) or code or f"HTTP {status}"
    if code in _FULL or status == HTTPStatus.INSUFFICIENT_STORAGE or "no space left" in message:
        return StoreFull(PROVIDER, "has no space left", "Free some space on the disk of the store.")
    if code in _MISSING:
        return ObjectMissing(PROVIDER, "has no such object")
    if code in _DAMAGED:
        return ProviderUnreachable(PROVIDER, f"received damaged bytes: {message}")
    if status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        return ProviderRefused(PROVIDER, "has no bytes at that place of the object")
    is_redirect = HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST
    if hint := _ADVICE.get("PermanentRedirect" if is_redirect else code):
        return ProviderMisconfigured(PROVIDER, message, hint)
    return error_for_status(PROVIDER, status, message)
