"""Everything that is held about somebody, as one file: JSON for programs, a page for people, and the files
that they handed in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from pydantic_core import to_jsonable_python
from sqlmodel import col, select

from alp_app.db.reads import fetch_all
from alp_app.jobspecs.privacy import PrepareExport
from alp_app.kit import clock
from alp_app.kit.ids import DataExportId
from alp_app.models.account import Organisation
from alp_app.models.privacy import DataExport, RetentionKind
from alp_app.services.accounts.access import user_for
from alp_app.services.privacy import events
from alp_app.services.privacy.portions import PORTIONS
from alp_app.services.privacy.queries import export_view
from alp_app.services.privacy.retention import days_kept
from alp_app.services.privacy.views import ExportView
from alp_app.settings import ROOT
from alp_app.unit_of_work import Reader, UnitOfWork
from alp_app.wording import words
from providers.contracts.objects import StoredObject

TEMPLATES = ROOT / "alp_app" / "resources" / "privacy"
LONGEST_NAME = 120
PREPARED_AGAIN_AFTER = timedelta(hours=1)
"""A download that is not ready by then never will be."""

_FILES = """
    SELECT a.filename, r.sha256 FROM submission_file f
      JOIN submission s ON s.id = f.submission_id
      JOIN asset a ON a.id = f.asset_id
      JOIN rendition r ON r.asset_id = a.id AND r.name = 'original'
     WHERE s.user_id = %(user_id)s AND f.scan IN ('clean', 'not_scanned')
    UNION ALL
    SELECT a.filename, r.sha256 FROM exam_file f
      JOIN exam_attempt t ON t.id = f.attempt_id
      JOIN asset a ON a.id = f.asset_id
      JOIN rendition r ON r.asset_id = a.id AND r.name = 'original'
     WHERE t.user_id = %(user_id)s AND f.scan IN ('clean', 'not_scanned')
    UNION ALL
    SELECT a.filename, r.sha256 FROM certificate c
      JOIN asset a ON a.id = c.asset_id
      JOIN rendition r ON r.asset_id = a.id AND r.name = 'original'
     WHERE c.user_id = %(user_id)s
    ORDER BY filename, sha256
"""


@dataclass(frozen=True, slots=True)
class NamedFile:
    path: str
    """In the zip."""
    key: str
    """In the object store."""


@dataclass(frozen=True, slots=True)
class Contents:
    documents: Mapping[str, bytes]
    """By path in the zip."""
    files: Sequence[NamedFile]


async def request_export(work: UnitOfWork) -> ExportView:
    """Have a download of everything prepared. One that is being prepared is not begun twice; one that
    is ready makes room for the new one."""
    user = await user_for(work.session, work.actor, work.user_id, for_update=True)
    statement = select(DataExport).where(col(DataExport.user_id) == user.id)
    found = (await work.session.scalars(statement)).first()
    now = clock.now()
    if found is not None:
        if found.ready_at is None and found.requested_at > now - PREPARED_AGAIN_AFTER:
            return export_view(found)
        await work.session.delete(found)
        await work.session.flush()
    export = DataExport(organisation_id=user.organisation_id, user_id=user.id, requested_at=now)
    work.session.add(export)
    await work.session.flush()
    work.record(events.EXPORT_REQUESTED, export.id)
    work.notify("privacy", user_id=user.id)
    await work.request(PrepareExport(export_id=export.id))
    return export_view(export)


async def gather(reader: Reader) -> Contents:
    """Everything that is held about the actor, as they may see it themselves."""
    user = await user_for(reader.session, reader.actor, reader.user_id)
    school = await reader.session.get_one(Organisation, user.organisation_id)
    portions: list[dict[str, Any]] = []
    documents: dict[str, bytes] = {}
    for portion in PORTIONS:
        records = to_jsonable_python(await portion.read(reader))
        documents[f"data/{portion.name}.json"] = orjson.dumps(records, option=orjson.OPT_INDENT_2)
        portions.append(
            {
                "name": portion.name,
                "title": words(f"privacy.portion.{portion.name}", locale=user.locale),
                "about": words(f"privacy.about.{portion.name}", locale=user.locale),
                "records": records,
            }
        )
    files = _named(await fetch_all(reader, _FILES, {"user_id": user.id}))
    page = _page().render(
        title=words("privacy.page_title", locale=user.locale),
        lead=words("privacy.page_lead", {"school": school.name}, locale=user.locale),
        empty=words("privacy.page_empty", locale=user.locale),
        files_title=words("privacy.page_files", locale=user.locale),
        locale=user.locale,
        name=user.display_name,
        made_at=clock.now().strftime("%Y-%m-%d %H:%M UTC"),
        portions=portions,
        files=[file.path for file in files],
    )
    return Contents(documents | {"index.html": page.encode()}, files)


async def is_wanted(reader: Reader, export_id: DataExportId) -> bool:
    """Whether the download is still to be made."""
    export = await reader.session.get(DataExport, export_id)
    return export is not None and export.ready_at is None


async def keep_export(work: UnitOfWork, export_id: DataExportId, stored: StoredObject) -> None:
    """Offer a download that is in the object store to whom it is about."""
    export = await work.session.get(DataExport, export_id, with_for_update=True)
    if export is None or export.ready_at is not None:
        return
    days = (await days_kept(work))[RetentionKind.EXPORTS]
    export.ready_at = clock.now()
    export.expires_at = export.requested_at + timedelta(days=days or 1)
    export.sha256, export.size = stored.sha256, stored.size
    work.notify("privacy", user_id=export.user_id)


def _named(rows: Sequence[Mapping[str, Any]]) -> list[NamedFile]:
    """Each under a name of its own that every system can unpack."""
    return [
        NamedFile(f"files/{number:03}-{_safe(row['filename'])}", row["sha256"])
        for number, row in enumerate(rows, start=1)
    ]


def _safe(filename: str) -> str:
    return re.sub(r"[^\w.\- ]", "_", filename).strip(". ")[-LONGEST_NAME:] or "file"


@cache
def _page() -> Any:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("my_data.html.j2")
