"""Requests, for staff."""

from aiohttp import web
from pydantic import BaseModel

from casestore.client import CaseStore
from casestore.request_wire import (
    Assignment,
    CallKey,
    Extension,
    RecordedRequest,
    Remark,
    RequestQuery,
    Transition,
)
from casestore.staff_wire import StaffMember
from desk.bodies import body, read
from privacy.reference import reference_in

CASES = web.AppKey("cases", CaseStore)
STAFF = web.RequestKey("staff", StaffMember)
TOKEN = web.RequestKey("token", str)
KEY = "Idempotency-Key"
_REQUESTS = "/api/v1/desk/requests"
_REQUEST = rf"{_REQUESTS}/{{reference:[\w-]{{1,40}}}}"

routes = web.RouteTableDef()


@routes.get(_REQUESTS)
async def list_requests(http: web.Request) -> web.Response:
    """List requests, newest first, the requester masked."""
    query = {name: http.query[name] for name in RequestQuery.model_fields if http.query.get(name)}
    read(RequestQuery, query)
    return _shown(await http.app[CASES].requests(query))


@routes.get(_REQUEST)
async def open_request(http: web.Request) -> web.Response:
    """Show one request; the opening is recorded."""
    return _shown(await http.app[CASES].open_request(_reference(http), http[TOKEN]))


@routes.post(_REQUESTS)
async def record_request(http: web.Request) -> web.Response:
    """Record a request that reached us by phone, letter or e-mail."""
    new = await body(http, RecordedRequest)
    return _shown(await http.app[CASES].record_request(new, http[TOKEN], _key(http)), status=201)


@routes.post(f"{_REQUEST}/transitions")
async def move_request(http: web.Request) -> web.Response:
    """Move a request on."""
    return await _act(http, await body(http, Transition))


@routes.post(f"{_REQUEST}/extension")
async def extend_request(http: web.Request) -> web.Response:
    """Take two further months; the requester is told why."""
    return await _act(http, await body(http, Extension))


@routes.post(f"{_REQUEST}/assignment")
async def assign_request(http: web.Request) -> web.Response:
    """Say who works on it."""
    return await _act(http, await body(http, Assignment))


@routes.post(f"{_REQUEST}/notes")
async def note_request(http: web.Request) -> web.Response:
    """Add a note that only staff read."""
    return await _act(http, await body(http, Remark), "notes")


@routes.post(f"{_REQUEST}/pause")
async def pause_request(http: web.Request) -> web.Response:
    """Stop the period while the requester is asked who they are."""
    return await _act(http, await body(http, Remark), "pause")


@routes.post(f"{_REQUEST}/resumption")
async def resume_request(http: web.Request) -> web.Response:
    """Let the period go on."""
    return await _act(http, await body(http, Remark), "resumption")


async def _act(
    http: web.Request, what: Transition | Extension | Assignment | Remark, remark: str = ""
) -> web.Response:
    """Change the request; *remark* says what a remark is for."""
    return _shown(await http.app[CASES].act(_reference(http), what, http[TOKEN], _key(http), remark))


def _reference(http: web.Request) -> str:
    """The reference as we write it, however the caller does."""
    return reference_in(http.match_info["reference"]) or http.match_info["reference"]


def _key(http: web.Request) -> str | None:
    """The caller's name for this call; raises 422 for one nobody would give."""
    return read(CallKey, {KEY: http.headers.get(KEY)}).key


def _shown(found: BaseModel, status: int = 200) -> web.Response:
    return web.Response(text=found.model_dump_json(), status=status, content_type="application/json")
