"""No other website changes anything by the browser of a member of staff."""

import json
import re

import pytest

from desk.access import ANYONE, roles_of

SAFE = {"GET", "HEAD", "OPTIONS"}
FILLINGS = {"{reference}": "DSR-0000-0000", "{id}": "0" * 32}
BODIES = [
    ("application/x-www-form-urlencoded", b"text=a"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n',
    ),
    ("application/json", json.dumps({"text": "a"}).encode()),
    ("text/plain", b'{"text": "a"}'),
    ("application/xml", b"<text>a</text>"),
    ("application/octet-stream", b"text=a"),
    ("", b"text=a"),
]


def unsafe(app, *, with_log_in):
    for route in app.router.routes():
        if route.method not in SAFE and (roles_of(route.handler) != ANYONE) == with_log_in:
            yield (
                route.method,
                re.sub(r"\{\w+\}", lambda m: FILLINGS.get(m[0], "0"), route.resource.canonical),
            )


@pytest.fixture
def routes(desk):
    return sorted(unsafe(desk.app, with_log_in=True))


async def refusals(browser, routes, headers, bodies=BODIES):
    """The routes that did not refuse."""
    taken = []
    for method, path in routes:
        for kind, body in bodies:
            sent = {"Content-Type": kind, **headers}
            seen = await browser.call(method, path, data=body, headers=sent)
            if seen.status != 403:
                taken.append((method, path, kind, seen.status))
    return taken


async def test_every_change_without_the_token_of_the_session_is_refused(anna, routes):
    assert len(routes) > 12
    assert await refusals(anna, routes, anna.from_here()) == []


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "ü"])
async def test_a_wrong_token_is_refused(anna, routes, token):
    form = f"csrf={token}".encode()

    headers = anna.from_here()
    assert await refusals(anna, routes[:3], headers, [("application/x-www-form-urlencoded", form)]) == []


async def test_the_token_of_another_session_is_refused(anna, browser, routes):
    other = await browser()
    await other.log_in("agent")
    await other.open("/account")

    headers = {**anna.from_here(), "X-CSRF-Token": other.csrf}
    assert other.csrf not in {"", anna.csrf}
    assert await refusals(anna, routes, headers, BODIES[:1]) == []


@pytest.mark.parametrize(
    "from_where",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {},
    ],
)
async def test_from_elsewhere_even_the_right_token_is_refused(anna, desk, routes, from_where):
    headers = {**from_where, "X-CSRF-Token": anna.csrf}

    assert await refusals(anna, routes, headers, BODIES[:1]) == []
    open_to_all = sorted(unsafe(desk.app, with_log_in=False))
    assert ("POST", "/login") in open_to_all
    assert await refusals(anna, open_to_all, headers, BODIES[:1]) == []


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "same-origin"}])
async def test_with_the_token_our_own_pages_are_served(anna, headers):
    origin = headers or {"Origin": anna.from_here()["Origin"]}

    by_header = await anna.call("POST", "/account/shortcuts", headers={**origin, "X-CSRF-Token": anna.csrf})
    by_field = await anna.call("POST", "/account/shortcuts", headers=origin, data={"csrf": anna.csrf})

    assert (by_header.status, by_field.status) == (303, 303)


async def test_a_program_with_its_own_token_needs_no_other(desk, staff):
    response = await desk.post("/api/v1/desk/answers", json={"text": "a"}, headers=staff)

    assert response.status == 200


async def test_no_page_can_be_had_by_another_website(anna):
    headers = (await anna.open("/account")).headers

    assert "Access-Control-Allow-Origin" not in headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
