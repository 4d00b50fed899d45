"""HTTP handlers for staff: who calls, what they may do, the call itself."""

from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel, TypeAdapter

from casestore.context import NotPermittedError
from casestore.handlers.conversations import CONTEXT, as_json
from casestore.requests.calls import Act, Call, act
from casestore.requests.export import Export, Shape
from casestore.requests.register import Query, Register
from casestore.staff.accounts import StaffAccounts
from casestore.verification import directory
from casestore.wire.requests import (
    Assignment,
    CallKey,
    Count,
    Extension,
    RecordedRequest,
    Remark,
    RequestFilter,
    RequestQuery,
    RequestSearch,
    Transition,
)
from casestore.wire.staff import Colleagues, IssuedToken, Loaded, NewCustomer, NewStaff, StaffMember

REGISTER = web.AppKey("register", Register)
STAFF = web.AppKey("staff", StaffAccounts)
DECIDE = frozenset({"lead", "privacy"})  # move a request on, extend or pause its period
WORK = DECIDE | {"agent"}  # record, note, assign; auditors only read
KEY = "Idempotency-Key"

staff_routes = web.RouteTableDef()
_new_customers = TypeAdapter(list[NewCustomer])
_Body = TypeVar("_Body", bound=BaseModel)


@staff_routes.get("/requests")
async def list_requests(http: web.Request) -> web.Response:
    """List requests, masked."""
    query = RequestQuery.model_validate(dict(http.query))
    return as_json(await http.app[REGISTER].page(Query(**query.model_dump())))


@staff_routes.get("/requests/count")
async def count_requests(http: web.Request) -> web.Response:
    """Count requests, up to a hundred."""
    query = RequestFilter.model_validate(dict(http.query))
    return as_json(Count(count=await http.app[REGISTER].count(Query(**query.model_dump()))))


@staff_routes.get("/requests/export")
async def export_requests(http: web.Request) -> web.StreamResponse:
    """Export the requests that fit, as a table."""
    reader = await permitted(http, DECIDE)
    query = RequestSearch.model_validate(dict(http.query))
    export = Export(http.app[CONTEXT], Shape.CSV, reader, Query(**query.model_dump()))
    response = web.StreamResponse(headers={"Content-Type": "text/csv; charset=utf-8"})
    pieces = export.pieces()
    first = await anext(pieces)
    await response.prepare(http)
    await response.write(first)
    async for piece in pieces:
        await response.write(piece)
    return response


@staff_routes.get("/requests/{reference}/mails")
async def list_mails(http: web.Request) -> web.Response:
    """List the mails to the requester, without what they say."""
    await caller(http)
    return as_json(await http.app[REGISTER].mails(http.match_info["reference"]))


@staff_routes.get("/requests/{reference}/proof")
async def prove_trail(http: web.Request) -> web.Response:
    """Tell whether the trail of a request holds."""
    await caller(http)
    return as_json(await http.app[REGISTER].proof(http.match_info["reference"]))


@staff_routes.get("/requests/{reference}")
async def open_request(http: web.Request) -> web.Response:
    """Open one request for the member of staff who holds the token."""
    reader = await caller(http)
    return as_json(await http.app[REGISTER].open(http.match_info["reference"], reader))


@staff_routes.post("/requests")
async def record_request(http: web.Request) -> web.Response:
    """Record a request that reached us by phone, letter or e-mail."""
    new = await read(http, RecordedRequest)
    return await _act(http, WORK, lambda handling, key: handling.record(key, new), status=201)


@staff_routes.post("/requests/{reference}/transitions")
async def move_request(http: web.Request) -> web.Response:
    """Move a request on."""
    to = await read(http, Transition)
    return await _act(http, DECIDE, lambda h, _: h.move(http.match_info["reference"], to))


@staff_routes.post("/requests/{reference}/extension")
async def extend_request(http: web.Request) -> web.Response:
    """Take two further months."""
    extension = await read(http, Extension)
    return await _act(http, DECIDE, lambda h, _: h.extend(http.match_info["reference"], extension))


@staff_routes.post("/requests/{reference}/pause")
async def pause_request(http: web.Request) -> web.Response:
    """Stop the period while the requester is asked who they are."""
    why = await read(http, Remark)
    return await _act(http, DECIDE, lambda h, _: h.pause(http.match_info["reference"], why.text))


@staff_routes.post("/requests/{reference}/resumption")
async def resume_request(http: web.Request) -> web.Response:
    """Let the period go on."""
    why = await read(http, Remark)
    return await _act(http, DECIDE, lambda h, _: h.resume(http.match_info["reference"], why.text))


@staff_routes.post("/requests/{reference}/assignment")
async def assign_request(http: web.Request) -> web.Response:
    """Say who works on it."""
    assignment = await read(http, Assignment)
    return await _act(http, WORK, lambda h, _: h.assign(http.match_info["reference"], assignment))


@staff_routes.post("/requests/{reference}/notes")
async def note_request(http: web.Request) -> web.Response:
    """Add a note that only staff read."""
    note = await read(http, Remark)
    return await _act(http, WORK, lambda h, _: h.note(http.match_info["reference"], note.text))


@staff_routes.put("/customers")
async def load_customers(http: web.Request) -> web.Response:
    """Load customers into the directory."""
    count = await directory.load(http.app[CONTEXT], _new_customers.validate_json(await http.read()))
    return as_json(Loaded(loaded=count))


@staff_routes.post("/staff")
async def add_staff(http: web.Request) -> web.Response:
    """Make a staff account."""
    new = NewStaff.model_validate_json(await http.read())
    return as_json(await http.app[STAFF].add(new), status=201)


@staff_routes.post("/staff/{name}/tokens")
async def issue_token(http: web.Request) -> web.Response:
    """Make a token for a member of staff."""
    token = await http.app[STAFF].issue_token(http.match_info["name"])
    return as_json(IssuedToken(token=token), status=201)


@staff_routes.get("/staff/colleagues")
async def list_colleagues(http: web.Request) -> web.Response:
    """Name those to whom work can be given."""
    await caller(http)
    everybody = await http.app[STAFF].everybody()
    working = [one.name for one in everybody if not one.disabled and one.role in WORK]
    called = {one.name: one.display_name for one in everybody if one.display_name}
    return as_json(Colleagues(names=working, display_names=called))


@staff_routes.get("/staff/me")
async def who_am_i(http: web.Request) -> web.Response:
    """Tell whose token it is."""
    return as_json(await caller(http))


async def caller(http: web.Request, *, in_use: bool = True) -> StaffMember:
    """Who holds the token, whose log-in is *in_use* by this call; raises `NotAllowedError`."""
    return await http.app[STAFF].whose(http.headers.get("X-Staff-Token", ""), in_use=in_use)


async def permitted(http: web.Request, roles: frozenset[str]) -> StaffMember:
    """Who holds the token, and has one of *roles*; raises `NotPermittedError`."""
    member = await caller(http)
    if member.role not in roles:
        raise NotPermittedError(member.role)
    return member


async def read(http: web.Request, model: type[_Body]) -> _Body:
    """Read the body; raises `ValueError`."""
    return model.model_validate_json(await http.read())


async def call_of(http: web.Request, roles: frozenset[str]) -> Call:
    """The call of a member of staff who has one of *roles*; raises `NotPermittedError`."""
    by = await permitted(http, roles)
    key = CallKey.model_validate({KEY: http.headers.get(KEY)}).key
    return Call(by, key, f"{http.path}\n".encode() + await http.read())


async def _act(http: web.Request, roles: frozenset[str], what: Act, status: int = 200) -> web.Response:
    return as_json(await act(http.app[CONTEXT], await call_of(http, roles), what), status=status)
