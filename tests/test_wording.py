"""What is put into words outside a page can be, from the same catalogue as the pages."""

import json
import re

import pytest

from alp_app.models.notification import Channel, MailState, NotificationKind
from alp_app.services.notifications.mails import DIGEST
from alp_app.wording import CATALOGUES, words

MESSAGES: dict[str, str] = json.loads((CATALOGUES / "en.json").read_text())
OUTSIDE = re.compile(r"(notification|mail|calendar_entry)\.")
ARGUMENT = re.compile(r"{(\w+)}")


def test_a_message_for_mails_has_plain_arguments_only() -> None:
    wrong = [
        key
        for key, message in MESSAGES.items()
        if OUTSIDE.match(key) and re.search(r"[{}']", ARGUMENT.sub("", message))
    ]
    assert wrong == []


def test_facts_are_never_read_as_a_message() -> None:
    said = words("notification.announcement", {"name": "{room}", "room": "D2", "title": "{0!r}"})
    assert said == "{room} told D2: {0!r}"


def test_an_unknown_language_is_english() -> None:
    for locale in ("tlh", "../secret", ""):
        assert words("mail.greeting", {"name": "Amara"}, locale=locale) == "Hello Amara,"


@pytest.mark.parametrize(
    ("family", "members"),
    [
        ("notification_kind", [*NotificationKind, DIGEST]),
        ("notification_channel", list(Channel)),
        ("mail_state", list(MailState)),
    ],
)
def test_every_member_of_a_family_is_worded(family: str, members: list[str]) -> None:
    assert [one for one in members if f"{family}.{one}" not in MESSAGES] == []
