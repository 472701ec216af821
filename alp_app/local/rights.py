"""How to run a server that refuses to be root when the supervisor is root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from alp_app.local import launch

ACCOUNTS = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Rights:
    """By default: the supervisor's own."""

    user_namespace: bool = False
    account: str | None = None

    def launch_options(self) -> tuple[str, ...]:
        if self.user_namespace:
            return ("--user-namespace",)
        return ("--account", self.account) if self.account else ()

    def give(self, path: Path) -> None:
        """Make the account own `path`, where there is one."""
        if self.account:
            shutil.chown(path, self.account)


def without_root() -> Rights:
    """A user namespace where the kernel allows it: files stay the supervisor's. Else an account."""
    if os.geteuid() != 0:
        return Rights()
    attempt = launch.arguments(
        ["/bin/true"], death_signal=0, rights=Rights(user_namespace=True).launch_options()
    )
    if subprocess.run(attempt, check=False, capture_output=True).returncode == 0:  # noqa: S603 - our own launcher
        return Rights(user_namespace=True)
    return ordinary_account()


def ordinary_account() -> Rights:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return Rights(account=next(name for name in ACCOUNTS if name in names))
