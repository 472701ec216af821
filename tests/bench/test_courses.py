"""Courses from real documents with the good built-in model: what the sources support, what it takes, whether
the page that is shown for a sentence holds its quote, and whether it can be made again."""

from collections.abc import Generator, Sequence

import pytest

from alp_app.models.content import Verdict
from alp_app.models.manifest import Outcome
from alp_app.settings import ROOT
from providers.llamacpp.model_files import find
from providers.llamacpp.models import GOOD_MODEL
from tests.bench.coursework import (
    DOCUMENTS,
    LESSONS,
    WRITER,
    Course,
    Document,
    equip,
    keep,
    kept_courses,
    make_course,
)
from tests.bench.report import Report, Table
from tests.jobs.conftest import workshop
from tests.jobs.workshop import Workshop

__all__ = ["workshop"]

BENCHED = (
    Document(
        topic="Hydraulic brake systems",
        audience="Apprentices in their first year",
        path=ROOT / "tests" / "support" / "files" / "hydraulic-brake-systems.pdf",
    ),
    Document(
        topic="How SQLite commits atomically",
        audience="Students of computer science",
        path=DOCUMENTS / "sqlite-atomic-commit.pdf",
    ),
    Document(
        topic="The file format of SQLite databases",
        audience="Students of computer science",
        path=DOCUMENTS / "sqlite-file-format.pdf",
    ),
)


@pytest.fixture(scope="module")
def reported(report: Report) -> Generator[None]:
    yield
    if courses := kept_courses(BENCHED):
        report.tables.append(_table(courses))


@pytest.mark.timeout(2 * 3600)
@pytest.mark.usefixtures("reported")
@pytest.mark.parametrize("document", BENCHED, ids=lambda document: document.path.stem)
async def test_a_course_from_a_real_document_quotes_its_pages(
    document: Document, workshop: Workshop
):
    if find(GOOD_MODEL, WRITER) is None:
        pytest.skip("the good built-in model is not fetched here")
    equip(workshop)
    course = await make_course(workshop, document)
    keep(document, course)
    assert course.looked_up
    assert [sentence for sentence in course.looked_up if not sentence.is_held] == []
    assert {capability for capability, _ in course.reruns} == {"text", "image"}


def _table(courses: Sequence[Course]) -> Table:
    return Table(
        title="Courses from real documents",
        about=(
            f"{LESSONS} lessons from each document, written by {GOOD_MODEL.name} on one thread through "
            "all stages but the check of answer keys; nobody has mended anything. Every sentence is held "
            "against the document by a check that does not depend on the writer. The quotes of a sample "
            "were looked up in the page of the PDF that is shown for them, through another reader. Made "
            "again: requests to the engines that were sent a second time, and gave the same bytes."
        ),
        heads=(
            "document",
            "pages",
            "sentences",
            "supported",
            "weak",
            "unsupported",
            "quotes held by their page",
            "minutes of the engine",
            "tokens read, written",
            "texts made again",
            "pictures made again",
            "measured",
        ),
        rows=[_row(course) for course in courses],
    )


def _row(course: Course) -> tuple[str, ...]:
    def share(verdict: Verdict) -> str:
        count = course.count(verdict)
        return f"{count} ({count / len(course.sentences):.0%})"

    def again(capability: str) -> str:
        outcomes = course.reruns_of(capability)
        return f"{outcomes.count(Outcome.IDENTICAL)} of {len(outcomes)}"

    held = sum(bool(sentence.is_held) for sentence in course.looked_up)
    return (
        course.topic,
        str(course.pages),
        str(len(course.sentences)),
        share(Verdict.SUPPORTED),
        share(Verdict.WEAK),
        share(Verdict.UNSUPPORTED),
        f"{held} of {len(course.looked_up)}",
        f"{course.engine_seconds / 60:.0f}",
        f"{course.prompt_tokens:,}, {course.output_tokens:,}",
        again("text"),
        again("image"),
        course.measured_at.strftime("%-d %B, %H:%M"),
    )
