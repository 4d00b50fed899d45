"""The events of an open stream."""

import asyncio
import json
from typing import Any

from aiohttp import ClientResponse

from tests.installation import GUARD


async def next_event(stream: ClientResponse) -> dict[str, str]:
    """The fields of the next event, without the comments between."""
    async with asyncio.timeout(GUARD):
        while (block := (await stream.content.readuntil(b"\n\n")).decode()).startswith(":"):
            pass
    return dict(line.split(": ", 1) for line in block.strip().split("\n"))


async def next_message(stream: ClientResponse) -> dict[str, Any]:
    """The next message, past the states between."""
    while (fields := await next_event(stream))["event"] == "state":
        pass
    message = json.loads(fields["data"])
    assert (fields["event"], fields["id"]) == ("message", message["id"])
    return dict(message)


async def next_state(stream: ClientResponse) -> dict[str, Any]:
    """The next state, past the messages between."""
    while (fields := await next_event(stream))["event"] == "message":
        pass
    assert set(fields) == {"event", "data"}
    return dict(json.loads(fields["data"]))
