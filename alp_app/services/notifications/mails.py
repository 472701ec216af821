"""What a mail says: one thing at once, or the day's unread things together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy import text

from alp_app.kit.markdown import markdown_html
from alp_app.models.account import Organisation, User
from alp_app.models.notification import Mail, NotificationKind, NotificationSettings
from alp_app.security.signed_links import SignedLinks
from alp_app.services.notifications.choices import zone_of
from alp_app.settings import ROOT
from alp_app.unit_of_work import Reader, UnitOfWork
from alp_app.wording import words

UNSUBSCRIBE = "unsubscribe"
DIGEST = "digest"
"""In the place of a kind: the daily mail as a whole."""
TEMPLATES = ROOT / "alp_app" / "resources" / "mails"

_ZONE_OF_CLASS = text("""
    SELECT k.time_zone FROM class_member m JOIN classroom k ON k.id = m.classroom_id
     WHERE m.user_id = :user_id AND m.removed_at IS NULL
     ORDER BY k.archived_at IS NOT NULL, m.joined_at DESC LIMIT 1
    """)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing in a mail."""

    word: str
    facts: Mapping[str, Any]
    href: str
    body: str = ""
    """Markdown."""


@dataclass(slots=True, kw_only=True)
class Postbox:
    """Writes mails into the outbox."""

    public_url: str
    links: SignedLinks
    written: int = 0

    async def write(
        self,
        work: UnitOfWork,
        user: User,
        items: Sequence[Item],
        *,
        kind: NotificationKind | None,
    ) -> None:
        """For somebody with an address. Without a `kind` it is the daily mail."""
        zone = await zone_for(work, user)
        school = (await work.session.get_one(Organisation, user.organisation_id)).name
        sentences = [
            {
                "sentence": sentence(item, user.locale),
                "when": _moment(item, zone),
                "url": f"{self.public_url}{item.href}",
                "text": item.body,
                "html": markdown_html(item.body),
            }
            for item in items
        ]

        def said(key: str, **facts: str) -> str:
            return words(f"mail.{key}", facts, locale=user.locale)

        token = self.links.sign(UNSUBSCRIBE, str(user.id), kind.value if kind else DIGEST)
        known: dict[str, Any] = {
            "words": said,
            "name": user.display_name,
            "school": school,
            "items": sentences,
            "is_digest": kind is None,
            "unsubscribe_url": f"{self.public_url}/unsubscribe?token={token}",
            "settings_url": f"{self.public_url}/notifications/settings",
        }
        subject = (
            sentences[0]["sentence"]
            if kind
            else words("mail.digest_subject", {"school": school}, locale=user.locale)
        )
        self.written += 1
        work.session.add(
            Mail(
                organisation_id=user.organisation_id,
                user_id=user.id,
                recipient=user.email or "",
                subject=" ".join(subject.split()),
                text=_template("message.txt.j2").render(known),
                html=_template("message.html.j2").render(known),
                unsubscribe_url=f"{self.public_url}/auth/unsubscribe?token={token}",
            )
        )


def sentence(item: Item, locale: str) -> str:
    return words(f"notification.{item.word}", item.facts, locale=locale)


async def zone_for(reader: Reader, user: User) -> ZoneInfo:
    """Of the person's browser, else of a class of theirs."""
    settings = await reader.session.get(NotificationSettings, user.id)
    if settings is not None and settings.time_zone:
        return zone_of(settings.time_zone)
    found = await reader.session.scalar(_ZONE_OF_CLASS, {"user_id": user.id})
    return zone_of(found or "UTC")


def _moment(item: Item, zone: ZoneInfo) -> str:
    """The time that the thing is about, on the reader's clock; empty when there is none."""
    at = item.facts.get("at")
    return datetime.fromisoformat(at).astimezone(zone).strftime("%Y-%m-%d %H:%M (%Z)") if at else ""


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _template(name: str) -> Any:
    return _templates().get_template(name)
