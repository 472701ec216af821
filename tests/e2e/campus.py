"""A running school with an owner: who is in it, what its database says, and its REST API."""

import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import parse_qs, urlsplit

import httpx
import psutil
import psycopg
from psycopg.rows import dict_row
from rq import Worker

from alp_app.local.home import Home
from alp_app.security.actor import Role
from jobs.queue import connect, queue_named
from tests.support.people import PASSWORD
from tests.support.school import School, running_school

_numbers = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    name: str
    email: str = ""
    return_code: str = ""
    """Of a pupil, who has neither an e-mail address nor a password."""


OWNER = Person(name="Olga Owner", email="owner@example.org")


@dataclass(frozen=True, slots=True)
class Campus:
    school: School

    @property
    def address(self) -> str:
        return self.school.address

    @property
    def home(self) -> Home:
        return Home(self.school.home)

    @property
    def temporary(self) -> Path:
        """Where its processes keep what they are about to forget."""
        return self.school.home.with_name("temporary")

    def records(self, query: LiteralString, *values: object) -> Sequence[dict[str, Any]]:
        """Rows of the school's own database."""
        url = self.home.running()["database"]["url"]
        with psycopg.connect(url, row_factory=dict_row, autocommit=True) as connection:
            return connection.execute(query, values).fetchall()

    def count(self, query: LiteralString, *values: object) -> int:
        [row] = self.records(query, *values)
        [number] = row.values()
        return number

    def worker_pid(self, queue: str) -> int | None:
        """The process that works on a queue now."""
        connection = connect(self.home.running()["redis"]["url"])
        for worker in Worker.all(connection=connection, queue=queue_named(queue, connection)):
            if worker.pid is not None and psutil.pid_exists(worker.pid):
                return worker.pid
        return None

    def web_pid(self) -> int:
        """The process that answers at the school's address now."""
        port = urlsplit(self.address).port
        for child in psutil.Process(self.school.pid).children(recursive=True):
            served = child.net_connections("tcp")
            if any(one.laddr.port == port and one.status == psutil.CONN_LISTEN for one in served):
                return child.pid
        raise AssertionError("nobody serves the pages")

    @contextmanager
    def api(self, person: Person = OWNER) -> Generator[httpx.Client]:
        """A program that has signed in as `person`. Raises for any refusal."""
        with httpx.Client(
            base_url=f"{self.address}/api/v1",
            event_hooks={"response": [_expect_success]},
            timeout=60,
        ) as client:
            if person.return_code:
                answer = client.post("/tokens/return", json={"code": person.return_code})
            else:
                credentials = {"email": person.email, "password": PASSWORD}
                answer = client.post("/tokens", json=credentials)
            tokens = answer.json()
            client.headers["Authorization"] = f"Bearer {tokens['access_token']}"
            yield client

    def add_person(self, role: Role = Role.LEARNER) -> Person:
        """Somebody who has been invited and has chosen the password."""
        number = next(_numbers)
        person = Person(name=f"{role.title()} {number}", email=f"person{number}@example.org")
        details = {"display_name": person.name, "email": person.email, "role": role}
        with self.api() as owner:
            invited = owner.post("/people", json=details).json()
        claim(invited["setup_url"], person)
        return person


@contextmanager
def running_campus(home: Path, **environment: str) -> Generator[Campus]:
    """A school of its own, claimed by its owner unless it was before. `environment` names engines and
    the like."""
    temporary = home.with_name("temporary")
    temporary.mkdir(parents=True, exist_ok=True)
    with running_school(home, TMPDIR=str(temporary), **environment) as school:
        if school.setup_link:
            claim(school.setup_link, OWNER)
        yield Campus(school)


def claim(setup_link: str, person: Person) -> None:
    """Send the form of a set-up link."""
    parts = urlsplit(setup_link)
    origin = f"{parts.scheme}://{parts.netloc}"
    form = {
        "token": parse_qs(parts.query)["token"][0],
        "display_name": person.name,
        "email": person.email,
        "organisation_name": "Steel Street College",
        "password": PASSWORD,
    }
    answer = httpx.post(f"{origin}/auth/set-up", data=form, headers={"Origin": origin}, timeout=60)
    assert answer.headers["Location"] == "/", answer.headers


def course_id_in(address: str) -> str:
    found = re.search(r"/studio/([0-9a-f-]{36})", address)
    assert found, address
    return found[1]


def _expect_success(answer: httpx.Response) -> None:
    if answer.is_error:
        raise AssertionError(f"{answer.request.url}: {answer.status_code} {answer.read()!r}")
