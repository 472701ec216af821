"""`alp`: finds the command that was asked for, and says expected failures in plain words."""

import sys
from importlib import import_module

import click

from alp_app.kit.errors import AppError
from alp_app.local.home import Home
from alp_app.settings import Settings

COMMANDS = {
    "up": "alp_app.cli.up:up",
    "prepare": "alp_app.cli.prepare:prepare",
    "worker": "alp_app.cli.worker:worker",
    "doctor": "alp_app.cli.doctor:doctor",
    "db": "alp_app.cli.db:db",
    "users": "alp_app.cli.users:users",
    "evidence": "alp_app.cli.evidence:evidence",
    "manifests": "alp_app.cli.manifests:manifests",
    "check": "alp_app.cli.develop:check",
    "test": "alp_app.cli.develop:test",
    "e2e": "alp_app.cli.develop:e2e",
    "bench": "alp_app.cli.develop:bench",
    "faults": "alp_app.cli.develop:faults",
    "screenshots": "alp_app.cli.develop:screenshots",
    "lock": "alp_app.cli.lock:lock",
}


class LazyGroup(click.Group):
    """Imports a command when it is used: `alp up` speaks before the web framework has loaded."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        return getattr(import_module(module), name)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def alp() -> None:
    """AutoLearnPro: a learning platform that runs on your own machines."""
    Home(Settings().home).forget_killed()


def main() -> None:
    try:
        alp(prog_name="./alp")
    except AppError as error:
        click.echo(f"\n{error.message}", err=True)
        if error.hint:
            click.echo(error.hint, err=True)
        sys.exit(1)
