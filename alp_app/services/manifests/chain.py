"""Whether a course's chain of manifests is as it was written: a pure decision.

Each link hashes itself with the hash of the link before, so a link that was changed, taken out or put
elsewhere no longer fits. The course knows how many links there are and the last one's hash, so that
the end cannot be cut off either; and the audit log keeps each hash a second time.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from alp_app.models.manifest import Making, Subject
from alp_app.services.manifests.rules import hash_of, hash_text, link_hash


class Fault(StrEnum):
    CHANGED = "changed"
    """What the link says is not what was hashed."""
    MISSING = "missing"
    """There is no link with this number."""
    MOVED = "moved"
    """It does not follow from the link before."""
    REWRITTEN = "rewritten"
    """It fits its neighbours, yet is not what was recorded when it was made."""


class Link(BaseModel):
    """One row of a chain, as stored or as read from an evidence pack."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    number: int
    subject: Subject
    subject_id: UUID
    making: Making
    previous_hash: str
    hash: str


class Break(BaseModel):
    """Where a chain is broken, and how."""

    model_config = ConfigDict(frozen=True)

    number: int
    fault: Fault


class ChainReport(BaseModel):
    model_config = ConfigDict(frozen=True)

    links: int
    """That there are."""
    last_hash: str
    breaks: tuple[Break, ...]

    @property
    def is_whole(self) -> bool:
        return not self.breaks


def check_chain(
    links: Iterable[Link],
    *,
    count: int,
    last_hash: str,
    recorded: Mapping[UUID, str] | None = None,
) -> ChainReport:
    """`links` by number. `count` and `last_hash` are what the course says of its chain; `recorded` the
    hashes of the audit log by manifest, for those that it still has."""
    breaks: list[Break] = []
    previous, number = "", 0
    for link in links:
        breaks += [
            Break(number=gone, fault=Fault.MISSING) for gone in range(number + 1, link.number)
        ]
        follows = link.number == number + 1
        if not _is_itself(link):
            breaks.append(Break(number=link.number, fault=Fault.CHANGED))
        elif follows and link.previous_hash != previous:
            breaks.append(Break(number=link.number, fault=Fault.MOVED))
        elif (recorded or {}).get(link.id, link.hash) != link.hash:
            breaks.append(Break(number=link.number, fault=Fault.REWRITTEN))
        previous, number = link.hash, link.number
    breaks += [Break(number=gone, fault=Fault.MISSING) for gone in range(number + 1, count + 1)]
    if number == count and previous != last_hash and not breaks:
        breaks.append(Break(number=number, fault=Fault.REWRITTEN))
    if number > count:
        breaks.append(Break(number=count + 1, fault=Fault.REWRITTEN))
    return ChainReport(links=number, last_hash=previous, breaks=tuple(breaks))


def _is_itself(link: Link) -> bool:
    making = link.making
    return (
        link.hash
        == link_hash(
            previous=link.previous_hash,
            number=link.number,
            subject=link.subject,
            subject_id=link.subject_id,
            making=making,
        )
        and making.request_hash == hash_of(making.request)
        and (not making.output or making.output_hash == hash_text(making.output))
    )
