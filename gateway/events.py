"""Live events of a conversation: server-sent, resumable from the last id seen."""

import asyncio
from contextlib import suppress

from aiohttp import web

from casestore.client import CaseStoreError
from gateway.conversations import MOST_DIGITS, token_of
from gateway.problems import CASES, ProblemError

WAIT_SECONDS = 15.0  # then a comment keeps the line open

routes = web.RouteTableDef()


@routes.get("/api/v1/conversations/{id:[0-9a-f]{32}}/events")
async def events(http: web.Request) -> web.StreamResponse:
    """Send what comes after `Last-Event-ID`, or after `?after=`, as it comes."""
    conversation, token = http.match_info["id"], token_of(http)
    after = http.headers.get("Last-Event-ID") or http.query.get("after", "0")
    if not after.isdecimal() or len(after) > MOST_DIGITS:
        raise ProblemError("bad_request")
    await http.app[CASES].conversation(conversation, token)
    stream = web.StreamResponse(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
    stream.content_type = "text/event-stream"
    await stream.prepare(http)
    with suppress(ConnectionError, CaseStoreError, asyncio.CancelledError):
        while True:
            found = await http.app[CASES].messages(conversation, token, after, WAIT_SECONDS)
            for message in found:
                after = message.id
                data = message.model_dump_json()
                await stream.write(f"id: {message.id}\nevent: message\ndata: {data}\n\n".encode())
            if not found:
                await stream.write(b": waiting\n\n")
    return stream
