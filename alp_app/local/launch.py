"""Becomes another program, after tying its life to the supervisor's and shedding root.

Run as a script, before anything of ours is imported: it must start in a few milliseconds, and a
forked supervisor with threads may not safely run Python between fork and exec.
"""

import argparse
import ctypes
import os
import pwd
import sys
from collections.abc import Iterable
from pathlib import Path

CLONE_NEWUSER = 0x1000_0000
PR_SET_PDEATHSIG = 1
OVERFLOW_ID = 65_534
"""The id of `nobody`, as which a server that refuses root sees itself."""


def arguments(
    command: Iterable[str | Path], *, death_signal: int, rights: Iterable[str] = ()
) -> list[str | Path]:
    """The command line that runs `command` through this file."""
    ties = ("--parent", str(os.getpid()), "--death-signal", str(death_signal))
    return [sys.executable, "-I", "-S", __file__, *ties, *rights, "--", *command]


def enter_user_namespace() -> None:
    """Be an ordinary user in our own eyes; files still belong to root, in the project's folder."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), "user namespaces are not allowed here")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{OVERFLOW_ID} 0 1")
    Path("/proc/self/gid_map").write_text(f"{OVERFLOW_ID} 0 1")


def become(account: str) -> None:
    entry = pwd.getpwnam(account)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)


def die_with(parent: int, signal: int) -> None:
    """Have the kernel send us `signal` when the supervisor is gone, even by SIGKILL (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the supervisor ended before this process began")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--death-signal", type=int, required=True)
    parser.add_argument("--user-namespace", action="store_true")
    parser.add_argument("--account")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    # Shedding rights clears the death signal, so it is asked for last.
    if options.user_namespace:
        enter_user_namespace()
    elif options.account:
        become(options.account)
    die_with(options.parent, options.death_signal)
    os.execv(options.command[0], options.command)  # noqa: S606 - this file is no shell either


if __name__ == "__main__":
    main()
