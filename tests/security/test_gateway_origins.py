"""W4: a website that the settings do not name gets nothing out of the gateway, and none gets cookies."""

import pytest

from gateway.app import create_app
from tests.doors.opened import answer_to
from tests.gateway.visitor import ROOT

SITE = "https://www.example.com"
STRANGERS = [
    "https://evil.example",
    "http://www.example.com",
    "https://www.example.com.evil.example",
    "https://evil-www.example.com",
    "https://www.example.com@evil.example",
    "https://WWW.example.com",
    "null",
    "",
    "*",
    "file://",
    "https://www.example.com https://evil.example",
]
HOST = "Host: localhost"
SIMPLE = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", None]


@pytest.fixture
def overrides():
    return {"origins": SITE, "limit_calls_client": "10000/minute"}


def calls(settings):
    """Method and path of every route that is not there for every website."""
    for route in create_app(settings).router.routes():
        path = route.resource.canonical.replace("{id}", "0" * 32).replace("{language}", "de")
        if not path.startswith("/embed/"):
            yield route.method, path


@pytest.mark.parametrize("origin", STRANGERS)
async def test_no_route_answers_a_website_that_is_not_named(door, running, origin):
    told = {}
    for method, path in calls(running.settings):
        answer = await answer_to(
            door, f"{'GET' if method == 'HEAD' else method} {path} HTTP/1.1", HOST, f"Origin: {origin}"
        )
        opened = {name for name in answer.headers if name.startswith("Access-Control-")}
        if answer.status != 403 or opened:
            told[method, path] = (answer.status, opened)

    assert told == {}


@pytest.mark.parametrize("origin", [SITE, STRANGERS[0], "null"])
async def test_cookies_and_every_website_are_never_allowed(door, running, origin):
    for method, path in calls(running.settings):
        for asked in ("OPTIONS", "GET" if method == "HEAD" else method):
            wish = f"Access-Control-Request-Method: {method}"
            answer = await answer_to(door, f"{asked} {path} HTTP/1.1", HOST, f"Origin: {origin}", wish)
            allowed = answer.headers.get("Access-Control-Allow-Origin")
            assert allowed == (SITE if origin == SITE else None), (asked, path)
            assert "Access-Control-Allow-Credentials" not in answer.headers
            assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/embed/privacy-chat.js", "/embed/permission"])
async def test_what_every_website_may_read_it_reads_without_cookies(door, path):
    answer = await answer_to(door, f"GET {path} HTTP/1.1", HOST, f"Origin: {STRANGERS[0]}")

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("kind", SIMPLE)
@pytest.mark.parametrize("where", ["", "/messages", "/language"])
async def test_what_a_form_of_another_website_can_send_is_no_call(door, running, chat, kind, where):
    """Browsers send these kinds without asking first (Fetch standard, "CORS-safelisted request-header")."""
    body = b'{"language": "en", "text": "a", "client_id": "1"}'
    answer = await answer_to(
        door,
        f"{'PUT' if where == '/language' else 'POST'} {ROOT}{f'/{chat.id}{where}' if where else ''} HTTP/1.1",
        *(HOST, f"Authorization: Bearer {chat.token}", f"Content-Length: {len(body)}"),
        *([f"Content-Type: {kind}"] if kind else []),
        body=body,
    )

    assert answer.status == 415
    assert running.rasa.heard == []
    assert running.execute("SELECT count(*) FROM conversations") == [(1,)]
