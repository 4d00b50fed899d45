"""Live events of a conversation: messages, resumable from the last id seen, and how it stands."""

import asyncio
from contextlib import suppress

from aiohttp import web

from casestore.client import CaseStoreError
from casestore.wire.conversations import Changes
from gateway.conversations import MOST_DIGITS, token_of
from gateway.problems import CASES, ProblemError
from gateway.streams import STREAMS

WAIT_SECONDS = 15.0  # then a comment keeps the line open

routes = web.RouteTableDef()


@routes.get("/api/v1/conversations/{id:[0-9a-f]{32}}/events")
async def events(http: web.Request) -> web.StreamResponse:
    """Send the state, and what comes after `Last-Event-ID` or `?after=`; then both as they change.

    A state has no id: it is never missed, since the stream begins with one.
    """
    conversation, token = http.match_info["id"], token_of(http)
    after = http.headers.get("Last-Event-ID") or http.query.get("after", "0")
    if not after.isdecimal() or len(after) > MOST_DIGITS:
        raise ProblemError("bad_request")
    await http.app[CASES].conversation(conversation, token)
    with http.app[STREAMS].one_more(http, conversation):
        return await _told_as_it_happens(http, conversation, token, after)


async def _told_as_it_happens(
    http: web.Request, conversation: str, token: str, after: str
) -> web.StreamResponse:
    stream = web.StreamResponse(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
    stream.content_type = "text/event-stream"
    await stream.prepare(http)
    with suppress(ConnectionError, CaseStoreError, asyncio.CancelledError):
        mark = ""
        while True:
            found = await http.app[CASES].changes(conversation, token, after, mark, WAIT_SECONDS)
            for message in found.messages:
                after = message.id
            await stream.write(_told(found, mark))
            mark = found.mark
    return stream


def _told(found: Changes, before: str) -> bytes:
    state = f"event: state\ndata: {found.state.model_dump_json()}\n\n" if found.mark != before else ""
    messages = [f"id: {m.id}\nevent: message\ndata: {m.model_dump_json()}\n\n" for m in found.messages]
    return ("".join([state, *messages]) or ": waiting\n\n").encode()
