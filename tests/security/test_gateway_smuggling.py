"""W7: what a proxy before us could read otherwise than we do is refused, and the connection is closed."""

import pytest

from tests.doors.opened import Line, answer_to
from tests.gateway.visitor import ROOT

HOST = "Host: localhost"
POST = f"POST {ROOT} HTTP/1.1"
CHUNKED = "Transfer-Encoding: chunked"
UNREADABLE = {
    "length and pieces": [POST, HOST, "Content-Length: 5", CHUNKED],
    "pieces and length": [POST, HOST, CHUNKED, "Content-Length: 5"],
    "two lengths": [POST, HOST, "Content-Length: 0", "Content-Length: 5"],
    "the same length twice": [POST, HOST, "Content-Length: 5", "Content-Length: 5"],
    "a list of lengths": [POST, HOST, "Content-Length: 5, 5"],
    "a length below zero": [POST, HOST, "Content-Length: -1"],
    "a length with a sign": [POST, HOST, "Content-Length: +5"],
    "a length in hexadecimal": [POST, HOST, "Content-Length: 0x5"],
    "a length with underscores": [POST, HOST, "Content-Length: 1_0"],
    "an endless length": [POST, HOST, f"Content-Length: {'9' * 40}"],
    "pieces inside of pieces": [POST, HOST, CHUNKED, CHUNKED],
    "pieces that are not the last": [POST, HOST, "Transfer-Encoding: chunked, identity"],
    "pieces of another name": [POST, HOST, "Transfer-Encoding: xchunked"],
    "pieces with a vertical tab": [POST, HOST, "Transfer-Encoding: \x0bchunked"],
    "a space before the colon": [POST, HOST, "Content-Length : 5"],
    "a header without a name": [POST, HOST, ": 5"],
    "a header without a colon": [POST, HOST, "Content-Length"],
    "a folded header": [POST, HOST, "X-Note: a", " b"],
    "a folded length": [POST, HOST, "Content-Length:", " 5"],
    "a null byte in a header": [POST, HOST, "X-Note: a\0b"],
    "a line break in a header": [POST, HOST, "X-Note: a\rb: c"],
    "a space in a header's name": [POST, HOST, "X Note: a"],
    "no host": [POST],
    "two hosts": [POST, HOST, "Host: elsewhere.example"],
    "an address of another host": ["GET http://elsewhere.example/ HTTP/1.1", HOST],
    "an address of our own": ["GET http://localhost/healthz HTTP/1.1", HOST],
    "an address that is no path": ["GET healthz HTTP/1.1", HOST],
    "an asterisk": ["OPTIONS * HTTP/1.1", HOST],
    "a tunnel": ["CONNECT localhost:80 HTTP/1.1", HOST],
    "a line break in the path": ["GET /a\rb HTTP/1.1", HOST],
    "a tab in the path": ["GET /a\tb HTTP/1.1", HOST],
    "a space in the path": ["GET /a b HTTP/1.1", HOST],
    "a null byte in the path": ["GET /a\0b HTTP/1.1", HOST],
    "no version": ["GET /", HOST],
    "another version": ["GET / HTTP/3.0", HOST],
    "another protocol": ["GET / FTP/1.1", HOST],
    "no method": ["/ HTTP/1.1", HOST],
    "a header too long": ["GET / HTTP/1.1", HOST, f"X-Note: {'a' * 10_000}"],
    "an address too long": [f"GET /{'a' * 10_000} HTTP/1.1", HOST],
    "too many headers": ["GET / HTTP/1.1", HOST, *(f"X-{number}: a" for number in range(200))],
}
BAD_PIECES = {
    "no number": b"x\r\n{ }\r\n0\r\n\r\n",
    "a sign": b"+3\r\n{ }\r\n0\r\n\r\n",
    "a prefix": b"0x3\r\n{ }\r\n0\r\n\r\n",
    "a space": b"3 \r\n{ }\r\n0\r\n\r\n",
    "too short": b"2\r\n{ }\r\n0\r\n\r\n",
    "a bare line feed": b"3\n{ }\n0\n\n",
    "an endless number": b"f" * 40 + b"\r\n{ }\r\n0\r\n\r\n",
    "a line feed in what belongs to it": b"3;a\nb\r\n{ }\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("lines", UNREADABLE.values(), ids=UNREADABLE)
async def test_what_can_be_read_in_two_ways_is_refused_and_the_connection_closed(door, lines):
    refused = await answer_to(door, *lines)

    assert (refused.status, refused.closed) == (400, True)


@pytest.mark.parametrize("pieces", BAD_PIECES.values(), ids=BAD_PIECES)
async def test_pieces_that_are_not_as_they_should_be_are_refused_and_the_connection_closed(door, pieces):
    headers = [POST, HOST, CHUNKED, "Content-Type: application/json"]

    refused = await answer_to(door, *headers, body=pieces)

    assert (refused.status, refused.closed) == (400, True)


async def test_the_same_piece_well_formed_is_taken(door):
    headers = [POST, HOST, CHUNKED, "Content-Type: application/json"]

    assert (await answer_to(door, *headers, body=b"3\r\n{ }\r\n0\r\n\r\n")).status == 201


async def test_a_body_that_ends_too_early_is_no_call(door, running):
    line = await Line.to(door)
    await line.send(POST, HOST, "Content-Type: application/json", "Content-Length: 50", body=b"{")
    line.writer.write_eof()

    assert await line.is_closed()
    assert running.execute("SELECT count(*) FROM conversations") == [(0,)]


@pytest.mark.parametrize(
    "name", ["X-Forwarded-Host", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override"]
)
async def test_a_header_that_would_change_what_is_asked_for_changes_nothing(door, name):
    asked = "/api/v1/nothing" if name.endswith("URL") else "DELETE"

    assert (
        await answer_to(door, "GET /healthz HTTP/1.1", HOST, f"{name}: {asked}")
    ).body == b'{"status": "ok"}'


@pytest.mark.parametrize(
    "path",
    [
        "//elsewhere.example/",
        "//elsewhere.example/%2e%2e",
        "/%0d%0aX-Note:%20a",
        "/policy/de%0d%0aX-Note:%20a",
        "/form/de/code?%0d%0aX",
    ],
)
async def test_no_path_leads_elsewhere_or_into_a_header(door, path):
    answer = await answer_to(door, f"GET {path} HTTP/1.1", HOST)

    assert "X-Note" not in answer.headers
    assert answer.headers.get("Location", "/form/de").startswith("/form/")


async def test_calls_that_follow_one_another_on_a_line_are_answered_in_order(door):
    line = await Line.to(door)
    for path in ("/healthz", "/nothing", "/healthz"):
        await line.send(f"GET {path} HTTP/1.1", HOST)

    assert [(await line.answer()).status for _ in range(3)] == [200, 404, 200]
