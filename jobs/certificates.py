"""Giving certificates, and drawing them."""

import asyncio

from alp_app.jobspecs.certificates import IssueCertificate
from alp_app.services.certificates.drawing import draw
from alp_app.services.certificates.issuing import facts_to_draw, issue, keep_file
from alp_app.services.media.commands import NewFile, store_files
from jobs.context import JobContext


async def issue_certificate(context: JobContext, spec: IssueCertificate) -> None:
    """Run again, it goes on where it stopped: the same certificate, and one file."""
    async with context.unit_of_work() as work:
        certificate_id = await issue(work, spec.enrolment_id)
        facts = await facts_to_draw(work, certificate_id) if certificate_id else None
    if certificate_id is None or facts is None:
        return
    content = await asyncio.to_thread(draw, facts, f"{context.public_url}/verify/{facts.code}")
    [stored] = await store_files(context.objects, {"original": NewFile(content, "application/pdf")})
    async with context.unit_of_work() as work:
        await keep_file(work, certificate_id, stored)
