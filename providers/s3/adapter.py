"""Files in an S3 store."""

import asyncio
import base64
import hashlib
import os
import re
import tempfile
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from datetime import datetime, timedelta
from http import HTTPStatus
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import quote

from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import ClientError

from providers.contracts.errors import ProviderMisconfigured, ProviderRefused, ProviderUnreachable
from providers.contracts.objects import ObjectDamaged, ObjectInfo, ObjectMissing, StoredObject
from providers.contracts.status import ProviderStatus, Readiness
from providers.failures import CHECK_ADDRESS
from providers.http import STATUS_TIMEOUT, checked
from providers.s3.failures import PROVIDER, sorting

T = TypeVar("T")

_CHUNK = 512 * 1024
_KEY_LENGTH = 64
_HEALTH = b"AutoLearnPro asks whether this store works."
_READ_SECONDS = 60
"""A SeaweedFS that has just started may take 19 s for its first put."""


class S3Objects:
    """`providers.contracts.objects.ObjectStore`.

    boto3 blocks, so each call runs in a thread. Its client is made at the first call, and again
    after a fork.
    """

    name = PROVIDER

    def __init__(
        self,
        *,
        endpoint: str,
        public_endpoint: str = "",
        access_key: str,
        secret_key: str,
        bucket: str,
        region: str = "us-east-1",
        page: int = 1000,
    ) -> None:
        """`public_endpoint` is the address that browsers use, when it differs: a signature covers
        the host's name, so an address signed for one cannot be used at the other. `page` is how many
        objects are listed with one call."""
        self._endpoint = endpoint
        self._public_endpoint = public_endpoint or endpoint
        self._access_key = access_key
        self._secret_key = secret_key
        self._bucket = bucket
        self._region = region
        self._page = page
        self._clients: dict[tuple[int, str], Any] = {}

    async def status(self) -> ProviderStatus:
        return await checked(self.name, self._ask)

    async def _ask(self) -> ProviderStatus:
        try:
            async with asyncio.timeout(STATUS_TIMEOUT.total_seconds()):
                stored = await self.put_bytes(_HEALTH, media_type="text/plain")
                await self.read(stored.sha256)
                head = await self._call(
                    lambda c: c.head_object(Bucket=self._bucket, Key=stored.sha256)
                )
        except TimeoutError as error:
            raise ProviderUnreachable(self.name, "did not store a file within 2 s") from error
        return ProviderStatus(
            provider=self.name,
            readiness=Readiness.READY,
            version=_version(head["ResponseMetadata"]["HTTPHeaders"].get("server", "")),
            reason=f"keeps files in {self._bucket}",
        )

    async def prepare(self) -> None:
        await self._call(self._make_bucket)
        await self._call(self._allow_browsers)

    async def put_file(self, path: Path, *, media_type: str) -> StoredObject:
        file = await asyncio.to_thread(path.open, "rb")
        with file:
            return await self._call(lambda client: self._put(client, file, media_type))

    async def put_bytes(self, content: bytes, *, media_type: str) -> StoredObject:
        file = BytesIO(content)
        return await self._call(lambda client: self._put(client, file, media_type))

    async def find(self, key: str) -> ObjectInfo | None:
        self._check(key)
        try:
            head = await self._call(lambda c: c.head_object(Bucket=self._bucket, Key=key))
        except ObjectMissing:
            return None
        return ObjectInfo(key=key, size=head["ContentLength"], modified_at=head["LastModified"])

    async def read(self, key: str) -> bytes:
        async with aclosing(self.stream(key)) as chunks:
            return b"".join([chunk async for chunk in chunks])

    async def stream(
        self, key: str, *, start: int = 0, length: int | None = None
    ) -> AsyncGenerator[bytes]:
        self._check(key)
        last = "" if length is None else start + length - 1
        is_whole = start == 0 and length is None
        wanted: dict[str, Any] = {} if is_whole else {"Range": f"bytes={start}-{last}"}
        found = await self._call(lambda c: c.get_object(Bucket=self._bucket, Key=key, **wanted))
        body, promised = found["Body"], int(found["ContentLength"])
        digest, received = hashlib.sha256(), 0
        try:
            while chunk := await asyncio.to_thread(_next_chunk, body):
                received += len(chunk)
                digest.update(chunk)
                yield chunk
        finally:
            await asyncio.to_thread(body.close)
        if received != promised:
            raise ProviderUnreachable(self.name, f"sent {received} bytes of {promised}")
        if is_whole and digest.hexdigest() != key:
            raise ObjectDamaged(
                self.name, f"holds damaged bytes for {key}", "Restore this object from a backup."
            )

    async def save(self, key: str, path: Path) -> None:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                async with aclosing(self.stream(key)) as chunks:
                    async for chunk in chunks:
                        await asyncio.to_thread(file.write, chunk)
            await asyncio.to_thread(os.replace, name, path)
        finally:
            await asyncio.to_thread(Path(name).unlink, missing_ok=True)

    async def delete(self, key: str) -> None:
        self._check(key)
        await self._call(lambda c: c.delete_object(Bucket=self._bucket, Key=key))

    async def list_older(self, than: datetime) -> AsyncGenerator[ObjectInfo]:
        more: dict[str, Any] = {"MaxKeys": self._page}
        while True:
            asked = dict(more)
            page = await self._call(lambda c: c.list_objects_v2(Bucket=self._bucket, **asked))  # noqa: B023 - called before the next turn
            for found in page.get("Contents", []):
                if found["LastModified"] < than:
                    yield ObjectInfo(
                        key=found["Key"], size=found["Size"], modified_at=found["LastModified"]
                    )
            if not page.get("IsTruncated"):
                return
            more["ContinuationToken"] = page["NextContinuationToken"]

    async def presign(
        self, key: str, *, expires: timedelta, filename: str = "", media_type: str = ""
    ) -> str:
        self._check(key)
        wanted: dict[str, Any] = {"Bucket": self._bucket, "Key": key}
        if filename:
            wanted["ResponseContentDisposition"] = _attachment(filename)
        if media_type:
            wanted["ResponseContentType"] = media_type

        def sign(client: Any) -> str:
            seconds = int(expires.total_seconds())
            return client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=seconds)

        return await self._call(sign, self._public_endpoint)

    async def _call(self, work: Callable[[Any], T], endpoint: str = "") -> T:
        return await asyncio.to_thread(self._work, work, endpoint or self._endpoint)

    def _work(self, work: Callable[[Any], T], endpoint: str) -> T:
        client = self._client(endpoint)
        with sorting():
            return work(client)

    def _client(self, endpoint: str) -> Any:
        place = os.getpid(), endpoint
        if place not in self._clients:
            try:
                self._clients[place] = self._make_client(endpoint)
            except ValueError as error:
                raise ProviderMisconfigured(
                    self.name, f"cannot be called: {error}", CHECK_ADDRESS
                ) from error
        return self._clients[place]

    def _make_client(self, endpoint: str) -> Any:
        session = Session(
            aws_access_key_id=self._access_key,
            aws_secret_access_key=self._secret_key,
            region_name=self._region,
        )
        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            connect_timeout=5,
            read_timeout=_READ_SECONDS,
            retries={"total_max_attempts": 1},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        return cast("Any", session).client("s3", endpoint_url=endpoint, config=config)

    def _put(self, client: Any, file: BytesIO | BufferedReader, media_type: str) -> StoredObject:
        """The store is told the hash, and refuses bytes that changed on their way."""
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256")
        file.seek(0)
        client.put_object(
            Bucket=self._bucket,
            Key=digest.hexdigest(),
            Body=file,
            ContentLength=size,
            ContentType=media_type,
            ChecksumSHA256=base64.b64encode(digest.digest()).decode(),
        )
        return StoredObject(sha256=digest.hexdigest(), size=size)

    def _make_bucket(self, client: Any) -> None:
        try:
            client.head_bucket(Bucket=self._bucket)
        except ClientError as error:
            if _status(error) != HTTPStatus.NOT_FOUND:
                raise
            place = {"LocationConstraint": self._region}
            more = {} if self._region == "us-east-1" else {"CreateBucketConfiguration": place}
            client.create_bucket(Bucket=self._bucket, **more)

    def _allow_browsers(self, client: Any) -> None:
        """Let pages of any origin read what they hold a signed address of.

        MinIO has no such setting and allows it anyway.
        """
        rule = {
            "AllowedMethods": ["GET", "HEAD"],
            "AllowedOrigins": ["*"],
            "AllowedHeaders": ["*"],
            "ExposeHeaders": ["Accept-Ranges", "Content-Range", "Content-Length", "ETag"],
            "MaxAgeSeconds": 3600,
        }
        try:
            client.put_bucket_cors(Bucket=self._bucket, CORSConfiguration={"CORSRules": [rule]})
        except ClientError as error:
            if _status(error) != HTTPStatus.NOT_IMPLEMENTED:
                raise

    def _check(self, key: str) -> None:
        if len(key) != _KEY_LENGTH or set(key) - set("0123456789abcdef"):
            raise ProviderRefused(self.name, f"{key!r} is not the hash of a file")


def _version(server: str) -> str:
    """What the store calls itself. SeaweedFS adds the largest file that it was built for."""
    return re.sub(r" \d+GB\b", "", server)


def _next_chunk(body: Any) -> bytes:
    with sorting():
        return body.read(_CHUNK)


def _status(error: ClientError) -> int:
    return int(cast("dict[str, Any]", error.response)["ResponseMetadata"]["HTTPStatusCode"])


def _attachment(filename: str) -> str:
    plain = "".join(
        c if c.isascii() and c.isprintable() and c not in '"\\' else "_" for c in filename
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
