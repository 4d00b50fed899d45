"""The pages of chats: who waits, what is said, and what a colleague needs to know."""

import json
import secrets
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from pydantic import BaseModel, ValidationError

from casestore.client import ConflictingError, TakenError, UnfitError, UnknownError
from casestore.client.chats import ChatAct
from casestore.wire.chats import ChatOpening, ChatView, Transfer
from casestore.wire.requests import Remark
from desk.access import CASES, READ, STAFF, TOKEN, WORK, open_to
from desk.forms import entries, see
from desk.languages import language_of
from desk.library import LIBRARY
from desk.packet import asked_in
from desk.pages import page_in, say, who
from privacy.handoff import Reason

LISTS = ("waiting", "mine", "open", "bot", "closed")
MAY_STAND_IN = frozenset({"lead", "privacy"})
_CHAT = r"/chats/{id:[0-9a-f]{32}}"
_SPEAKS = frozenset({"messages", "notes"})
_PROBLEMS = frozenset({"unfit", "conflict"})
_GONE = "gone"

routes = web.RouteTableDef()


@routes.get("/chats")
@open_to(READ)
async def chats_page(http: web.Request) -> web.Response:
    """Show a list of chats, with none opened."""
    gone = _GONE if http.query.get("problem") == _GONE else ""
    return _page(http, "chats.html", view=None, problem=gone, **await _listed(http))


@routes.get("/chats/list")
@open_to(READ)
async def chats_list(http: web.Request) -> web.Response:
    """The list alone, to be shown anew."""
    return _page(http, "chats_list.html", **await _listed(http))


@routes.get(_CHAT)
@open_to(READ)
async def chat_page(http: web.Request) -> web.Response:
    """Show a list of chats and one of them."""
    view = await _opened(http)
    problem = http.query.get("problem", "")
    colleagues = (await http.app[CASES].colleagues(http[TOKEN])).names
    return _page(
        http,
        "chats.html",
        problem=problem if problem in _PROBLEMS else "",
        colleagues=[name for name in colleagues if name != view.assignee],
        **await _listed(http),
        **_shown(http, view),
    )


@routes.get(f"{_CHAT}/talk")
@open_to(READ)
async def chat_talk(http: web.Request) -> web.Response:
    """What was said, to be shown anew; the whole page when something else may be done with it now."""
    try:
        view = await _opened(http)
    except UnknownError:
        return _gone(http)
    return _talk(http, view, seen=http.query.get("standing", ""))


@routes.post(f"{_CHAT}/claim")
@open_to(WORK)
async def claim(http: web.Request) -> web.Response:
    """Take a chat that no colleague has."""
    return await _act(http, "claim")


@routes.post(f"{_CHAT}/release")
@open_to(WORK)
async def release(http: web.Request) -> web.Response:
    """Give a chat back to the bot."""
    return await _act(http, "release")


@routes.post(f"{_CHAT}/close")
@open_to(WORK)
async def close(http: web.Request) -> web.Response:
    """End a chat."""
    return await _act(http, "close")


@routes.post(f"{_CHAT}/transfer")
@open_to(WORK)
async def transfer(http: web.Request) -> web.Response:
    """Give a chat to a colleague, or take it from one."""
    try:
        to = Transfer(to=(await entries(http)).get("to", ""))
    except ValidationError:
        return _refused(http, "unfit")
    return await _act(http, "transfer", to)


@routes.post(f"{_CHAT}/lines")
@open_to(WORK)
async def write(http: web.Request) -> web.Response:
    """Speak to the visitor, or write a note that only staff read."""
    sent = await entries(http)
    act: ChatAct = "messages" if sent.get("kind") == "reply" else "notes"
    try:
        said = Remark(text=sent.get("text", "").replace("\r\n", "\n"))
    except ValidationError:
        return _refused(http, "unfit")
    return await _act(http, act, said, key=sent.get("key") or None)


@routes.post(f"{_CHAT}/typing")
@open_to(WORK)
async def types(http: web.Request) -> web.Response:
    """Who has the chat is writing to the visitor."""
    with suppress(ConflictingError):  # it is not theirs any more, which the page hears by itself
        await http.app[CASES].staff_types(http.match_info["id"], http[TOKEN])
    return web.Response(status=204)


async def _act(
    http: web.Request, act: ChatAct, what: BaseModel | None = None, key: str | None = None
) -> web.Response:
    """Change the chat and show it."""
    chat = http.match_info["id"]
    try:
        view = await http.app[CASES].act_on_chat(chat, act, http[TOKEN], what, key)
    except UnknownError:
        return _gone(http)
    except TakenError as error:
        return _taken(http, error.by)
    except ConflictingError:
        return _refused(http, "conflict")
    except UnfitError:
        return _refused(http, "unfit")
    if act in _SPEAKS and "HX-Request" in http.headers:
        return _talk(http, await _opened(http), seen=standing(http, view))
    return _on(http, _place_of(http, view))


async def _opened(http: web.Request) -> ChatView:
    """The chat for a page that goes on reading it; addresses are whole only when asked for."""
    how = ChatOpening(masked=not _asks_whole(http), live=True)
    return await http.app[CASES].open_chat(http.match_info["id"], http[TOKEN], how)


def _asks_whole(http: web.Request) -> bool:
    return http[STAFF].role == "privacy" and http.query.get("whole") == "1"


def _page(http: web.Request, name: str, **values: Any) -> web.Response:
    """A page of this area, or a part of one."""
    reason_of = partial(_reason, http)
    return page_in(
        http, name, library=http.app[LIBRARY], reason_of=reason_of, listed=_list_of(http), **values
    )


def _reason(http: web.Request, name: str) -> str:
    """Why a person is needed: some reasons are no topic that anybody asks about."""
    if name in {reason.value for reason in Reason}:
        return say(http, f"chats.reasons.{name}")
    return http.app[LIBRARY].title(name, language_of(http))


def _list_of(http: web.Request) -> str:
    """The list of chats that is shown."""
    wish = http.query.get("status", "")
    return wish if wish in LISTS else LISTS[0]


async def _listed(http: web.Request) -> dict[str, object]:
    """The values of `chats_list.html`."""
    cases, me, status = http.app[CASES], http[STAFF].name, _list_of(http)
    query = {"status": "open", "assignee": me} if status == "mine" else {"status": status}
    cursor = http.query.get("cursor", "")
    if cursor:
        query["cursor"] = cursor
    chosen = http.match_info.get("id") or http.query.get("chat", "")
    return {
        "lists": LISTS,
        "cursor": cursor,
        "chosen": chosen,
        "page": await cases.chats(query, http[TOKEN]),
        "counts": (await cases.queue(http[TOKEN])).model_dump(),
    }


def _shown(http: web.Request, view: ChatView) -> dict[str, object]:
    """The values of `chats_talk.html`."""
    return {
        "view": view,
        "asked": asked_in(view),
        "readers": [who(one, view.called) for one in view.readers],
        "standing": standing(http, view),
        "whole": _asks_whole(http),
        "may_see_whole": http[STAFF].role == "privacy",
        "may_stand_in": http[STAFF].role in MAY_STAND_IN,
        "key": secrets.token_hex(8),
    }


def standing(http: web.Request, view: ChatView) -> str:
    """Whose the chat is: what can be written in it hangs on this alone."""
    is_mine = view.status == "open" and view.assignee == http[STAFF].name
    return "mine" if is_mine else "not_mine"


def _talk(http: web.Request, view: ChatView, seen: str) -> web.Response:
    response = _page(http, "chats_talk.html", again=True, **_shown(http, view))
    if standing(http, view) != seen:
        response.headers["HX-Redirect"] = _place_of(http, view)
    return response


def _taken(http: web.Request, by: str) -> web.Response:
    """Say which colleague was faster; the page shows the chat as it is now."""
    if "HX-Request" not in http.headers:
        return see(_where(http.match_info["id"], "waiting"))
    told = {"HX-Trigger": json.dumps({"taken": {}})}
    return web.Response(text=say(http, "chats.taken", name=by), status=409, headers=told)


def _gone(http: web.Request) -> web.Response:
    """Leave a chat that was deleted, and say so: nothing of it stays on the page."""
    return _on(http, f"/chats?{urlencode({'status': _list_of(http), 'problem': _GONE})}")


def _on(http: web.Request, place: str) -> web.Response:
    """Go on to another page."""
    return web.Response(headers={"HX-Redirect": place}) if "HX-Request" in http.headers else see(place)


def _refused(http: web.Request, problem: str) -> web.Response:
    if "HX-Request" not in http.headers:
        return see(f"{_where(http.match_info['id'], _list_of(http))}&problem={problem}")
    return web.Response(text=say(http, f"chats.problems.{problem}"), status=422)


def _place_of(http: web.Request, view: ChatView) -> str:
    """Where a chat is shown: one's own among one's own, any other in the list that was open."""
    return _where(view.id, "mine" if standing(http, view) == "mine" else _list_of(http))


def _where(chat: str, status: str) -> str:
    return f"/chats/{chat}?{urlencode({'status': status})}"
