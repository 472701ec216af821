"""Run by tests: an installation with one app, which says what it started and then waits."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from alp_app.local import traces
from alp_app.local.process import Command
from alp_app.local.stores import held
from alp_app.local.supervisor import Supervisor
from tests.local.conftest import ELSEWHERE
from tests.support.shared_servers import IsolatedSettings

STUBBORN_PARENT = """
import signal, subprocess, sys, time
child = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
subprocess.Popen([sys.executable, "-c", child])
time.sleep(600)
"""


async def main(folder: str, stores_elsewhere: str) -> None:
    elsewhere: dict[str, Any] = ELSEWHERE if stores_elsewhere == "elsewhere" else {}
    settings = IsolatedSettings(home=Path(folder), **elsewhere)
    async with held(settings, lambda _line: None) as stores:
        await stores.start()
        supervisor = Supervisor(stores, lambda _line: None)
        app = Command(
            name="app",
            argv=(sys.executable, "-c", STUBBORN_PARENT),
            home=stores.home,
            folder=stores.home.path,
        )
        await supervisor.start(app)
        stores.publish(web={"port": 8080})
        leaders = [trace.pid for trace in traces.read(stores.home).values()]
        sys.stdout.write(f"{json.dumps(leaders)}\n")
        sys.stdout.flush()
        await supervisor.watch()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
