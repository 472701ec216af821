"""Jobs over REST: what they made is a file to save, for who may see the job."""

from dataclasses import replace
from typing import Any, cast

from alp_app import runtime
from alp_app.jobspecs.base import JobSpec
from alp_app.models.job import JobArtifact
from alp_app.runtime import Runtime
from alp_app.security.actor import Role
from providers.fakes.objects import MemoryObjects
from tests.support.people import make_person, make_school
from tests.support.rest import signed_in

REPORT = b"<script>alert(1)</script>"


class Report(JobSpec):
    kind = "operations.test_report"

    def idempotency_key(self) -> str:
        return self.kind


async def test_what_a_job_made_is_saved_never_shown_and_only_by_who_may_see_it(product: Runtime):
    shelf = replace(product, objects=cast("Any", MemoryObjects()))
    runtime.install(shelf)
    visitor = await make_school(shelf)
    teacher = await make_person(shelf, visitor, Role.INSTRUCTOR)
    colleague = await make_person(shelf, visitor, Role.INSTRUCTOR)
    stored = await shelf.objects.put_bytes(REPORT, media_type="text/html")
    async with shelf.unit_of_work(teacher.actor) as work:
        job_id = await work.request(Report())
        work.session.add(
            JobArtifact(
                job_id=job_id,
                name="pages/über.html",
                sha256=stored.sha256,
                size=stored.size,
                media_type="text/html",
                object_key=stored.sha256,
            )
        )
    address = f"/api/v1/jobs/{job_id}/artifacts/pages/über.html"
    async with await signed_in(teacher) as mine:
        answer = await mine.get(address)
        assert (await mine.get(f"/api/v1/jobs/{job_id}/artifacts/other")).status_code == 404
    assert answer.content == REPORT
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''%C3%BCber.html"
    async with await signed_in(colleague) as theirs:
        refused = await theirs.get(address)
    assert (refused.status_code, refused.json()["code"]) == (404, "job.not_found")


class Errand(JobSpec):
    kind = "operations.test_errand"
    number: int

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.number}"


async def test_jobs_are_listed_page_by_page_with_a_filter(product: Runtime):
    runtime.install(product)
    visitor = await make_school(product)
    admin = await make_person(product, visitor, Role.ADMIN)
    async with product.unit_of_work(admin.actor) as work:
        asked = [str(await work.request(Errand(number=number))) for number in range(3)]
    async with await signed_in(admin) as program:
        first = (await program.get("/api/v1/jobs?limit=2&state=queued")).json()
        rest = (await program.get(f"/api/v1/jobs?limit=2&cursor={first['next_cursor']}")).json()
    assert [job["id"] for job in (*first["items"], *rest["items"])] == asked[::-1]
