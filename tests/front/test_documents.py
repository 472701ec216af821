"""The documents of pages: described, with an honest status, and named once."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from alp_app.front.documents import Address, Documents
from alp_app.front.meta import Meta
from alp_app.security.headers import ContentPolicy, SecurityHeaders

PAGE = "<!DOCTYPE html><html><head><title>{title}</title>{script}</head><body></body></html>"
INLINE = "<script>window.started = 1</script>"


async def find_course(values: Mapping[str, str]) -> Meta | None:
    if values["slug"] != "brakes":
        return None
    return Meta(
        title="Air </title><script>alert(1)</script> brakes",
        description='From "build-up" to release',
        structured={"name": "</script><script>alert(2)</script>"},
    )


async def list_public() -> Sequence[str]:
    return ["/courses/brakes", "/courses/a&b"]


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """As Reflex leaves it."""
    for place, script in (("", ""), ("sign-in", INLINE)):
        folder = tmp_path / place
        folder.mkdir(exist_ok=True)
        (folder / "index.html").write_text(PAGE.format(title=place or "home", script=script))
    (tmp_path / "404.html").write_text(PAGE.format(title="fallback", script=""))
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "page-0a1b2c.js").write_text("1")
    (tmp_path / "logo.svg").write_text("<svg/>")
    return tmp_path


@pytest.fixture
def browser(build: Path) -> httpx.AsyncClient:
    files = Starlette(routes=[Mount("/", StaticFiles(directory=build, html=True))])
    documents = Documents(
        files,
        build=build,
        addresses=[
            Address(route="/", is_public=True),
            Address(route="/sign-in", is_public=True),
            Address(route="/account"),
            Address(route="/courses/[slug]", find_meta=find_course),
            Address(route="/studio/[course_id]"),
        ],
        public_url="https://school.example.org",
        list_public=list_public,
    )
    policy = ContentPolicy(public_url="https://school.example.org")
    app = SecurityHeaders(documents, content_policy=policy, is_https=True)
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="https://school.example.org"
    )


@pytest.mark.parametrize(
    ("path", "title"), [("/", "home"), ("/sign-in", "sign-in"), ("/account", "fallback")]
)
async def test_a_page_with_a_fixed_address_is_its_own_document(
    browser: httpx.AsyncClient, path: str, title: str
) -> None:
    answer = await browser.get(path)
    assert answer.status_code == 200
    assert f"<title>{title}</title>" in answer.text
    assert f'<link rel="canonical" href="https://school.example.org{path}">' in answer.text
    assert answer.headers["cache-control"] == "no-cache"


async def test_a_course_that_exists_is_described(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/courses/brakes")
    assert answer.status_code == 200
    assert answer.text.count("<title>") == 1
    assert "<title>Air &lt;/title&gt;" in answer.text
    assert 'content="From &quot;build-up&quot; to release"' in answer.text
    assert "application/ld+json" in answer.text


async def test_nothing_of_a_course_becomes_markup(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/courses/brakes")
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    "path", ["/courses/nothing", "/nowhere", "/courses/brakes/more", "/_health"]
)
async def test_what_does_not_exist_is_not_found(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)
    assert answer.status_code == 404
    assert "fallback" in answer.text


async def test_a_private_place_says_nothing_about_itself(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/studio/7")).status_code == 200


async def test_an_address_is_spelt_one_way(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/sign-in")).status_code == 200
    answer = await browser.get("/sign-in/?next=/account")
    assert (answer.status_code, answer.headers["location"]) == (308, "/sign-in?next=/account")


async def test_a_slash_more_does_not_lead_to_another_site(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/%2Fevil.example.com/")
    assert (answer.status_code, answer.headers["location"]) == (308, "/evil.example.com")


async def test_files_named_by_their_content_are_kept_for_ever(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/assets/page-0a1b2c.js")
    assert "immutable" in answer.headers["cache-control"]
    assert (await browser.get("/logo.svg")).headers["cache-control"] == "no-cache"
    assert "immutable" not in (await browser.get("/assets/gone.js")).headers["cache-control"]


async def test_only_the_scripts_of_the_build_may_run_in_a_document(
    browser: httpx.AsyncClient,
) -> None:
    with_script = (await browser.get("/sign-in")).headers["content-security-policy"]
    assert with_script.count("sha256-") == 1
    for path in ("/", "/courses/brakes", "/logo.svg"):
        assert "sha256-" not in (await browser.get(path)).headers["content-security-policy"]


async def test_search_engines_are_told_what_is_public(browser: httpx.AsyncClient) -> None:
    places = (await browser.get("/sitemap.xml")).text
    assert "<loc>https://school.example.org/sign-in</loc>" in places
    assert "<loc>https://school.example.org/courses/brakes</loc>" in places
    assert "a&amp;b" in places
    assert "account" not in places
    assert (
        "Sitemap: https://school.example.org/sitemap.xml" in (await browser.get("/robots.txt")).text
    )


async def test_pages_are_only_read(browser: httpx.AsyncClient) -> None:
    assert (await browser.post("/sign-in")).status_code == 405
    assert (await browser.head("/sign-in")).content == b""
