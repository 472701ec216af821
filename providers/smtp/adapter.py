"""Hands mails to an SMTP server, in steps that tell a mail that was not taken from one that may have been."""

import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

import aiosmtplib

from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderRefused,
    ProviderUnreachable,
)
from providers.contracts.mail import OutgoingMail
from providers.contracts.status import ProviderStatus, Readiness
from providers.options import SMTPOptions

NAME = "smtp"
STATUS_SECONDS = 5.0
PERMANENT = 500
"""From this reply on, trying again changes nothing."""
CHECK = "Check ALP_SMTP_HOST, ALP_SMTP_PORT and ALP_SMTP_TLS."
CHECK_SENDER = "Check ALP_SMTP_USER, ALP_SMTP_PASSWORD and ALP_SMTP_SENDER."


class SMTPMailer:
    """`providers.contracts.mail.Mailer`."""

    name = NAME

    def __init__(self, options: SMTPOptions) -> None:
        self._options = options
        self._sender = _address(options.sender)

    async def status(self) -> ProviderStatus:
        started = time.monotonic()
        try:
            async with self._signed_in(STATUS_SECONDS):
                pass
        except ProviderError as error:
            is_wrong = isinstance(error, ProviderMisconfigured)
            return ProviderStatus(
                provider=NAME,
                readiness=Readiness.MISCONFIGURED if is_wrong else Readiness.UNREACHABLE,
                reason=error.reason,
                hint=error.hint,
            )
        return ProviderStatus(
            provider=NAME,
            readiness=Readiness.READY,
            version=f"{self._options.host}:{self._port}",
            elapsed=timedelta(seconds=time.monotonic() - started),
        )

    async def send(self, mail: OutgoingMail) -> None:
        message = self._message(mail)
        async with self._signed_in(self._options.timeout_seconds) as server:
            try:
                await server.mail(self._sender.addr_spec)
                await server.rcpt(mail.recipient)
            except aiosmtplib.SMTPResponseException as error:
                raise _answered(error) from error
            except (aiosmtplib.SMTPException, OSError) as error:
                raise ProviderUnreachable(NAME, _words(error), CHECK) from error
            try:
                await server.data(message.as_bytes(policy=message.policy.clone(linesep="\r\n")))
            except aiosmtplib.SMTPResponseException as error:
                raise _answered(error) from error
            except (aiosmtplib.SMTPException, OSError) as error:
                reason = (
                    f"the server hung up while it took the mail, so it may have: {_words(error)}"
                )
                raise ProviderRefused(NAME, reason) from error

    def _message(self, mail: OutgoingMail) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = mail.recipient
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(mail.written_at)
        message["Message-ID"] = f"<{mail.id}@{self._sender.domain or 'localhost'}>"
        message["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        message.add_alternative(mail.html, subtype="html")
        return message

    @property
    def _port(self) -> int:
        return self._options.port or {"tls": 465, "starttls": 587, "none": 25}[self._options.tls]

    @asynccontextmanager
    async def _signed_in(self, seconds: float) -> AsyncGenerator[aiosmtplib.SMTP]:
        server = aiosmtplib.SMTP(
            hostname=self._options.host,
            port=self._port,
            use_tls=self._options.tls == "tls",
            start_tls=self._options.tls == "starttls",
            timeout=seconds,
        )
        try:
            await server.connect()
            if self._options.user:
                await server.login(self._options.user, self._options.password.get_secret_value())
        except aiosmtplib.SMTPAuthenticationError as error:
            server.close()
            raise ProviderMisconfigured(NAME, _words(error), CHECK_SENDER) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            server.close()
            raise ProviderUnreachable(NAME, _words(error), CHECK) from error
        try:
            yield server
        finally:
            server.close()


def _answered(error: aiosmtplib.SMTPResponseException) -> ProviderError:
    """The server said no: for now, or for good."""
    reason = f"{error.code} {error.message}"
    if error.code < PERMANENT:
        return ProviderUnreachable(NAME, reason)
    return ProviderRefused(NAME, reason)


def _address(sender: str) -> Address:
    name, spec = parseaddr(sender)
    return Address(display_name=name, addr_spec=spec)


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
