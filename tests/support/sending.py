"""Sending a file by the tus protocol, as programs do."""

import base64
from pathlib import Path

import httpx

UPLOADS = "/api/v1/uploads"
TUS = {"Tus-Resumable": "1.0.0"}


def announcing(filename: str, length: int) -> dict[str, str]:
    """The headers of a request that begins an upload."""
    name = base64.b64encode(filename.encode()).decode()
    return {**TUS, "Upload-Length": str(length), "Upload-Metadata": f"filename {name}"}


def carrying(offset: int) -> dict[str, str]:
    """The headers of a request that brings bytes."""
    return {**TUS, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}


async def upload(program: httpx.AsyncClient, filename: str, content: bytes) -> str:
    """The id of an upload that has arrived whole."""
    begun = await program.post(UPLOADS, headers=announcing(filename, len(content)))
    assert begun.status_code == 201, begun.text
    sent = await program.patch(begun.headers["Location"], content=content, headers=carrying(0))
    assert sent.status_code == 204, sent.text
    return begun.json()["id"]


def upload_file(program: httpx.Client, path: Path) -> str:
    """The same for a program that waits."""
    content = path.read_bytes()
    begun = program.post("/uploads", headers=announcing(path.name, len(content)))
    place = f"/uploads/{begun.json()['id']}"
    program.patch(place, content=content, headers=carrying(0)).raise_for_status()
    return begun.json()["id"]
