"""Mails go out once each: tried again while that is safe, never after it may have worked."""

from collections import Counter
from types import SimpleNamespace

import pytest
from sqlmodel import select

from alp_app.jobspecs.notifications import SendMails, TellWhatIsDue
from alp_app.kit import clock
from alp_app.kit.ids import new_uuid
from alp_app.models.notification import Mail, MailState
from jobs.notifications import send_mails, tell_what_is_due
from jobs.runner import Ending
from providers.contracts.errors import ProviderMisconfigured, ProviderRefused, ProviderUnreachable
from providers.contracts.mail import OutgoingMail
from providers.contracts.status import ProviderStatus, Readiness
from tests.jobs.workshop import Workshop


class Mailer:
    """`providers.contracts.mail.Mailer` that fails as it is told."""

    name = "told"

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.taken: Counter[str] = Counter()

    async def status(self) -> ProviderStatus:
        return ProviderStatus(provider=self.name, readiness=Readiness.READY)

    async def send(self, mail: OutgoingMail) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.taken[mail.id] += 1


@pytest.fixture
def office(workshop: Workshop) -> Workshop:
    workshop.handlers |= {SendMails: send_mails, TellWhatIsDue: tell_what_is_due}
    return workshop


async def write(office: Workshop, count: int = 3) -> None:
    async with office.work() as work:
        for number in range(count):
            work.session.add(
                Mail(
                    organisation_id=office.actor.organisation_id,
                    user_id=work.user_id,
                    recipient=f"person{number}@example.org",
                    subject="News",
                    text="News",
                    html="News",
                    unsubscribe_url="",
                )
            )


async def run(office: Workshop, mailer: Mailer | None) -> Ending:
    office.providers = SimpleNamespace(mailer=mailer)
    return await office.run(await office.request(SendMails(batch=new_uuid())))


async def states(office: Workshop) -> Counter[MailState]:
    async with office.sessions() as session:
        return Counter(one.state for one in await session.scalars(select(Mail)))


async def test_every_mail_that_waits_is_sent_once(office: Workshop) -> None:
    await write(office)
    mailer = Mailer()
    assert await run(office, mailer) is Ending.DONE
    assert await run(office, mailer) is Ending.DONE
    assert set(mailer.taken.values()) == {1}
    assert await states(office) == {MailState.SENT: 3}


async def test_without_a_server_mails_are_kept_to_be_read(office: Workshop) -> None:
    await write(office)
    assert await run(office, None) is Ending.DONE
    assert await states(office) == {MailState.KEPT: 3}


@pytest.mark.parametrize("failure", [ProviderUnreachable, ProviderMisconfigured])
async def test_what_was_not_handed_over_waits_for_the_next_try(
    office: Workshop, failure: type[Exception]
) -> None:
    await write(office)
    mailer = Mailer(failure("told", "not now"))
    assert await run(office, mailer) is not Ending.DONE
    assert await states(office) == {MailState.WAITING: 3}
    assert await run(office, mailer) is Ending.DONE
    assert set(mailer.taken.values()) == {1}


async def test_a_mail_that_is_refused_stops_no_other(office: Workshop) -> None:
    await write(office)
    assert await run(office, Mailer(ProviderRefused("told", "550 no"))) is Ending.DONE
    assert await states(office) == {MailState.FAILED: 1, MailState.SENT: 2}


async def test_a_mail_that_a_dead_worker_had_is_told_of_and_not_sent_again(
    office: Workshop,
) -> None:
    await write(office, 1)
    await office.execute(
        "UPDATE mail SET state = 'sending', taken_at = clock_timestamp() - interval '2 hours'"
    )
    mailer = Mailer()
    await run(office, mailer)
    await office.run(await office.request(TellWhatIsDue(slot=clock.now())))
    async with office.sessions() as session:
        [mail] = await session.scalars(select(Mail))
    assert (mail.state, mail.reason) == (MailState.FAILED, "lost")
    assert not mailer.taken


async def test_mails_whose_job_was_lost_are_sent_by_another(office: Workshop) -> None:
    await write(office)
    await office.execute("UPDATE mail SET created_at = clock_timestamp() - interval '1 hour'")
    mailer = Mailer()
    office.providers = SimpleNamespace(mailer=mailer)
    await office.run(await office.request(TellWhatIsDue(slot=clock.now())))
    await office.drain()
    assert await states(office) == {MailState.SENT: 3}


async def test_news_that_is_two_days_old_is_not_sent(office: Workshop) -> None:
    await write(office)
    await office.execute("UPDATE mail SET created_at = clock_timestamp() - interval '3 days'")
    await office.run(await office.request(TellWhatIsDue(slot=clock.now())))
    assert await states(office) == {MailState.FAILED: 3}
