"""Requests, for staff."""

from aiohttp import web
from pydantic import BaseModel

from casestore.wire.requests import (
    Assignment,
    CallKey,
    Extension,
    RecordedRequest,
    Remark,
    RequestQuery,
    Transition,
)
from desk.access import CASES, DECIDE, READ, TOKEN, WORK, open_to
from desk.bodies import body, read
from privacy.reference import reference_in

KEY = "Idempotency-Key"
_REQUESTS = "/api/v1/desk/requests"
_REQUEST = rf"{_REQUESTS}/{{reference:[\w-]{{1,40}}}}"

routes = web.RouteTableDef()


@routes.get(_REQUESTS)
@open_to(READ)
async def list_requests(http: web.Request) -> web.Response:
    """List requests, newest first, the requester masked."""
    query = {name: http.query[name] for name in RequestQuery.model_fields if http.query.get(name)}
    read(RequestQuery, query)
    return shown(await http.app[CASES].requests(query))


@routes.get(_REQUEST)
@open_to(READ)
async def open_request(http: web.Request) -> web.Response:
    """Show one request; the opening is recorded."""
    return shown(await http.app[CASES].open_request(_reference(http), http[TOKEN]))


@routes.post(_REQUESTS)
@open_to(WORK)
async def record_request(http: web.Request) -> web.Response:
    """Record a request that reached us by phone, letter or e-mail."""
    new = await body(http, RecordedRequest)
    return shown(await http.app[CASES].record_request(new, http[TOKEN], key_of(http)), status=201)


@routes.post(f"{_REQUEST}/transitions")
@open_to(DECIDE)
async def move_request(http: web.Request) -> web.Response:
    """Move a request on."""
    return await _act(http, await body(http, Transition))


@routes.post(f"{_REQUEST}/extension")
@open_to(DECIDE)
async def extend_request(http: web.Request) -> web.Response:
    """Take two further months; the requester is told why."""
    return await _act(http, await body(http, Extension))


@routes.post(f"{_REQUEST}/assignment")
@open_to(WORK)
async def assign_request(http: web.Request) -> web.Response:
    """Say who works on it."""
    return await _act(http, await body(http, Assignment))


@routes.post(f"{_REQUEST}/notes")
@open_to(WORK)
async def note_request(http: web.Request) -> web.Response:
    """Add a note that only staff read."""
    return await _act(http, await body(http, Remark), "notes")


@routes.post(f"{_REQUEST}/pause")
@open_to(DECIDE)
async def pause_request(http: web.Request) -> web.Response:
    """Stop the period while the requester is asked who they are."""
    return await _act(http, await body(http, Remark), "pause")


@routes.post(f"{_REQUEST}/resumption")
@open_to(DECIDE)
async def resume_request(http: web.Request) -> web.Response:
    """Let the period go on."""
    return await _act(http, await body(http, Remark), "resumption")


async def _act(
    http: web.Request, what: Transition | Extension | Assignment | Remark, remark: str = ""
) -> web.Response:
    """Change the request; *remark* says what a remark is for."""
    return shown(await http.app[CASES].act(_reference(http), what, http[TOKEN], key_of(http), remark))


def _reference(http: web.Request) -> str:
    """The reference as we write it, however the caller does."""
    return reference_in(http.match_info["reference"]) or http.match_info["reference"]


def key_of(http: web.Request) -> str | None:
    """The caller's name for this call; raises 422 for one nobody would give."""
    return read(CallKey, {KEY: http.headers.get(KEY)}).key


def shown(found: BaseModel, status: int = 200) -> web.Response:
    """Show what was found, or what became of it."""
    return web.Response(text=found.model_dump_json(), status=status, content_type="application/json")
