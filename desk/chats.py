"""Chats, for staff: who waits, what was said, and speaking with the visitor."""

from aiohttp import web

from casestore.client.chats import ChatAct
from casestore.wire.chats import ChatQuery, Transfer
from casestore.wire.requests import Remark
from desk.access import CASES, READ, TOKEN, WORK, open_to
from desk.bodies import body, read
from desk.requests import key_of, shown

_CHATS = "/api/v1/desk/conversations"
_CHAT = rf"{_CHATS}/{{id:[0-9a-f]{{32}}}}"

routes = web.RouteTableDef()


@routes.get(_CHATS)
@open_to(READ)
async def list_chats(http: web.Request) -> web.Response:
    """List conversations of a status: who waits in turn, all else newest first."""
    query = {name: http.query[name] for name in ChatQuery.model_fields if http.query.get(name)}
    read(ChatQuery, query)
    return shown(await http.app[CASES].chats(query, http[TOKEN]))


@routes.get(_CHAT)
@open_to(READ)
async def open_chat(http: web.Request) -> web.Response:
    """Show one conversation with all that whoever takes it over needs to know; the opening is recorded."""
    return shown(await http.app[CASES].open_chat(http.match_info["id"], http[TOKEN]))


@routes.post(f"{_CHAT}/claim")
@open_to(WORK)
async def claim_chat(http: web.Request) -> web.Response:
    """Take a conversation that no colleague has."""
    return await _act(http, "claim")


@routes.post(f"{_CHAT}/messages")
@open_to(WORK)
async def say_in_chat(http: web.Request) -> web.Response:
    """Speak to the visitor."""
    return await _act(http, "messages", await body(http, Remark))


@routes.post(f"{_CHAT}/notes")
@open_to(WORK)
async def note_chat(http: web.Request) -> web.Response:
    """Add a note that only staff read."""
    return await _act(http, "notes", await body(http, Remark))


@routes.post(f"{_CHAT}/release")
@open_to(WORK)
async def release_chat(http: web.Request) -> web.Response:
    """Give a conversation back to the bot."""
    return await _act(http, "release")


@routes.post(f"{_CHAT}/close")
@open_to(WORK)
async def close_chat(http: web.Request) -> web.Response:
    """End a conversation; the visitor opens it again by writing."""
    return await _act(http, "close")


@routes.post(f"{_CHAT}/transfer")
@open_to(WORK)
async def transfer_chat(http: web.Request) -> web.Response:
    """Give a conversation to a colleague, or take it from one."""
    return await _act(http, "transfer", await body(http, Transfer))


async def _act(http: web.Request, act: ChatAct, said: Remark | Transfer | None = None) -> web.Response:
    chat = http.match_info["id"]
    return shown(await http.app[CASES].act_on_chat(chat, act, http[TOKEN], said, key_of(http)))
