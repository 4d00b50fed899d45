"""HTTP handlers for chats at the desk."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from casestore.chats.desk import DeskChats, view_for
from casestore.chats.handling import ChatHandling
from casestore.chats.watching import Watching, see
from casestore.chats.words import ChatWords
from casestore.handlers.conversations import CONTEXT, as_json
from casestore.handlers.staff import WORK, call_of, caller, permitted, read
from casestore.requests.calls import once
from casestore.wire.chats import ChatOpening, ChatQuery, Transfer, Watch
from casestore.wire.requests import Remark
from monitoring.calls import WAITED

DESK_CHATS = web.AppKey("desk_chats", DeskChats)
CHAT_WORDS = web.AppKey("chat_words", ChatWords)
WATCHING = web.AppKey("watching", Watching)
Act = Callable[[ChatHandling, str], Awaitable[None]]

chat_routes = web.RouteTableDef()


@chat_routes.get("/chats")
async def list_chats(http: web.Request) -> web.Response:
    """List chats of a status."""
    await caller(http)
    return as_json(await http.app[DESK_CHATS].page(ChatQuery.model_validate(dict(http.query))))


@chat_routes.get("/chats/{id}")
async def open_chat(http: web.Request) -> web.Response:
    """Open one chat for the member of staff who holds the token."""
    how = ChatOpening.model_validate(dict(http.query))
    return as_json(await http.app[DESK_CHATS].open(http.match_info["id"], await caller(http), how))


@chat_routes.get("/desk/queue")
async def count_chats(http: web.Request) -> web.Response:
    """Count the chats that wait and that staff have."""
    return as_json(await http.app[WATCHING].queue(await caller(http)))


@chat_routes.get("/desk/changes")
async def watch_chats(http: web.Request) -> web.Response:
    """Tell which chats have changed; waits for a change when asked to."""
    watch = Watch.model_validate(dict(http.query))
    reader = await caller(http, in_use=not watch.idle)
    http[WAITED] = bool(watch.wait)
    return as_json(await http.app[WATCHING].changes(watch, reader))


@chat_routes.post("/chats/{id}/claim")
async def claim_chat(http: web.Request) -> web.Response:
    """Take a chat that no colleague has."""
    return await _act(http, ChatHandling.claim, queue=True)


@chat_routes.post("/chats/{id}/messages")
async def say_in_chat(http: web.Request) -> web.Response:
    """Speak to the visitor."""
    said = await read(http, Remark)
    return await _act(http, lambda handling, chat: handling.say(chat, said.text))


@chat_routes.post("/chats/{id}/notes")
async def note_chat(http: web.Request) -> web.Response:
    """Add a note that only staff read."""
    written = await read(http, Remark)
    return await _act(http, lambda handling, chat: handling.note(chat, written.text))


@chat_routes.post("/chats/{id}/release")
async def release_chat(http: web.Request) -> web.Response:
    """Give a chat back to the bot."""
    return await _act(http, ChatHandling.release, moved=True)


@chat_routes.post("/chats/{id}/close")
async def close_chat(http: web.Request) -> web.Response:
    """End a chat."""
    return await _act(http, ChatHandling.close, queue=True)


@chat_routes.post("/chats/{id}/transfer")
async def transfer_chat(http: web.Request) -> web.Response:
    """Give a chat to a colleague, or take it from one."""
    transfer = await read(http, Transfer)
    return await _act(http, lambda handling, chat: handling.transfer(chat, transfer.to), moved=True)


@chat_routes.post("/chats/{id}/typing")
async def staff_types(http: web.Request) -> web.Response:
    """Who has the chat is writing in it."""
    by, context = await permitted(http, WORK), http.app[CONTEXT]
    async with context.database.writing() as session:
        await ChatHandling(context, session, by, http.app[CHAT_WORDS]).types(http.match_info["id"])
    return web.json_response({})


async def _act(http: web.Request, what: Act, *, queue: bool = False, moved: bool = False) -> web.Response:
    """Do *what*; *queue* says that it may move those who wait, *moved* that the chat is in another list."""
    call, context = await call_of(http, WORK), http.app[CONTEXT]
    async with context.database.writing() as session:
        handling = ChatHandling(context, session, call.by, http.app[CHAT_WORDS])

        async def done(_: str) -> str:
            await what(handling, http.match_info["id"])
            await see(session, context, call.by)
            return http.match_info["id"]

        view = await view_for(session, context, await once(session, context, call, done), call.by)
    context.wakeups.changed(view.id, queue=queue, moved=moved)
    return as_json(view)
