"""What every answer of the web server carries, and what never gets past the front."""

from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.types import ASGIApp
from starlette.websockets import WebSocket

from alp_app.api.app import build_api
from alp_app.front.shell import shell
from alp_app.runtime import Runtime
from alp_app.security.cookies import SESSION_COOKIE
from alp_app.security.origin import own_origins
from alp_app.settings import WebSettings
from providers.options import S3Options
from tests.support.people import make_person, make_school, sign_in_browser
from tests.support.shared_servers import IsolatedSettings

HOME = "http://localhost:8080"
SCHOOL = "https://school.example.org"
ELSEWHERE = "https://evil.example.com"
COOKIE = f"{SESSION_COOKIE}=anything"


async def hello(_: Request) -> Response:
    return PlainTextResponse("hello")


async def strict(_: Request) -> Response:
    return PlainTextResponse("a file", headers={"Content-Security-Policy": "sandbox"})


async def broken(_: Request) -> Response:
    raise RuntimeError("the password of the database is 1234")


async def echo(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("welcome")
    await socket.close()


PAGES = Starlette(
    routes=[
        Route("/hello", hello, methods=["GET", "POST"]),
        Route("/broken", broken),
        Route("/strict", strict),
        WebSocketRoute("/_event", echo),
    ]
)


async def raw_broken(*_: Any) -> None:
    """An application that breaks without any layer that would answer for it."""
    raise RuntimeError("1234")


def served(pages: ASGIApp = PAGES, public_url: str = "", **groups: Any) -> ASGIApp:
    settings = IsolatedSettings(web=WebSettings(public_url=public_url, port=8080), **groups)
    return shell(pages, build_api(), settings=settings)


def client(app: ASGIApp, base_url: str = HOME) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=base_url)


@pytest.mark.parametrize(
    "path", ["/hello", "/nowhere", "/broken", "/api/v1/nothing", "/healthz", "/auth/nothing"]
)
async def test_every_answer_carries_the_security_headers(path: str) -> None:
    async with client(served()) as browser:
        answer = await browser.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self';" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["x-request-id"]


async def test_an_answer_that_allows_less_keeps_its_own_policy() -> None:
    async with client(served()) as browser:
        answer = await browser.get("/strict")
    assert answer.headers["content-security-policy"] == "sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_refusals_carry_them_too() -> None:
    async with client(served()) as browser:
        for answer in (
            await browser.post("/hello", headers={"Origin": ELSEWHERE}),
            await browser.get("/hello", headers={"Host": "evil.example.com"}),
        ):
            assert answer.status_code >= 400
            assert "default-src" in answer.headers["content-security-policy"]


async def test_a_crash_below_everything_is_answered_without_its_reason() -> None:
    async with client(served(raw_broken)) as browser:
        answer = await browser.get("/hello")
    assert (answer.status_code, answer.json()["code"]) == (500, "bug")
    assert "1234" not in answer.text
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert "default-src" in answer.headers["content-security-policy"]


async def test_only_an_address_with_tls_insists_on_tls() -> None:
    async with client(served()) as browser:
        assert "strict-transport-security" not in (await browser.get("/hello")).headers
    async with client(served(public_url=SCHOOL), SCHOOL) as browser:
        answer = await browser.get("/hello")
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert "wss://school.example.org" in answer.headers["content-security-policy"]


async def test_media_may_come_from_the_object_store_and_scripts_may_not() -> None:
    s3 = S3Options(endpoint="http://minio:9000", public_endpoint="https://files.example.org")
    async with client(served(s3=s3)) as browser:
        policy = (await browser.get("/hello")).headers["content-security-policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    for name in ("img-src", "media-src", "connect-src"):
        assert "https://files.example.org" in rules[name]
    assert rules["script-src"] == "'self'"
    assert "minio" not in policy


async def test_another_site_cannot_change_anything() -> None:
    async with client(served()) as browser:
        assert (await browser.post("/hello", headers={"Origin": ELSEWHERE})).status_code == 403
        assert (await browser.post("/hello", headers={"Origin": "null"})).status_code == 403
        assert (await browser.post("/hello", headers={"Origin": HOME})).status_code == 200


async def test_a_browser_that_hides_its_origin_cannot_use_its_cookie() -> None:
    async with client(served()) as browser:
        headers = {"Cookie": COOKIE}
        assert (await browser.post("/hello", headers=headers)).status_code == 403
        headers["Sec-Fetch-Site"] = "cross-site"
        assert (await browser.post("/hello", headers=headers)).status_code == 403
        headers["Sec-Fetch-Site"] = "same-origin"
        assert (await browser.post("/hello", headers=headers)).status_code == 200


async def test_a_program_without_a_browser_needs_no_origin() -> None:
    async with client(served()) as program:
        assert (await program.post("/hello")).status_code == 200


@pytest.mark.parametrize("host", ["evil.example.com", "localhost:9999", "localhost", ""])
async def test_a_name_that_is_not_ours_gets_nothing(host: str) -> None:
    async with client(served()) as browser:
        answer = await browser.get("/hello", headers={"Host": host})
    assert (answer.status_code, answer.json()["code"]) == (421, "unknown_host")


async def test_probes_are_answered_under_any_name() -> None:
    async with client(served()) as probe:
        assert (await probe.get("/healthz", headers={"Host": "10.0.0.7:8080"})).text == "ok"


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "not an address", "127.0.0.1"),
    ],
)
async def test_only_our_own_proxies_tell_where_a_request_comes_from(
    proxies: int, told: str, address: str
) -> None:
    async def say_who(request: Request) -> Response:
        assert request.client
        return PlainTextResponse(request.client.host)

    settings = IsolatedSettings(web=WebSettings(port=8080, proxies=proxies))
    pages = Starlette(routes=[Route("/who", say_who)])
    async with client(shell(pages, build_api(), settings=settings)) as browser:
        answer = await browser.get("/who", headers={"X-Forwarded-For": told})
    assert answer.text == address


def test_on_this_machine_every_spelling_of_it_is_ours() -> None:
    assert own_origins(HOME) == {
        "http://localhost:8080",
        "http://127.0.0.1:8080",
        "http://[::1]:8080",
    }
    assert own_origins(SCHOOL) == {SCHOOL}


def connect(headers: dict[str, str]) -> str:
    with (
        TestClient(served(), base_url=HOME) as browser,
        browser.websocket_connect("ws://localhost:8080/_event", headers=headers) as socket,
    ):
        return socket.receive_text()


def test_our_own_pages_may_open_a_socket() -> None:
    assert connect({"Origin": HOME}) == "welcome"


@pytest.mark.parametrize("origin", [ELSEWHERE, "null", "http://localhost:9999", None])
def test_nobody_elses_pages_may_open_a_socket(origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    with pytest.raises(WebSocketDenialResponse) as refusal:
        connect(headers)
    assert refusal.value.status_code == 403
    assert "default-src" in refusal.value.headers["content-security-policy"]


async def test_a_body_that_claims_to_be_too_large_is_a_problem_document(
    product: Runtime,
) -> None:
    await make_school(product)
    async with client(served()) as program:
        answer = await program.post("/api/v1/tokens", content=b" " * 2_000_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_signing_in_and_out_works_through_the_whole_front(product: Runtime) -> None:
    learner = await make_person(product, await make_school(product))
    browser = await sign_in_browser(product, learner)
    headers = {"Cookie": browser.cookie, "Origin": HOME}
    async with client(served()) as page:
        assert (await page.get("/api/v1/me", headers=headers)).json()["email"] == learner.email
        out = await page.post("/auth/sign-out", headers=headers)
        assert (out.status_code, out.headers["location"]) == (303, "/sign-in")
        assert "Max-Age=0" in out.headers["set-cookie"]
        assert (await page.get("/api/v1/me", headers=headers)).status_code == 401
