"""Sending mails, and telling what comes round by the clock."""

from alp_app.jobspecs.notifications import SendMails, TellWhatIsDue
from alp_app.models.notification import Mail, MailState
from alp_app.services.notifications import due
from alp_app.services.notifications.sending import look_after_outbox, settle_mail, take_mail
from jobs.context import JobContext
from providers.contracts.errors import ProviderMisconfigured, ProviderRefused, ProviderUnreachable
from providers.contracts.mail import Mailer, OutgoingMail


async def send_mails(context: JobContext, _: SendMails) -> None:
    """Hand over whatever waits, one mail after the other; without a mail server, keep it to be read."""
    mailer = context.providers.mailer
    while True:
        await context.checkpoint()
        async with context.unit_of_work() as work:
            mail = await take_mail(work)
        if mail is None:
            return
        if mailer is None:
            async with context.unit_of_work() as work:
                await settle_mail(work, mail.id, MailState.KEPT)
        else:
            await _send(context, mailer, mail)


async def _send(context: JobContext, mailer: Mailer, mail: Mail) -> None:
    outgoing = OutgoingMail(
        id=mail.id.hex,
        recipient=mail.recipient,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        unsubscribe_url=mail.unsubscribe_url,
        written_at=mail.created_at,
    )
    try:
        await mailer.send(outgoing)
    except (ProviderUnreachable, ProviderMisconfigured):
        # It was not handed over: the next run, or the next job, tries again.
        async with context.unit_of_work() as work:
            await settle_mail(work, mail.id, MailState.WAITING)
        raise
    except ProviderRefused as error:
        async with context.unit_of_work() as work:
            await settle_mail(work, mail.id, MailState.FAILED, reason=error.reason)
    else:
        async with context.unit_of_work() as work:
            await settle_mail(work, mail.id, MailState.SENT)


async def tell_what_is_due(context: JobContext, _: TellWhatIsDue) -> None:
    for errand in (
        due.publish_announcements,
        due.remind_of_work,
        due.ask_for_digests,
        look_after_outbox,
    ):
        await context.checkpoint()
        async with context.unit_of_work() as work:
            await errand(work)
