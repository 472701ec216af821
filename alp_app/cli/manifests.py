"""`alp manifests`: whether the records of how things were made are as they were written."""

import sys

import click
from sqlmodel import col, select

from alp_app.cli import operator
from alp_app.models.course import Course
from alp_app.services.manifests.chain import ChainReport
from alp_app.services.manifests.queries import examine_chain
from alp_app.unit_of_work import UnitOfWork

WORDS = {
    "changed": "was changed",
    "missing": "is missing",
    "moved": "does not follow from the one before",
    "rewritten": "is not what was recorded when it was made",
}


@click.group()
def manifests() -> None:
    """Check the records of how courses were made."""


@manifests.command()
def verify() -> None:
    """Read every course's chain; fail when a record was changed, moved or taken out."""
    reports = operator.run(examine_all)
    for title, report in reports:
        state = "whole" if report.is_whole else "BROKEN"
        click.echo(f"{state:7} {report.links:6} records  {title}  {report.last_hash[:16]}")
        for broken in report.breaks:
            click.echo(f"{'':8} record {broken.number} {WORDS[broken.fault.value]}")
    sys.exit(any(not report.is_whole for _, report in reports))


async def examine_all(opened: UnitOfWork) -> list[tuple[str, ChainReport]]:
    """Every course that has records, or should have."""
    statement = (
        select(Course)
        .where(
            col(Course.organisation_id) == opened.organisation_id,
            col(Course.manifest_count) > 0,
        )
        .order_by(col(Course.title), col(Course.id))
    )
    courses = (await opened.session.scalars(statement)).all()
    return [(course.title, await examine_chain(opened, course)) for course in courses]
