"""The files of an evidence pack, sealed; and whether a pack is still as it was sealed. Needs neither a
database nor the school that made it."""

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from alp_app.security.seal import Seal, fingerprint, is_signed
from alp_app.services.manifests.chain import ChainReport, Link, check_chain

HASHES, SIGNATURE, KEY = "hashes.txt", "hashes.txt.sig", "public-key.pem"
SEALS = frozenset({HASHES, SIGNATURE, KEY})
CHAIN, CHAIN_END = "data/manifests.jsonl", "data/chain.json"
LARGEST = 512 * 1024 * 1024
"""Bytes that a pack may hold unpacked: it is read by people who did not make it."""
MOST_FILES = 1000


class ChainEnd(BaseModel):
    """What the course said of its chain when the pack was made."""

    model_config = ConfigDict(frozen=True)

    links: int
    last_hash: str


class Problem(BaseModel):
    """What is wrong with a pack: `unreadable`, `unsigned`, `changed`, `missing`, `added` or `chain`."""

    model_config = ConfigDict(frozen=True)

    kind: str
    where: str


class PackReport(BaseModel):
    model_config = ConfigDict(frozen=True)

    files: int
    fingerprint: str
    """Of the key in the pack; empty when there is none. Compare it with what the school says."""
    records: int
    """Links of the chain of manifests."""
    problems: tuple[Problem, ...]

    @property
    def is_good(self) -> bool:
        return not self.problems


def write_pack(path: Path, files: Mapping[str, bytes], seal: Seal) -> None:
    """A zip of `files` with their hashes, the signature of those, and the key to check it with.
    Blocking."""
    listed = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(files.items())
    ).encode()
    sealed = {HASHES: listed, SIGNATURE: seal.sign(listed), KEY: seal.public_key}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**files, **sealed}.items():
            archive.writestr(name, content)


def verify_pack(path: Path) -> PackReport:
    """Whether every file is as it was when the pack was sealed, and the chain of manifests whole.
    Blocking."""
    try:
        files = _read(path)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError) as error:
        return _report([Problem(kind="unreadable", where=str(error))])
    hashes, key = files.get(HASHES, b""), files.get(KEY, b"")
    try:
        mark = fingerprint(key)
    except ValueError:
        mark = ""
    problems: list[Problem] = []
    if not is_signed(key, files.get(SIGNATURE, b""), hashes):
        problems.append(Problem(kind="unsigned", where=HASHES))
    problems += _compare(hashes, {name: each for name, each in files.items() if name not in SEALS})
    chain = _chain(files)
    if chain is None:
        problems.append(Problem(kind="chain", where=CHAIN))
    else:
        problems += [
            Problem(kind="chain", where=f"{one.number} {one.fault.value}") for one in chain.breaks
        ]
    return _report(problems, files=len(files), mark=mark, records=chain.links if chain else 0)


def _report(
    problems: list[Problem], *, files: int = 0, mark: str = "", records: int = 0
) -> PackReport:
    return PackReport(files=files, fingerprint=mark, records=records, problems=tuple(problems))


def _read(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        found = archive.infolist()
        names = [one.filename for one in found]
        if len(found) > MOST_FILES or sum(one.file_size for one in found) > LARGEST:
            raise ValueError("it holds more than an evidence pack does")
        if len(names) != len(set(names)):
            raise ValueError("it holds two files of one name")
        return {one.filename: archive.read(one) for one in found}


def _compare(hashes: bytes, files: Mapping[str, bytes]) -> list[Problem]:
    listed = {
        name: digest
        for digest, _, name in (
            line.partition("  ") for line in hashes.decode(errors="replace").splitlines()
        )
    }
    problems = [
        Problem(kind="missing", where=name) for name in sorted(listed.keys() - files.keys())
    ]
    problems += [Problem(kind="added", where=name) for name in sorted(files.keys() - listed.keys())]
    problems += [
        Problem(kind="changed", where=name)
        for name in sorted(files.keys() & listed.keys())
        if hashlib.sha256(files[name]).hexdigest() != listed[name]
    ]
    return problems


def _chain(files: Mapping[str, bytes]) -> ChainReport | None:
    """None where it cannot be read."""
    try:
        end = ChainEnd.model_validate_json(files.get(CHAIN_END, b""))
        lines = files.get(CHAIN, b"").splitlines()
        links = [Link.model_validate_json(line) for line in lines]
    except ValidationError:
        return None
    return check_chain(links, count=end.links, last_hash=end.last_hash)
