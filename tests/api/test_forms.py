"""The browser's own forms: a cookie on the way in, a code on the way back."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from alp_app.api.forms import next_page
from alp_app.runtime import Runtime, owner_setup_url
from alp_app.security.cookies import SESSION_COOKIE
from alp_app.services.accounts.sign_in import PER_ACCOUNT_HERE
from tests.support.people import PASSWORD, Person, make_person, make_school
from tests.support.rest import client


@pytest.fixture
async def learner(product: Runtime) -> Person:
    return await make_person(product, await make_school(product))


async def post(path: str, **fields: str) -> httpx.Response:
    async with client() as browser:
        return await browser.post(path, data=fields)


def place(answer: httpx.Response) -> tuple[str, dict[str, list[str]]]:
    assert answer.status_code == 303
    parts = urlsplit(answer.headers["location"])
    assert parts.netloc == ""
    return parts.path, parse_qs(parts.query)


async def test_signing_in_sets_a_cookie_that_only_this_host_and_no_script_can_read(
    learner: Person,
) -> None:
    answer = await post("/auth/sign-in", email=learner.email, password=PASSWORD, next="/courses")
    assert place(answer) == ("/courses", {})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{SESSION_COOKIE}=")
    attributes = {part.strip() for part in cookie.split(";")[1:]}
    assert attributes >= {"Path=/", "HttpOnly", "Secure", "SameSite=Lax"}
    assert not any(part.startswith("Domain") for part in attributes)


async def test_a_refusal_comes_back_to_the_form_without_the_password(learner: Person) -> None:
    answer = await post("/auth/sign-in", email=learner.email, password="wrong", next="/courses")  # noqa: S106 - a bad one
    path, query = place(answer)
    assert path == "/sign-in"
    assert query["error"] == ["account.wrong_credentials"]
    assert (query["email"], query["next"]) == ([learner.email], ["/courses"])
    assert "wrong" not in answer.headers["location"].replace("wrong_credentials", "")
    assert "set-cookie" not in answer.headers


async def test_unknown_people_are_refused_in_the_same_way(learner: Person) -> None:
    known = await post("/auth/sign-in", email=learner.email, password="wrong")  # noqa: S106 - a bad one
    unknown = await post("/auth/sign-in", email="x@example.org", password="wrong")  # noqa: S106 - a bad one
    assert place(known)[1]["error"] == place(unknown)[1]["error"]


async def test_too_many_guesses_are_told_how_long_to_wait(learner: Person) -> None:
    for _ in range(PER_ACCOUNT_HERE.burst):
        await post("/auth/sign-in", email=learner.email, password="wrong")  # noqa: S106 - a bad one
    _, query = place(await post("/auth/sign-in", email=learner.email, password=PASSWORD))
    assert query["error"] == ["too_many_requests"]
    assert int(query["fact_retry_after"][0]) > 0


@pytest.mark.usefixtures("learner")
async def test_registering_signs_in() -> None:
    answer = await post(
        "/auth/register", display_name="Mara", email="mara@example.org", password=PASSWORD
    )
    assert place(answer) == ("/", {})
    assert SESSION_COOKIE in answer.headers["set-cookie"]


@pytest.mark.usefixtures("learner")
@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"display_name": ""}, "invalid"),
        ({"email": "nowhere"}, "invalid"),
        ({"password": "tiny1"}, "weak_password"),
    ],
)
async def test_what_is_wrong_with_a_registration_is_said(
    fields: dict[str, str], error: str
) -> None:
    right = {"display_name": "Mara", "email": "mara@example.org", "password": PASSWORD}
    path, query = place(await post("/auth/register", **(right | fields)))
    assert (path, query["error"]) == ("/register", [error])
    assert not any("tiny1" in value for values in query.values() for value in values)


async def test_the_owner_comes_in_by_the_set_up_link(product: Runtime) -> None:
    url = await owner_setup_url(product)
    assert url is not None
    token = url.partition("token=")[2]
    fields = {"token": token, "display_name": "Olga", "email": "olga@example.org"}
    path, query = place(await post("/auth/set-up", **fields, password="short"))  # noqa: S106 - a bad one
    assert (path, query["error"], query["token"]) == ("/set-up", ["weak_password"], [token])
    answer = await post("/auth/set-up", **fields, password=PASSWORD)
    assert place(answer) == ("/", {})
    assert SESSION_COOKIE in answer.headers["set-cookie"]


async def test_signing_out_ends_the_session_and_the_cookie(learner: Person) -> None:
    signed_in = await post("/auth/sign-in", email=learner.email, password=PASSWORD)
    cookie = signed_in.headers["set-cookie"].partition(";")[0]
    async with client(Cookie=cookie) as browser:
        assert (await browser.get("/api/v1/me")).status_code == 200
        answer = await browser.post("/auth/sign-out")
        assert place(answer)[0] == "/sign-in"
        assert "Max-Age=0" in answer.headers["set-cookie"]
        assert (await browser.get("/api/v1/me")).status_code == 401


@pytest.mark.parametrize(
    "asked",
    [
        "https://evil.example.com/",
        "//evil.example.com",
        "/\\evil.example.com",
        "javascript:alert(1)",
        "evil",
        "/auth/sign-out",
        "/api/v1/me",
        "/x\r\nSet-Cookie: a=b",
        "",
    ],
)
def test_signing_in_never_leads_to_another_site(asked: str) -> None:
    assert next_page(asked) == "/"


def test_signing_in_leads_to_the_page_that_was_asked_for() -> None:
    assert next_page("/courses/brakes?from=3#quiz") == "/courses/brakes?from=3#quiz"
