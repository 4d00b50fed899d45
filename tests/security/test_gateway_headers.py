"""B1, B2, B5: every answer of both doors says what a browser may do with it, and cookies are for us alone."""

import pytest

from desk.app import create_app as create_desk
from doors.seals import ALWAYS
from gateway.app import create_app
from privacy.language import Language
from tests.doors.opened import Line, answer_to
from tests.gateway.visitor import ROOT

HOST = "Host: localhost"
PLAIN = {name: value for name, value in ALWAYS.items() if name != "Content-Security-Policy"}
OVER_TLS = "X-Forwarded-Proto: https"
BROKEN = [
    b"no http\r\n\r\n",
    b"GET / HTTP/1.1\r\nX: " + b"a" * 10_000 + b"\r\n\r\n",
    b"GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
]


def calls(app):
    """Every route, and what there is not."""
    for route in app.router.routes():
        path = route.resource.canonical
        for language in Language:
            filled = (
                path.replace("{id}", "0" * 32).replace("{language}", language).replace("{file}", "desk.js")
            )
            yield "GET" if route.method == "HEAD" else route.method, filled
    yield from (("GET", "/nowhere"), ("GET", "/api/v1/nowhere"), ("PATCH", "/"), ("GET", "/assets/nowhere"))
    yield from (("GET", "/assets/icon.svg"), ("GET", "/assets/../../app.py"))


def unsealed(answer, path):
    """The headers that are missing or say something else."""
    expected = dict(PLAIN)
    if path.startswith("/embed/") and answer.status in {200, 304}:
        expected["Cross-Origin-Resource-Policy"] = "cross-origin"
    wrong = {name for name, value in expected.items() if answer.headers.get(name) != value}
    policy = set(answer.headers.get("Content-Security-Policy", "").split("; "))
    if not {"default-src 'none'", "frame-ancestors 'none'"} <= policy or "unsafe" in str(policy):
        wrong.add("Content-Security-Policy")
    if "text/html" in answer.headers.get("Content-Type", "") and "base-uri 'none'" not in policy:
        wrong.add("base-uri")
    return wrong


@pytest.mark.parametrize("overrides", [{"limit_calls_client": "10000/minute"}])
async def test_every_route_and_every_error_of_both_doors_has_all_headers(door, desk_door, running):
    missing, seen = {}, set()
    for port, app in ((door, create_app(running.settings)), (desk_door, create_desk(running.settings))):
        for method, path in calls(app):
            answer = await answer_to(port, f"{method} {path} HTTP/1.1", HOST)
            seen.add(answer.status)
            if (wrong := unsealed(answer, path)) or "Referrer-Policy" not in answer.headers:
                missing[method, path] = (answer.status, wrong)

    assert missing == {}
    assert {200, 303, 401, 403, 404, 405, 415} <= seen


@pytest.mark.parametrize("data", BROKEN, ids=range(len(BROKEN)))
async def test_what_no_handler_of_ours_answers_has_them_too(door, desk_door, data):
    for port in (door, desk_door):
        line = await Line.to(port)
        await line.send_bytes(data)
        answer = await line.answer()

        assert answer.status == 400
        assert unsealed(answer, "") == set()


@pytest.mark.parametrize("overrides", [{"limit_connections": 1}])
async def test_who_finds_no_place_gets_them_too(door):
    await Line.to(door)

    assert unsealed(await (await Line.to(door)).answer(), "") == set()


@pytest.mark.parametrize("overrides", [{"proxies": "127.0.0.1"}])
@pytest.mark.parametrize("path", ["/", "/nowhere", "/api/v1/nowhere", "/assets/icon.svg", "/healthz"])
async def test_over_tls_browsers_are_told_to_stay_with_it_for_a_year(door, desk_door, path):
    for port in (door, desk_door):
        over_tls = await answer_to(port, f"GET {path} HTTP/1.1", HOST, OVER_TLS)
        without = await answer_to(port, f"GET {path} HTTP/1.1", HOST, "X-Forwarded-Proto: https, http")

        assert over_tls.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert "Strict-Transport-Security" not in without.headers


async def test_who_is_no_proxy_of_ours_cannot_say_that_there_is_tls(door, desk_door):
    for port in (door, desk_door):
        assert (
            "Strict-Transport-Security"
            not in (await answer_to(port, "GET / HTTP/1.1", HOST, OVER_TLS)).headers
        )


@pytest.mark.parametrize(
    ("overrides", "headers", "name", "secure"),
    [
        ({"desk_url": "https://desk.example.com"}, [], "__Host-desk", True),
        ({"proxies": "127.0.0.1"}, [OVER_TLS], "__Host-desk", True),
        (
            {"proxies": "127.0.0.1", "proxy_header": "Forwarded"},
            ["Forwarded: for=192.0.2.1;proto=https"],
            "__Host-desk",
            True,
        ),
        ({}, [], "desk", False),
        ({}, [OVER_TLS], "desk", False),
    ],
)
async def test_the_cookie_of_the_desk_is_for_the_desk_alone(desk_door, hired, headers, name, secure):
    body = f"name={hired[0]}&password={hired[1]}".replace(" ", "+").encode()

    answer = await answer_to(
        desk_door,
        *("POST /login HTTP/1.1", HOST, "Origin: http://localhost", *headers),
        *("Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"),
        body=body,
    )

    cookie, *attributes = answer.headers["Set-Cookie"].split("; ")
    assert cookie.startswith(f"{name}=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes)
    assert ("Secure" in attributes) == secure
    assert not any(attribute.startswith("Domain") for attribute in attributes)


async def test_the_gateway_gives_no_cookie(door, chat):
    for path in ("/", "/form/de", "/policy/de", "/demo", f"{ROOT}/{chat.id}", "/embed/privacy-chat.js"):
        answer = await answer_to(door, f"GET {path} HTTP/1.1", HOST, f"Authorization: Bearer {chat.token}")

        assert answer.status == 200
        assert "Set-Cookie" not in answer.headers
