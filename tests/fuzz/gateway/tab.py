"""A tab in which a chat is open: it listens, and goes on where its line broke."""

import asyncio

from tests.gateway.stream import next_message
from tests.installation import GUARD


class Tab:
    def __init__(self, visitor):
        self.seen = []
        self._visitor = visitor
        self._stream = None

    async def listen(self):
        """Listen from the last message seen; a former line breaks."""
        await self.leave()
        last = {"Last-Event-ID": self.seen[-1]["id"]} if self.seen else {}
        self._stream = await self._visitor.call("GET", "/events", headers=last)
        assert self._stream.status == 200, await self._stream.text()

    async def hear(self, number):
        """Listen until there are so many messages."""
        while len(self.seen) < number:
            self.seen.append(await next_message(self._stream))

    async def hear_the_end(self):
        """What comes before the line ends."""
        async with asyncio.timeout(GUARD):
            return await self._stream.content.read()

    async def leave(self):
        if self._stream:
            self._stream.close()
