"""HTTP handlers of the case store: parse, call the service, render."""

from datetime import date

from aiohttp import web
from pydantic import BaseModel, TypeAdapter

from casestore import directory
from casestore.codes import Codes
from casestore.context import Context
from casestore.conversations import Conversations
from casestore.register import Register
from casestore.requests import Requests
from casestore.staff import StaffAccounts
from casestore.wire import Change, NewCode, NewCustomer, NewMessage, NewRequest, NewStaff, Said
from privacy.language import Language

CONTEXT = web.AppKey("context", Context)
CONVERSATIONS = web.AppKey("conversations", Conversations)
REQUESTS = web.AppKey("requests", Requests)
CODES = web.AppKey("codes", Codes)
REGISTER = web.AppKey("register", Register)
STAFF = web.AppKey("staff", StaffAccounts)
TOKEN = "X-Conversation-Token"  # noqa: S105  # a header's name

routes = web.RouteTableDef()
_new_messages = TypeAdapter(list[NewMessage])
_new_customers = TypeAdapter(list[NewCustomer])


def _json(body: BaseModel | list[BaseModel], status: int = 200) -> web.Response:
    text = TypeAdapter(type(body)).dump_json(body) if isinstance(body, BaseModel) else _list(body)
    return web.Response(body=text, status=status, content_type="application/json")


def _list(body: list[BaseModel]) -> bytes:
    return b"[" + b",".join(item.model_dump_json().encode() for item in body) + b"]"


@routes.get("/healthz")
async def healthy(http: web.Request) -> web.Response:
    """Say that the database answers."""
    async with http.app[CONTEXT].database.reading() as session:
        await session.connection()
    return web.json_response({"status": "ok"})


@routes.post("/conversations")
async def open_conversation(http: web.Request) -> web.Response:
    """Open a conversation."""
    body = await http.json()
    return _json(await http.app[CONVERSATIONS].open(Language(body["language"])), status=201)


@routes.get("/conversations/{id}")
async def view_conversation(http: web.Request) -> web.Response:
    """Describe a conversation."""
    view = await http.app[CONVERSATIONS].view(http.match_info["id"], http.headers.get(TOKEN))
    return _json(view)


@routes.delete("/conversations/{id}")
async def forget_conversation(http: web.Request) -> web.Response:
    """Remove a conversation; tell which requests stay."""
    kept = await http.app[CONVERSATIONS].forget(http.match_info["id"], http.headers.get(TOKEN, ""))
    return web.json_response({"kept_requests": kept})


@routes.post("/conversations/{id}/turns")
async def take_turn(http: web.Request) -> web.Response:
    """Take down a visitor's message."""
    said = Said.model_validate_json(await http.read())
    return _json(await http.app[CONVERSATIONS].take(http.match_info["id"], said))


@routes.post("/conversations/{id}/messages")
async def add_messages(http: web.Request) -> web.Response:
    """Add messages, the answer to a turn when one is named."""
    messages = _new_messages.validate_json(await http.read())
    added = await http.app[CONVERSATIONS].reply(http.match_info["id"], messages, http.query.get("turn"))
    return _json(list(added))


@routes.get("/conversations/{id}/messages")
async def list_messages(http: web.Request) -> web.Response:
    """List messages after a position; waits for one when asked to."""
    after, wait = int(http.query.get("after", 0)), float(http.query.get("wait", 0))
    token = http.headers.get(TOKEN, "")
    found = await http.app[CONVERSATIONS].messages(http.match_info["id"], token, after, wait)
    return _json(list(found))


@routes.post("/conversations/{id}/handoff")
async def ask_for_staff(http: web.Request) -> web.Response:
    """Put a conversation into the queue."""
    await http.app[CONVERSATIONS].ask_for_staff(http.match_info["id"])
    return web.json_response({})


@routes.post("/conversations/{id}/requests")
async def file_request(http: web.Request) -> web.Response:
    """File a request."""
    new = NewRequest.model_validate_json(await http.read())
    return _json(await http.app[REQUESTS].file(http.match_info["id"], new), status=201)


@routes.get("/conversations/{id}/requests/{reference}")
async def request_card(http: web.Request) -> web.Response:
    """Show a conversation's own request."""
    reference, conversation = http.match_info["reference"], http.match_info["id"]
    return _json(await http.app[REQUESTS].card(reference, conversation))


@routes.patch("/conversations/{id}/requests/{reference}")
async def change_request(http: web.Request) -> web.Response:
    """Add to a conversation's own request, or withdraw it."""
    change = Change.model_validate_json(await http.read())
    reference, conversation = http.match_info["reference"], http.match_info["id"]
    return _json(await http.app[REQUESTS].change(reference, conversation, change))


@routes.post("/conversations/{id}/codes")
async def send_code(http: web.Request) -> web.Response:
    """Send a code."""
    new = NewCode.model_validate_json(await http.read())
    outcome = await http.app[CODES].send(http.match_info["id"], new.address)
    return web.json_response({"outcome": outcome})


@routes.post("/conversations/{id}/codes/check")
async def check_code(http: web.Request) -> web.Response:
    """Check a code."""
    body = await http.json()
    outcome = await http.app[CODES].check(http.match_info["id"], body["code"])
    return web.json_response({"outcome": outcome})


@routes.get("/requests")
async def list_requests(http: web.Request) -> web.Response:
    """List requests, masked."""
    query = http.query
    page = await http.app[REGISTER].page(
        state=query.get("state"),
        right=query.get("right"),
        due_before=date.fromisoformat(query["due_before"]) if "due_before" in query else None,
        query=query.get("q"),
        cursor=int(query["cursor"]) if "cursor" in query else None,
    )
    return _json(page)


@routes.get("/requests/{reference}")
async def open_request(http: web.Request) -> web.Response:
    """Open one request for the member of staff who holds the token."""
    reader = await http.app[STAFF].whose(http.headers.get("X-Staff-Token", ""))
    return _json(await http.app[REGISTER].open(http.match_info["reference"], reader))


@routes.put("/customers")
async def load_customers(http: web.Request) -> web.Response:
    """Load customers into the directory."""
    count = await directory.load(http.app[CONTEXT], _new_customers.validate_json(await http.read()))
    return web.json_response({"loaded": count})


@routes.post("/staff")
async def add_staff(http: web.Request) -> web.Response:
    """Make a staff account."""
    new = NewStaff.model_validate_json(await http.read())
    return _json(await http.app[STAFF].add(new), status=201)


@routes.post("/staff/{name}/tokens")
async def issue_token(http: web.Request) -> web.Response:
    """Make a token for a member of staff."""
    token = await http.app[STAFF].issue_token(http.match_info["name"])
    return web.json_response({"token": token}, status=201)


@routes.get("/staff/me")
async def who_am_i(http: web.Request) -> web.Response:
    """Tell whose token it is."""
    return _json(await http.app[STAFF].whose(http.headers.get("X-Staff-Token", "")))
