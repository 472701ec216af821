"""`alp evidence`: whether an evidence pack is as it was sealed. Needs no running school."""

import sys
from pathlib import Path

import click

from alp_app.security import secret
from alp_app.security.seal import Seal, fingerprint
from alp_app.services.manifests.sealing import verify_pack
from alp_app.settings import Settings

WORDS = {
    "unreadable": "cannot be read:",
    "unsigned": "is not signed by the key in the pack:",
    "changed": "was changed:",
    "missing": "is missing:",
    "added": "was added:",
    "chain": "the records of how things were made are broken at:",
}


@click.group()
def evidence() -> None:
    """Check evidence packs."""


@evidence.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Fail when anything in a pack is not as it was sealed."""
    report = verify_pack(file)
    for problem in report.problems:
        click.echo(f"BROKEN  {WORDS[problem.kind]} {problem.where}")
    if report.is_good:
        click.echo(
            f"whole   {report.files} files, {report.records} records of how things were made"
        )
    if report.fingerprint:
        click.echo(f"key     {report.fingerprint}  {_whose(report.fingerprint)}")
    sys.exit(not report.is_good)


def _whose(mark: str) -> str:
    """Whether the key is that of the installation that checks."""
    settings = Settings()
    has_secret = settings.web.secret.get_secret_value() or (settings.home / secret.FILE).exists()
    if has_secret:
        own = Seal(secret.derive(secret.load(settings), "seal"))
        if fingerprint(own.public_key) == mark:
            return "(of this installation)"
    return "(compare it with what the school that made the pack says)"
