"""Every answer of the gateway is sealed off, and every address knows who may call it."""

import pytest

from tests.gateway.visitor import ROOT

SEALED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
DIRECTIVES = ["default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"]
FILLED = {"{id}": "0" * 32, "{language}": "de", "/assets": "/assets/chat.js"}


def _routes(app):
    for route in app.router.routes():
        path = route.resource.canonical
        for name, value in FILLED.items():
            path = path.replace(name, value)
        yield route.method, path


async def test_every_route_and_every_error_is_sealed_off(gateway, visitor):
    calls = [
        *_routes(gateway.app),
        ("GET", "/nowhere"),
        ("GET", "/api/v1/nowhere"),
        ("PUT", ROOT),
        ("PUT", "/"),
    ]

    unsealed = []
    for method, path in calls:
        response = await gateway.request(method, path, headers={"Authorization": f"Bearer {visitor.token}"})
        policy = response.headers.get("Content-Security-Policy", "").split("; ")
        if not (SEALED.items() <= response.headers.items() and set(DIRECTIVES) <= set(policy)):
            unsealed.append((method, path, response.status))

    assert len(calls) > 15
    assert unsealed == []


@pytest.mark.parametrize("what", ["", "/messages", "/events"])
async def test_a_conversation_that_is_there_is_sealed_off_too(visitor, what):
    response = await visitor.call("DELETE" if not what else "GET", what)

    assert response.status == 200
    assert SEALED.items() <= response.headers.items()
    response.close()


async def test_every_route_of_a_conversation_wants_a_token(gateway, visitor):
    routes = [(method, path) for method, path in _routes(gateway.app) if FILLED["{id}"] in path]
    message = {"text": "a", "client_id": "1"}

    answers = {}
    for method, path in routes:
        body = {"json": message} if method in {"POST", "PUT"} else {}
        response = await gateway.request(method, path.replace(FILLED["{id}"], visitor.id), **body)
        answers[method, path] = response.status

    assert len(routes) >= 5
    assert set(answers.values()) == {401}
