"""A certificate is given once, says the same for ever, and is checked by anybody who has its code."""

import asyncio
import io
from datetime import date

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, func, select

from alp_app.jobspecs.certificates import IssueCertificate
from alp_app.kit.codes import ALPHABET
from alp_app.models.certificate import Certificate
from alp_app.models.job import Job
from alp_app.models.learning import Enrolment
from alp_app.security.actor import Role
from alp_app.security.rate_limits import TooManyRequests
from alp_app.services.accounts.commands import change_profile
from alp_app.services.accounts.inputs import Client, ProfileChange
from alp_app.services.certificates.access import file_to_open
from alp_app.services.certificates.codes import new_key, new_signed_code, read_signed_code
from alp_app.services.certificates.commands import change_design, hide_name, restore, revoke
from alp_app.services.certificates.drawing import draw
from alp_app.services.certificates.errors import CertificateNotFound, CertificateNotReady
from alp_app.services.certificates.inputs import DesignInput, RevocationInput
from alp_app.services.certificates.issuing import facts_to_draw, issue, keep_file
from alp_app.services.certificates.queries import (
    PER_ADDRESS,
    initials,
    list_issued,
    list_mine,
    verify,
)
from alp_app.services.certificates.views import CertificateFacts
from alp_app.services.learning.commands import complete_lesson, enrol
from alp_app.services.media.commands import StoredFile
from tests.support.people import make_person
from tests.support.world import PlannedLesson, act, ask, make_course

ON = DesignInput(is_on=True, school="Harbour School", signatory="Olga Owner")


@pytest.fixture
async def course(product, school):
    made = await make_course(product, school.teacher, PlannedLesson(), PlannedLesson(title="Ebb"))
    await act(product, school.teacher, change_design, made.id, design=ON)
    return made


async def complete(product, learner, course) -> None:
    await act(product, learner, enrol, course.id)
    for lesson_id in course.lesson_ids:
        await act(product, learner, complete_lesson, lesson_id)


async def asked_for(product) -> list[str]:
    """Enrolments for which a certificate was asked for."""
    async with product.sessions() as session:
        jobs = await session.scalars(select(Job).where(col(Job.kind) == IssueCertificate.kind))
        return [job.args["enrolment_id"] for job in jobs]


async def issued_to(product, learner, course):
    """What the job does, up to the drawing."""
    async with product.sessions() as session:
        mine = (
            col(Enrolment.user_id) == learner.user_id,
            col(Enrolment.course_id) == course.id,
        )
        enrolment = (await session.scalars(select(Enrolment).where(*mine))).one()
    return await act(product, learner, issue, enrolment.id)


async def check(product, school, typed, *, address="10.0.0.1"):
    client = Client(address=address)
    return await ask(product, school.visitor, verify, typed, client=client, guard=product.guard)


async def test_completing_a_course_asks_for_its_certificate(product, school, course):
    await act(product, school.ana, enrol, course.id)
    await act(product, school.ana, complete_lesson, course.lesson_ids[0])
    assert await asked_for(product) == []
    await act(product, school.ana, complete_lesson, course.lesson_ids[1])
    await act(product, school.ana, complete_lesson, course.lesson_ids[1])
    assert len(await asked_for(product)) == 1


async def test_two_completions_at_once_issue_one_certificate(product, school, course):
    await act(product, school.ana, enrol, course.id)
    await asyncio.gather(
        *(act(product, school.ana, complete_lesson, each) for each in course.lesson_ids * 4)
    )
    assert len(await asked_for(product)) == 1
    ids = await asyncio.gather(*(issued_to(product, school.ana, course) for _ in range(8)))
    assert len(set(ids)) == 1
    async with product.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Certificate)) == 1


async def test_nobody_gets_one_without_completing_or_where_none_are_given(product, school, course):
    await act(product, school.ana, enrol, course.id)
    assert await issued_to(product, school.ana, course) is None
    plain = await make_course(product, school.teacher)
    await complete(product, school.ana, plain)
    assert await asked_for(product) == []
    assert await issued_to(product, school.ana, plain) is None


async def test_switching_certificates_on_gives_them_to_who_has_completed(product, school):
    course = await make_course(product, school.teacher)
    await complete(product, school.ana, course)
    await act(product, school.ben, enrol, course.id)
    await act(product, school.teacher, change_design, course.id, design=ON)
    await act(product, school.teacher, change_design, course.id, design=ON)
    assert len(await asked_for(product)) == 1


async def test_a_certificate_keeps_what_it_said(product, school, course):
    await complete(product, school.ana, course)
    certificate_id = await issued_to(product, school.ana, course)
    before = await act(product, school.ana, facts_to_draw, certificate_id)
    profile = ProfileChange(display_name="Somebody Else", locale="en")
    await act(product, school.ana, change_profile, inputs=profile)
    other = ON.model_copy(update={"title": "Other"})
    await act(product, school.teacher, change_design, course.id, design=other)
    assert await issued_to(product, school.ana, course) == certificate_id
    assert await act(product, school.ana, facts_to_draw, certificate_id) == before


async def test_its_file_is_kept_once_and_opened_by_its_learner_and_author(product, school, course):
    await complete(product, school.ana, course)
    certificate_id = await issued_to(product, school.ana, course)
    with pytest.raises(CertificateNotReady):
        await ask(product, school.ana, file_to_open, certificate_id)
    stored = StoredFile(rendition="original", sha256="a" * 64, media_type="application/pdf", size=3)
    await act(product, school.ana, keep_file, certificate_id, stored)
    other = stored.model_copy(update={"sha256": "b" * 64})
    await act(product, school.ana, keep_file, certificate_id, other)
    for person in (school.ana, school.teacher):
        assert (await ask(product, person, file_to_open, certificate_id)).key == "a" * 64
    with pytest.raises(CertificateNotFound):
        await ask(product, school.ben, file_to_open, certificate_id)
    [mine] = await ask(product, school.ana, list_mine)
    assert mine.file_href.endswith(str(certificate_id))


async def test_anybody_with_the_code_sees_whose_it_is_and_nothing_else(product, school, course):
    await complete(product, school.ana, course)
    await issued_to(product, school.ana, course)
    [mine] = await ask(product, school.ana, list_mine)
    for typed in (mine.code, mine.code.replace("-", "").lower()):
        seen = await check(product, school, typed)
        assert seen.standing == "valid"
        assert (seen.course_title, seen.school) == ("Tides", "Harbour School")
        assert seen.name != ""
        assert set(seen.model_dump()) == {"standing", "name", "course_title", "school", "issued_on"}


async def test_a_code_that_was_not_given_is_unknown(product, school, course):
    assert (await check(product, school, "BCDF-2345-GHJK-6789")).standing == "unknown"
    await complete(product, school.ana, course)
    await issued_to(product, school.ana, course)
    [mine] = await ask(product, school.ana, list_mine)
    end = "2" if mine.code[-1] != "2" else "3"
    for typed in (mine.code[:-1] + end, "", "é", "x" * 300):
        seen = await check(product, school, typed)
        assert seen.standing == "unknown"
        assert seen.name == seen.course_title == ""


async def test_a_revoked_certificate_says_so_until_it_is_restored(product, school, course):
    await complete(product, school.ana, course)
    certificate_id = await issued_to(product, school.ana, course)
    [mine] = await ask(product, school.ana, list_mine)
    revocation = RevocationInput(reason="The work was copied.")
    stranger = (await make_person(product, school.visitor, Role.INSTRUCTOR)).actor
    with pytest.raises(CertificateNotFound):
        await act(product, stranger, revoke, certificate_id, revocation=revocation)
    await act(product, school.teacher, revoke, certificate_id, revocation=revocation)
    assert (await check(product, school, mine.code)).standing == "revoked"
    [mine] = await ask(product, school.ana, list_mine)
    assert mine.revoked_reason == "The work was copied."
    await act(product, school.teacher, restore, certificate_id)
    assert (await check(product, school, mine.code)).standing == "valid"
    [row] = await ask(product, school.teacher, list_issued, course.id)
    assert row.revoked_at is None


async def test_a_learner_may_hide_their_name(product, school, course):
    await complete(product, school.ana, course)
    certificate_id = await issued_to(product, school.ana, course)
    [mine] = await ask(product, school.ana, list_mine)
    shown = (await check(product, school, mine.code)).name
    with pytest.raises(CertificateNotFound):
        await act(product, school.ben, hide_name, certificate_id, hides_name=True)
    await act(product, school.ana, hide_name, certificate_id, hides_name=True)
    assert (await check(product, school, mine.code)).name == initials(shown) != shown


async def test_guessing_is_slowed_down(product, school):
    for _ in range(PER_ADDRESS.burst):
        await check(product, school, "BCDF-2345-GHJK-6789", address="10.9.8.7")
    with pytest.raises(TooManyRequests):
        await keep_guessing(product, school)


async def keep_guessing(product, school) -> None:
    """More often than the limit fills up again meanwhile."""
    for _ in range(PER_ADDRESS.burst):
        await check(product, school, "BCDF-2345-GHJK-6789", address="10.9.8.7")


@given(place=st.integers(0, 15), letter=st.sampled_from(ALPHABET))
def test_a_code_with_any_letter_changed_was_not_signed(place, letter):
    key = new_key()
    code = new_signed_code(key)
    assert read_signed_code(key, code) == code
    changed = code[:place] + letter + code[place + 1 :]
    assert read_signed_code(key, changed) == (code if changed == code else None)
    assert read_signed_code(new_key(), code) is None


def test_the_pdf_says_what_it_certifies_with_its_own_fonts():
    facts = CertificateFacts(
        code="BCDF-2345-GHJK-6789",
        name="Zoë Дмитриева",
        course_title="Diesel engine fundamentals",
        lessons=19,
        minutes=290,
        completed_on=date(2026, 11, 21),
        title="Certificate of completion",
        text="has done everything",
        signatory="Olga Owner",
        signatory_role="Head",
        school="Harbour School",
        accent="#1d4fbf",
    )
    address = "https://learn.example.org/verify/BCDF-2345-GHJK-6789"
    content = draw(facts, address)
    assert content == draw(facts, address)
    [page] = pypdf.PdfReader(io.BytesIO(content)).pages
    words = page.extract_text()
    for said in (facts.name, facts.course_title, facts.code, facts.text, "21 November 2026"):
        assert said in words
    assert "4 h 50 min" in words
    fonts = page["/Resources"]["/Font"].get_object().values()
    descriptors = [font.get_object().get("/FontDescriptor") for font in fonts]
    assert all("/FontFile2" in each.get_object() for each in descriptors if each)
    assert sum(each is not None for each in descriptors) >= 4
