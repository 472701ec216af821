"""Logs hold no secrets and no people."""

import io
import json
import logging

import pytest
import structlog

from alp_app.observability import logs
from alp_app.observability.context import accepted, request_id, working_for
from alp_app.observability.redaction import HIDDEN, redact
from alp_app.settings import LogSettings

REFLEX_LINE = (
    "Error processing event queue entry for Event(name='state.x.y', router_data={'headers': "
    "{'cookie': '__Host-alp_session=abcDEF123; theme=dark'}}, payload={'password': 'hunter22'}) "
    "[txid=1]:"
)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("cookie: __Host-alp_session=abcDEF123; x=1", "abcDEF123"),
        ("Authorization: Bearer abc.def-ghi", "abc.def-ghi"),
        ("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig", "eyJzdWIiOiIxIn0"),
        ("GET /set-up?token=AbC123&x=1", "AbC123"),
        ("https://s3.example.org/key?X-Amz-Signature=0a1b2c&X-Amz-Date=1", "0a1b2c"),
        ("postgresql://alp:hunter22@db/school", "hunter22"),
        ("mail to mara.lind@example.org failed", "mara.lind"),
        (REFLEX_LINE, "abcDEF123"),
        (REFLEX_LINE, "hunter22"),
        ("No associated token. Event data: {'cookie': 'abcDEF123'}", "abcDEF123"),
    ],
)
def test_secrets_and_addresses_are_taken_out(text: str, secret: str) -> None:
    assert secret in text
    hidden = redact(text)
    assert secret not in hidden
    assert HIDDEN in hidden


def test_what_is_left_still_says_what_happened() -> None:
    assert "Event(name='state.x.y'" in redact(REFLEX_LINE)
    assert redact("GET /set-up?token=AbC123&x=1").startswith("GET /set-up?token=")
    assert redact("lesson 3 of 14 written in 12.5 s") == "lesson 3 of 14 written in 12.5 s"


@pytest.fixture
def written() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def logger(written: io.StringIO) -> logging.Logger:
    """A logger of its own that writes as the product does."""
    logger = logging.Logger("tests.redaction")  # noqa: LOG001 - nobody else must write to it
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.formatter(LogSettings(format="json")))
    logger.addHandler(handler)
    return logger


def last_line(written: io.StringIO) -> dict[str, object]:
    return json.loads(written.getvalue().splitlines()[-1])


def test_a_line_is_json_with_the_request_it_belongs_to(
    logger: logging.Logger, written: io.StringIO
) -> None:
    with working_for("request-77"):
        logger.warning("took %s s", 3, extra={"route": "/courses"})
    line = last_line(written)
    assert (line["event"], line["level"]) == ("took 3 s", "warning")
    assert (line["request_id"], line["route"]) == ("request-77", "/courses")


def test_a_line_of_somebody_elses_code_is_redacted_too(
    logger: logging.Logger, written: io.StringIO
) -> None:
    logger.error(REFLEX_LINE)
    assert "abcDEF123" not in written.getvalue()


def test_a_traceback_is_redacted_too(logger: logging.Logger, written: io.StringIO) -> None:
    def connect() -> None:
        raise RuntimeError("could not reach postgresql://alp:hunter22@db/school")

    try:
        connect()
    except RuntimeError:
        logger.exception("broke")
    assert "RuntimeError" in written.getvalue()
    assert "hunter22" not in written.getvalue()


@pytest.mark.parametrize("name", ["password", "Cookie", "email", "payload"])
def test_values_with_a_secret_name_are_never_written(
    logger: logging.Logger, written: io.StringIO, name: str
) -> None:
    logger.info("sent", extra={name: "hunter22", "values": {name: "hunter23"}})
    assert "hunter2" not in written.getvalue()


def test_what_a_stranger_makes_a_library_say_over_and_over_is_written_a_few_times(
    logger: logging.Logger, written: io.StringIO
) -> None:
    logger.handlers[0].addFilter(logs.FloodLimit(now=lambda: 0.0))
    for number in range(logs.PER_MINUTE * 3):
        logger.error("No registered handler found for event: %s", number)
    assert len(written.getvalue().splitlines()) == logs.PER_MINUTE


def test_an_id_from_outside_is_kept_only_when_it_is_harmless() -> None:
    assert accepted("4f2a9c01d3b7e856") == "4f2a9c01d3b7e856"
    assert accepted("x\n{}") != "x\n{}"
    assert accepted("") != ""


def test_an_id_lasts_as_long_as_its_request() -> None:
    with working_for("request-77"):
        assert request_id() == "request-77"
    assert request_id() == ""
    assert structlog.contextvars.get_contextvars() == {}
