"""W3: who keeps a connection waiting loses it, and nothing else is lost."""

import asyncio
import socket

import pytest

from casestore.wire.conversations import NewMessage
from doors.patience import Patience
from tests.doors.opened import Line, answer_to
from tests.gateway.visitor import ROOT
from tests.installation import GUARD

SHORT = Patience(idle=0.3, body=0.3, reader=0.3)
HOST = "Host: localhost"
PIECE = NewMessage(sender="bot", text="Guten Tag " * 700, language="de")


@pytest.fixture
def patience(request):
    return getattr(request, "param", SHORT)


def test_nobody_is_waited_for_longer_than_half_a_minute():
    usual = Patience()

    assert max(usual.idle, usual.body, usual.reader) <= 30


async def test_connections_on_which_headers_drip_are_closed_and_others_are_served(door, desk_door):
    for port in (door, desk_door):
        lines = [await Line.to(port) for _ in range(100)]
        dripping = [asyncio.create_task(_drip(line, b"GET /healthz HTTP/1.1\r\nX-Note: ")) for line in lines]

        assert (await answer_to(port, "GET /healthz HTTP/1.1", HOST)).status == 200
        assert await asyncio.gather(*(line.is_closed() for line in lines)) == [True] * 100
        await asyncio.gather(*dripping)


async def test_a_connection_on_which_nothing_follows_is_closed(door):
    line = await Line.to(door)
    await line.send("GET /healthz HTTP/1.1", HOST)

    assert (await line.answer()).status == 200
    assert await line.is_closed()


@pytest.mark.parametrize("patience", [Patience(body=0.3)], indirect=True)
async def test_a_body_that_drips_is_a_timeout_and_the_connection_is_closed(door, running):
    line = await Line.to(door)
    await line.send(f"POST {ROOT} HTTP/1.1", HOST, "Content-Type: application/json", "Content-Length: 1000")
    dripping = asyncio.create_task(_drip(line, b" "))

    refused = await line.answer()

    assert (refused.status, refused.closed) == (408, True)
    assert running.execute("SELECT count(*) FROM conversations") == [(0,)]
    await dripping


@pytest.mark.parametrize("patience", [Patience(body=0.3)], indirect=True)
async def test_a_form_of_the_desk_that_drips_is_a_timeout_too(desk_door):
    line = await Line.to(desk_door)
    await line.send(
        *("POST /login HTTP/1.1", HOST, "Origin: http://localhost"),
        *("Content-Type: application/x-www-form-urlencoded", "Content-Length: 1000"),
    )
    dripping = asyncio.create_task(_drip(line, b"a"))

    refused = await line.answer()

    assert (refused.status, refused.closed) == (408, True)
    await dripping


@pytest.mark.parametrize("patience", [Patience(reader=0.3)], indirect=True)
async def test_who_listens_and_never_reads_is_dropped_and_can_go_on_where_it_was(door, running, chat):
    deaf = await _deaf(door, chat)
    said = 0
    async with asyncio.timeout(GUARD):
        while not deaf.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            await running.cases.reply(chat.id, [PIECE] * 50)
            said += 50
    deaf.close()

    again = await Line.to(door)
    await again.send(*_listens(chat), f"Last-Event-ID: {said - 1}")
    async with asyncio.timeout(GUARD):
        await again.reader.readuntil(f"id: {said}\n".encode())
    again.close()


async def test_a_live_line_on_which_nothing_happens_is_none_that_keeps_us_waiting(door, running, chat):
    listening, idle = await Line.to(door), await Line.to(door)
    await listening.send(*_listens(chat))

    assert await idle.is_closed()
    await running.cases.reply(chat.id, [PIECE])
    async with asyncio.timeout(GUARD):
        await listening.reader.readuntil(b"id: 1\n")
    listening.close()


def _listens(chat):
    return f"GET {ROOT}/{chat.id}/events HTTP/1.1", HOST, f"Authorization: Bearer {chat.token}"


async def _deaf(door, chat):
    """A socket that listens to *chat* and takes as little as it can."""
    loop, deaf = asyncio.get_running_loop(), socket.socket()
    deaf.settimeout(0)
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    await loop.sock_connect(deaf, ("127.0.0.1", door))
    await loop.sock_sendall(deaf, "\r\n".join([*_listens(chat), "", ""]).encode())
    return deaf


async def _drip(line, piece):
    """Send *piece* and then byte by byte, until nobody listens any more."""
    await line.send_bytes(piece)
    while not line.reader.at_eof() and line.reader.exception() is None and not line.writer.is_closing():
        await line.send_bytes(b"a")
        await asyncio.sleep(0.02)  # how slow it is, not what is waited for
