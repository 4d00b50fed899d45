"""HTTP handlers for chats: parse, call the service, render."""

from aiohttp import web
from pydantic import BaseModel, TypeAdapter

from casestore.chats.conversations import Conversations
from casestore.context import Context
from casestore.requests.filing import Requests
from casestore.verification.codes import Codes
from casestore.wire.conversations import (
    After,
    Answered,
    Checked,
    ChosenLanguage,
    Forgotten,
    NewCode,
    NewConversation,
    NewMessage,
    Renewal,
    Said,
    Sent,
    Since,
    StaffWish,
    TypedCode,
)
from casestore.wire.requests import Change, NewRequest
from monitoring.calls import WAITED

CONTEXT = web.AppKey("context", Context)
CONVERSATIONS = web.AppKey("conversations", Conversations)
REQUESTS = web.AppKey("requests", Requests)
CODES = web.AppKey("codes", Codes)
TOKEN = "X-Conversation-Token"  # noqa: S105  # a header's name

routes = web.RouteTableDef()
_new_messages = TypeAdapter(list[NewMessage])


def as_json(body: BaseModel | list[BaseModel], status: int = 200) -> web.Response:
    """Render a body, or a list of them."""
    text = TypeAdapter(type(body)).dump_json(body) if isinstance(body, BaseModel) else _list(body)
    return web.Response(body=text, status=status, content_type="application/json")


def _list(body: list[BaseModel]) -> bytes:
    return b"[" + b",".join(item.model_dump_json().encode() for item in body) + b"]"


@routes.post("/conversations")
async def open_conversation(http: web.Request) -> web.Response:
    """Open a conversation."""
    new = NewConversation.model_validate_json(await http.read())
    opened = await http.app[CONVERSATIONS].open(new.language, new.identity)
    return as_json(opened, status=201)


@routes.get("/conversations/{id}")
async def view_conversation(http: web.Request) -> web.Response:
    """Describe a conversation."""
    view = await http.app[CONVERSATIONS].view(http.match_info["id"], http.headers.get(TOKEN))
    return as_json(view)


@routes.delete("/conversations/{id}")
async def forget_conversation(http: web.Request) -> web.Response:
    """Remove a conversation; tell which requests stay."""
    kept = await http.app[CONVERSATIONS].forget(http.match_info["id"], http.headers.get(TOKEN, ""))
    return as_json(Forgotten(kept_requests=kept))


@routes.post("/conversations/{id}/turns")
async def take_turn(http: web.Request) -> web.Response:
    """Take down a visitor's message."""
    said = Said.model_validate_json(await http.read())
    return as_json(await http.app[CONVERSATIONS].take(http.match_info["id"], said))


@routes.post("/conversations/{id}/token")
async def renew_token(http: web.Request) -> web.Response:
    """Give who proved who they are another token."""
    renewal = Renewal.model_validate_json(await http.read())
    return as_json(await http.app[CONVERSATIONS].renew_token(http.match_info["id"], renewal))


@routes.post("/conversations/{id}/messages")
async def add_messages(http: web.Request) -> web.Response:
    """Add messages, the answer to a turn when one is named."""
    messages = _new_messages.validate_json(await http.read())
    turn = Answered.model_validate(dict(http.query)).turn
    added = await http.app[CONVERSATIONS].reply(http.match_info["id"], messages, turn)
    return as_json(list(added))


@routes.get("/conversations/{id}/messages")
async def list_messages(http: web.Request) -> web.Response:
    """List messages after a position."""
    after = After.model_validate(dict(http.query)).after
    found = await http.app[CONVERSATIONS].messages(http.match_info["id"], http.headers.get(TOKEN, ""), after)
    return as_json(list(found))


@routes.get("/conversations/{id}/changes")
async def changes(http: web.Request) -> web.Response:
    """List messages after a position, and the state; waits for something new when asked to."""
    since = Since.model_validate(dict(http.query))
    token = http.headers.get(TOKEN, "")
    http[WAITED] = bool(since.wait)
    return as_json(await http.app[CONVERSATIONS].changes(http.match_info["id"], token, **since.model_dump()))


@routes.put("/conversations/{id}/language")
async def choose_language(http: web.Request) -> web.Response:
    """Speak another language from now on."""
    language = ChosenLanguage.model_validate_json(await http.read()).language
    token = http.headers.get(TOKEN, "")
    return as_json(await http.app[CONVERSATIONS].choose_language(http.match_info["id"], token, language))


@routes.post("/conversations/{id}/handoff")
async def ask_for_staff(http: web.Request) -> web.Response:
    """Put a conversation into the queue."""
    wish = StaffWish.model_validate_json(await http.read())
    return as_json(await http.app[CONVERSATIONS].ask_for_staff(http.match_info["id"], wish))


@routes.post("/conversations/{id}/typing")
async def visitor_types(http: web.Request) -> web.Response:
    """The visitor is writing."""
    await http.app[CONVERSATIONS].type(http.match_info["id"], http.headers.get(TOKEN, ""))
    return web.json_response({})


@routes.post("/conversations/{id}/requests")
async def file_request(http: web.Request) -> web.Response:
    """File a request."""
    new = NewRequest.model_validate_json(await http.read())
    return as_json(await http.app[REQUESTS].file(http.match_info["id"], new), status=201)


@routes.get("/conversations/{id}/requests")
async def request_cards(http: web.Request) -> web.Response:
    """Show the requests of a conversation and of the mailbox proved in it."""
    return as_json(list(await http.app[REQUESTS].cards(http.match_info["id"])))


@routes.get("/conversations/{id}/requests/{reference}")
async def request_card(http: web.Request) -> web.Response:
    """Show one of them."""
    reference, conversation = http.match_info["reference"], http.match_info["id"]
    return as_json(await http.app[REQUESTS].card(reference, conversation))


@routes.patch("/conversations/{id}/requests/{reference}")
async def change_request(http: web.Request) -> web.Response:
    """Add to a conversation's own request, or withdraw it."""
    change = Change.model_validate_json(await http.read())
    reference, conversation = http.match_info["reference"], http.match_info["id"]
    return as_json(await http.app[REQUESTS].change(reference, conversation, change))


@routes.post("/conversations/{id}/codes")
async def send_code(http: web.Request) -> web.Response:
    """Send a code."""
    new = NewCode.model_validate_json(await http.read())
    outcome = await http.app[CODES].send(http.match_info["id"], new.address)
    return as_json(Sent(outcome=outcome))


@routes.post("/conversations/{id}/codes/check")
async def check_code(http: web.Request) -> web.Response:
    """Check a code."""
    typed = TypedCode.model_validate_json(await http.read())
    outcome = await http.app[CODES].check(http.match_info["id"], typed.code)
    return as_json(Checked(outcome=outcome))
