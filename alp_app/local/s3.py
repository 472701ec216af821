"""Runs SeaweedFS: an S3 server for media and files."""

import asyncio
import json
import shutil
import sys
from functools import partial
from pathlib import Path
from signal import SIGINT
from typing import Any, cast

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from alp_app.local.home import Home, write_private
from alp_app.local.process import Command
from alp_app.local.state import State
from alp_app.local.store import CannotStart, Store, TooEarly, bring_up

NAME = "s3"
BUCKET = "alp-media"
START_SECONDS = 90.0
FIRST_WRITE_SECONDS = 60
"""The first write allots volumes; it has been seen to take 19 seconds on a busy disk."""
MEMORY_LIMIT = "384MiB"
"""Near what it holds anyway, its collector never rests: 192 MiB cost a seventh of a core when idle."""
CLIENT = Config(
    s3={"addressing_style": "path"},
    retries={"max_attempts": 0},
    connect_timeout=2,
    read_timeout=FIRST_WRITE_SECONDS,
)


def find_program() -> Path | None:
    packaged = Path(sys.executable).with_name("weed")
    if packaged.exists():
        return packaged
    found = shutil.which("weed")
    return Path(found) if found else None


async def start(home: Home, state: State) -> Store:
    program = find_program()
    if program is None:
        raise CannotStart(
            "There is no S3 server for this machine: set ALP_S3_ENDPOINT, ALP_S3_ACCESS_KEY, "
            "ALP_S3_SECRET_KEY and ALP_S3_BUCKET to a server that you run, such as MinIO."
        )
    folder = home.folder(NAME)
    identities = folder / "identities.json"
    write_private(identities, _identities(state))
    # It writes the options of its last start here and would prefer them to ours.
    (folder / "mini.options").unlink(missing_ok=True)
    address = {
        "endpoint": f"http://127.0.0.1:{state.ports.s3}",
        "access_key": state.secrets.s3_access_key,
        "secret_key": state.secrets.s3_secret_key,
        "bucket": BUCKET,
    }
    command = Command(
        name=NAME,
        argv=(program, "-logtostderr=true", "mini", *_options(folder, identities, state)),
        home=home,
        folder=folder,
        environment={"GOMEMLIMIT": MEMORY_LIMIT},
        stop_signal=SIGINT,
        grace_seconds=8.0,
    )

    client = await asyncio.to_thread(_client, address)
    process = await bring_up(command, partial(_check, client), seconds=START_SECONDS)
    return Store(group="s3", process=process, address=address)


def _identities(state: State) -> str:
    credentials = {
        "accessKey": state.secrets.s3_access_key,
        "secretKey": state.secrets.s3_secret_key,
    }
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    identity = {"name": "alp", "credentials": [credentials], "actions": actions}
    return json.dumps({"identities": [identity]})


def _options(folder: Path, identities: Path, state: State) -> list[str]:
    ports = state.ports
    return [
        f"-dir={folder}",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        f"-master.port={ports.s3_master}",
        f"-volume.port={ports.s3_volume}",
        f"-filer.port={ports.s3_filer}",
        f"-s3.port={ports.s3}",
        f"-admin.port={ports.s3_admin}",
        "-admin.ui=false",
        "-webdav=false",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        f"-s3.config={identities}",
        # Without it the filer serves every object to anybody.
        "-disableHttp",
        "-master.telemetry=false",
        # Relative to the folder it runs in: a socket's path may have 107 characters at most.
        "-filer.localSocket=filer.sock",
        "-s3.localSocket=s3.sock",
        "-volume.preStopSeconds=0",
        f"-bucket={BUCKET}",
    ]


def _client(address: dict[str, str]) -> Any:
    return cast("Any", boto3).client(
        "s3",
        endpoint_url=address["endpoint"],
        aws_access_key_id=address["access_key"],
        aws_secret_access_key=address["secret_key"],
        region_name="us-east-1",
        config=CLIENT,
    )


async def _check(client: Any) -> None:
    """It answers before it can store: only a round trip proves it healthy."""
    try:
        await asyncio.to_thread(_write_and_read, client)
    except (BotoCoreError, ClientError) as error:
        raise TooEarly(str(error)) from error


def _write_and_read(client: Any) -> None:
    client.put_object(Bucket=BUCKET, Key=".health", Body=b"ok")
    client.get_object(Bucket=BUCKET, Key=".health")["Body"].read()
