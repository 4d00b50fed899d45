"""What happens to chats, told to programs and to open pages of the desk as it happens."""

import asyncio
from contextlib import suppress

from aiohttp import web
from pydantic import BaseModel, Field

from casestore.client import CaseStoreError
from casestore.wire.chats import DeskChanges, Queue, Watch
from desk.access import CASES, READ, TOKEN, open_to
from desk.bodies import read
from monitoring.figures import LINES

_WAIT_SECONDS = 15.0  # then a comment keeps the line open
_PAUSE_SECONDS = 0.2  # what happens meanwhile is told together

routes = web.RouteTableDef()


class Shown(BaseModel):
    """The chat that a page shows: it hears of it by the event `watched`, too; an *idle* page shows none."""

    idle: bool = False
    chat: str | None = Field(None, pattern=r"^[0-9a-f]{32}$")


@routes.get("/api/v1/desk/events")
@open_to(READ)
async def events(http: web.Request) -> web.StreamResponse:
    """Send how many chats wait whenever their lists change, and which chats change.

    The events go on from `Last-Event-ID`; `everything` stands for all that can no longer be told one by one.
    """
    shown, last = read(Shown, http.query), http.headers.get("Last-Event-ID", "")
    since = int(last) if last.isdecimal() and len(last) < 18 else 0  # noqa: PLR2004  # digits of a number
    stream = web.StreamResponse(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
    stream.content_type = "text/event-stream"
    await stream.prepare(http)
    before: Queue | None = None
    with LINES.track_inprogress(), suppress(ConnectionError, CaseStoreError, asyncio.CancelledError):
        while True:
            watched = Watch(since=since, wait=_WAIT_SECONDS if since else 0, chat=shown.chat, idle=shown.idle)
            found = await http.app[CASES].watch(watched, http[TOKEN])
            await stream.write(_told(found, before, shown.chat))
            since, before = found.number, found.queue
            await asyncio.sleep(_PAUSE_SECONDS)
    return stream


def _told(found: DeskChanges, before: Queue | None, shown: str | None) -> bytes:
    parts = [] if found.chats is not None else [_event("everything", "{}")]
    if found.moved or found.queue != before:
        parts.append(_event("queue", found.queue.model_dump_json()))
    parts += [_event("chat", f'{{"id":"{chat}"}}') for chat in found.chats or ()]
    if shown in (found.chats or ()):
        parts.append(_event("watched", f'{{"id":"{shown}"}}'))
    return "".join([f"id: {found.number}\n\n", *parts, ": here\n\n"]).encode()


def _event(name: str, data: str) -> str:
    return f"event: {name}\ndata: {data}\n\n"
