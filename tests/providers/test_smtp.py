"""Mails reach a real SMTP server as they should, and a failure says whether they may have."""

import asyncio
import email
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.policy import default as modern
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from providers.contracts.errors import ProviderMisconfigured, ProviderRefused, ProviderUnreachable
from providers.contracts.mail import OutgoingMail
from providers.contracts.status import Readiness
from providers.options import SMTPOptions
from providers.smtp.adapter import SMTPMailer

MAIL = OutgoingMail(
    id="0190f3c2",
    recipient="amara@example.org",
    subject="Grüße: keine Klasse",
    text="Kein Unterricht.\n",
    html="<p>Kein <strong>Unterricht</strong>.</p>",
    unsubscribe_url="https://school.example.org/auth/unsubscribe?token=abc",
    written_at=datetime(2026, 3, 1, 8, tzinfo=UTC),
)


class Server:
    """What it was given, and what it answers."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.answer_rcpt = ""
        self.answer_data = "250 OK"
        self.hangs_up = False

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, server: SMTP, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if not self.answer_rcpt:
            envelope.rcpt_tos.append(address)
        return self.answer_rcpt or "250 OK"

    async def handle_DATA(  # noqa: N802 - as aiosmtpd calls it
        self, server: SMTP, session: Any, envelope: Any
    ) -> str:
        self.taken.append(envelope)
        if self.hangs_up:
            server.transport.abort()
        return self.answer_data


def check(*given: Any) -> AuthResult:
    said: LoginPassword = given[-1]
    return AuthResult(success=said.password == b"right", handled=False)


@asynccontextmanager
async def serving(server: Server, **more: Any) -> AsyncGenerator[Callable[..., SMTPMailer]]:
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(
        lambda: SMTP(server, loop=loop, auth_require_tls=False, **more), "127.0.0.1", 0
    )
    port = listening.sockets[0].getsockname()[1]

    def mailer(**options: Any) -> SMTPMailer:
        known = {"host": "127.0.0.1", "port": port, "tls": "none", "timeout_seconds": 5}
        sender = {"sender": "School <post@school.example.org>"}
        return SMTPMailer(SMTPOptions(**{**known, **sender, **options}))

    try:
        yield mailer
    finally:
        listening.close()
        await listening.wait_closed()


async def test_a_mail_arrives_with_both_its_texts_and_a_way_out() -> None:
    server = Server()
    async with serving(server) as mailer:
        await mailer().send(MAIL)
        await mailer().send(MAIL)
    first, second = (email.message_from_bytes(one.content, policy=modern) for one in server.taken)
    assert server.taken[0].mail_from == "post@school.example.org"
    assert server.taken[0].rcpt_tos == ["amara@example.org"]
    assert first["Subject"] == MAIL.subject
    assert first["Message-ID"] == second["Message-ID"] == "<0190f3c2@school.example.org>"
    assert first["List-Unsubscribe"] == f"<{MAIL.unsubscribe_url}>"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert first.get_body(("plain",)).get_content().strip() == "Kein Unterricht."
    assert "<strong>" in first.get_body(("html",)).get_content()


async def test_a_server_that_is_not_there_can_be_tried_again() -> None:
    mailer = SMTPMailer(SMTPOptions(host="127.0.0.1", port=9, tls="none"))
    with pytest.raises(ProviderUnreachable):
        await mailer.send(MAIL)
    assert (await mailer.status()).readiness is Readiness.UNREACHABLE


@pytest.mark.parametrize(
    ("answers", "failure"),
    [
        ({"answer_rcpt": "450 greylisted"}, ProviderUnreachable),
        ({"answer_rcpt": "550 no such person"}, ProviderRefused),
        ({"answer_data": "451 try later"}, ProviderUnreachable),
        ({"answer_data": "554 no"}, ProviderRefused),
        ({"hangs_up": True}, ProviderRefused),
    ],
)
async def test_what_may_have_arrived_is_never_tried_again(
    answers: dict[str, Any], failure: type[Exception]
) -> None:
    server = Server()
    vars(server).update(answers)
    async with serving(server) as mailer:
        with pytest.raises(failure):
            await mailer().send(MAIL)


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
async def test_a_wrong_password_is_for_an_administrator() -> None:
    async with serving(Server(), authenticator=check, auth_required=True) as mailer:
        wrong, right = ({"user": "post", "password": word} for word in ("wrong", "right"))
        with pytest.raises(ProviderMisconfigured):
            await mailer(**wrong).send(MAIL)
        await mailer(**right).send(MAIL)
        assert (await mailer(**right).status()).is_ready
