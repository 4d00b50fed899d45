"""Only our own pages and those of websites named in the settings may call the API from a browser."""

import pytest
from pydantic import ValidationError

from gateway.origins import origins_in
from settings import Settings
from tests.gateway.visitor import ROOT, problem_of

SITE = "https://www.example.com"
STRANGERS = [
    "https://elsewhere.example",
    "http://www.example.com",
    "https://www.example.com:8443",
    "https://www.example.com.elsewhere.example",
    "https://shop.www.example.com",
    "null",
    "",
]
WANTED = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type",
}


@pytest.fixture
def overrides(overrides):
    return {**overrides, "origins": f"https://shop.example.com/, {SITE}"}


@pytest.mark.parametrize("origin", STRANGERS)
@pytest.mark.parametrize(("method", "path"), [("POST", ROOT), ("GET", "/api/v1/welcome")])
async def test_a_website_that_is_not_named_is_refused_and_may_not_read_why(gateway, origin, method, path):
    response = await gateway.request(method, path, headers={"Origin": origin, "Accept-Language": "de"})

    problem = await problem_of(response)
    assert (response.status, problem["title"]) == (403, "foreign_site")
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("origin", STRANGERS)
async def test_its_preflight_is_refused_too(gateway, origin):
    response = await gateway.options(ROOT, headers={"Origin": origin, **WANTED})

    assert response.status == 403
    assert not {name for name in response.headers if name.startswith("Access-Control-")}


async def test_a_website_that_is_named_may_ask_and_read(gateway):
    preflight = await gateway.options(ROOT, headers={"Origin": SITE, **WANTED})
    opened = await gateway.post(ROOT, json={"language": "de"}, headers={"Origin": SITE})

    assert preflight.status == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == SITE
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    allowed = preflight.headers["Access-Control-Allow-Headers"].lower().split(", ")
    assert {"authorization", "content-type", "last-event-id"} <= set(allowed)
    assert opened.status == 201
    assert opened.headers["Access-Control-Allow-Origin"] == SITE
    assert opened.headers["Vary"] == "Origin"


async def test_a_named_website_reads_errors_and_how_long_to_wait(gateway):
    response = await gateway.get(f"{ROOT}/{'0' * 32}", headers={"Origin": SITE})

    assert response.status == 401
    assert response.headers["Access-Control-Allow-Origin"] == SITE
    assert response.headers["Access-Control-Expose-Headers"] == "Retry-After"


async def test_no_website_is_trusted_with_cookies(gateway):
    response = await gateway.get("/api/v1/welcome", headers={"Origin": SITE})

    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "Set-Cookie" not in response.headers


async def test_our_own_pages_may_call_with_or_without_tls_before_us(gateway):
    host = f"{gateway.host}:{gateway.port}"
    for origin in (f"http://{host}", f"https://{host}"):
        assert (await gateway.post(ROOT, json={}, headers={"Origin": origin})).status == 201


def test_websites_are_listed_with_commas():
    assert origins_in(" https://a.example/,, https://b.example:8443 ") == {
        "https://a.example",
        "https://b.example:8443",
    }
    assert origins_in("") == frozenset()


@pytest.mark.parametrize(
    "origins",
    ["www.example.com", "https://www.example.com/shop", "https://Example.com", "*", "null", "https://a b"],
)
def test_what_no_browser_would_call_an_origin_is_said_at_the_start(tmp_path, origins):
    with pytest.raises(ValidationError, match="origins"):
        Settings.load(data=tmp_path, origins=f"https://shop.example.com,{origins}")
