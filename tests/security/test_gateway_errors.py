"""W8: whatever is sent, the answer says what a person needs, and nothing of what runs here."""

import json

import pytest

from tests.doors.opened import Line, answer_to
from tests.gateway.visitor import ROOT

HOST = "Host: localhost"
TELLING = (b"traceback", b"aiohttp", b"python", b".py", b"exception", b"pydantic", b"sqlalchemy", b'line "')
WRONG = [None, 1, -1.5, True, [], {}, "", [["a"]], {"$ne": 1}, 10**400, "\ud800", "\x00", "a" * 5000]
FIELDS = [
    ("POST", "", "language"),
    ("POST", "", "identity"),
    ("POST", "/messages", "text"),
    ("POST", "/messages", "button"),
    ("POST", "/messages", "client_id"),
    ("PUT", "/language", "language"),
]
NO_JSON = [
    b"",
    b"{",
    b'{"text": }',
    b"[1, 2",
    b'"text"',
    b"[]",
    b"null",
    b"NaN",
    b"{'text': 'a'}",
    b"\xff\xfe",
    b'{"text": "a"}{}',
    b"[" * 50_000,
    b'{"a":' * 10_000,
    b"1" * 100_000,
]
METHODS = ["TRACE", "TRACK", "CONNECT", "PATCH", "PROPFIND", "DEBUG", "get", "BREW"]
BROKEN = [
    b"nothing at all\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"\0" * 100,
    b"GET / HTTP/1.1\r\nHost\r\n\r\n",
]


def telling(answer):
    """What an answer says of what runs here."""
    said = answer.body + "".join(f"{name}: {value}\n" for name, value in answer.headers.items()).encode()
    return [word for word in TELLING if word in said.lower()] + [
        value
        for name, value in answer.headers.items()
        if name in {"Server", "X-Powered-By"} and value != "auskunft"
    ]


async def call(door, chat, method, where, body):
    """Call the API with the token of *chat*."""
    path = f"{ROOT}/{chat.id}{where}" if where else ROOT
    headers = ["Content-Type: application/json", f"Authorization: Bearer {chat.token}"]
    return await answer_to(
        door, f"{method} {path} HTTP/1.1", HOST, *headers, f"Content-Length: {len(body)}", body=body
    )


@pytest.mark.parametrize("body", NO_JSON, ids=range(len(NO_JSON)))
async def test_what_is_no_json_object_is_a_bad_request(door, chat, body):
    for method, where in (("POST", "/messages"), ("PUT", "/language")):
        answer = await call(door, chat, method, where, body)

        assert answer.status == 400
        assert answer.headers["Content-Type"].startswith("application/problem+json")
        assert telling(answer) == []


@pytest.mark.parametrize(("method", "where", "field"), FIELDS)
async def test_a_field_of_the_wrong_kind_breaks_nothing(door, chat, method, where, field):
    for value in WRONG:
        fit = {"text": "a", "client_id": "1"} if where == "/messages" else {"language": "de"}
        answer = await call(door, chat, method, where, json.dumps({**fit, field: value}).encode())

        assert answer.status < 500, (field, value)
        assert telling(answer) == []


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/api/v1/nowhere",
        "/assets/nowhere.js",
        "/embed/../gateway/app",
        "/assets/..%2fapp",
        "/%00",
        "/%ff%fe",
        f"{ROOT}/1",
        f"{ROOT}/{'g' * 32}",
    ],
)
async def test_what_there_is_not_is_not_found(door, desk_door, path):
    for port in (door, desk_door):
        answer = await answer_to(port, f"GET {path} HTTP/1.1", HOST)

        assert answer.status in {303, 401, 404}
        assert telling(answer) == []


@pytest.mark.parametrize("method", METHODS)
async def test_a_method_that_there_is_not_is_refused_and_nothing_is_sent_back(door, desk_door, method):
    for port in (door, desk_door):
        for path in ("/", "/healthz", "/api/v1/welcome", ROOT):
            answer = await answer_to(port, f"{method} {path} HTTP/1.1", HOST, "X-Secret: canary")

            assert answer.status in {303, 400, 401, 403, 404, 405}
            assert b"canary" not in answer.body
            assert telling(answer) == []


@pytest.mark.parametrize("data", BROKEN, ids=range(len(BROKEN)))
async def test_what_is_no_http_at_all_is_answered_in_a_few_words(door, desk_door, data):
    for port in (door, desk_door):
        line = await Line.to(port)
        await line.send_bytes(data)
        answer = await line.answer()

        assert (answer.status, answer.body, answer.closed) == (400, b"", True)
        assert telling(answer) == []


async def test_while_all_is_down_nothing_is_told_either(door, desk_door, running, chat):
    await running.stop_case_store()

    answers = [
        await call(door, chat, "POST", "/messages", b'{"text": "a", "client_id": "1"}'),
        await answer_to(door, "GET /form/de HTTP/1.1", HOST),
        await answer_to(desk_door, "GET /chats HTTP/1.1", HOST, "Cookie: desk=a"),
    ]

    assert {answer.status for answer in answers} == {503}
    assert [word for answer in answers for word in telling(answer)] == []
