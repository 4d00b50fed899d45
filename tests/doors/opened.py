"""A door as `serve` opens it, and what travels over its sockets, to the byte."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Self

from aiohttp import web

from doors.serving import Door, gate_of
from settings import Settings
from tests.installation import GUARD


@dataclass
class Answer:
    """What came back; *closed* when the connection was closed after it."""

    status: int
    headers: dict[str, str]
    body: bytes
    closed: bool


class Line:
    """One connection, on which anything at all may be sent."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def to(cls, port: int) -> Self:
        """Connect."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def send(self, *lines: str, body: bytes = b"") -> None:
        """Send a request line and headers, and a body."""
        await self.send_bytes("\r\n".join([*lines, "", ""]).encode("latin-1") + body)

    async def send_bytes(self, data: bytes) -> None:
        """Send; a connection that is closed already takes nothing, and its answer can still be read."""
        with suppress(ConnectionError):
            self.writer.write(data)
            await self.writer.drain()

    async def answer(self) -> Answer:
        """The next answer."""
        async with asyncio.timeout(GUARD):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            pairs = (line.split(": ", 1) for line in head[1:] if line)
            headers = {name.title(): value for name, value in pairs}
            body = await self.reader.readexactly(int(headers.get("Content-Length", "0")))
            last = headers.get("Connection") == "close" or head[0].startswith(("HTTP/0.9", "HTTP/1.0"))
            closed = last and await self.is_closed()
        return Answer(int(head[0].split()[1]), headers, body, closed)

    async def is_closed(self) -> bool:
        """Wait until the other side closes; `False` when it says something instead."""
        async with asyncio.timeout(GUARD):
            try:
                return not await self.reader.read(1)
            except ConnectionError:
                return True

    def close(self) -> None:
        """Hang up."""
        self.writer.close()


@asynccontextmanager
async def opened(app: web.Application, settings: Settings) -> AsyncIterator[int]:
    """Open the door to *app* on a free port, and tell it."""
    runner = web.AppRunner(app, shutdown_timeout=1.0)
    await runner.setup()
    door = Door(runner, "127.0.0.1", 0, gate_of(app, settings))
    await door.start()
    try:
        yield door.port
    finally:
        await runner.cleanup()


async def answer_to(port: int, *lines: str, body: bytes = b"") -> Answer:
    """The answer to one request on a connection of its own."""
    line = await Line.to(port)
    try:
        await line.send(*lines, body=body)
        return await line.answer()
    finally:
        line.close()
