"""Requests, for staff."""

import re
from datetime import date
from typing import Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from casestore.client import CaseStore
from casestore.wire import Assignment, Extension, RecordedRequest, Remark, StaffMember, Transition
from privacy.reference import reference_in
from privacy.request import State
from privacy.right import Right

CASES = web.AppKey("cases", CaseStore)
STAFF = web.RequestKey("staff", StaffMember)
TOKEN = web.RequestKey("token", str)
_FILTERS = ("state", "right", "due_before", "due", "assignee", "q", "cursor")
_ACTS: dict[str, type[Transition | Extension | Assignment | Remark]] = {
    "transitions": Transition,
    "extension": Extension,
    "assignment": Assignment,
    "notes": Remark,
    "pause": Remark,
    "resumption": Remark,
}

_Body = TypeVar("_Body", bound=BaseModel)

routes = web.RouteTableDef()


@routes.get("/api/v1/desk/requests")
async def list_requests(http: web.Request) -> web.Response:
    """List requests, newest first, the requester masked."""
    query = {name: http.query[name] for name in _FILTERS if http.query.get(name)}
    try:
        _check(query)
    except ValueError as error:
        raise web.HTTPUnprocessableEntity from error
    page = await http.app[CASES].requests(query)
    return web.Response(text=page.model_dump_json(), content_type="application/json")


@routes.get(r"/api/v1/desk/requests/{reference:[\w-]{1,40}}")
async def open_request(http: web.Request) -> web.Response:
    """Show one request; the opening is recorded."""
    reference = reference_in(http.match_info["reference"]) or http.match_info["reference"]
    view = await http.app[CASES].open_request(reference, http[TOKEN])
    return web.Response(text=view.model_dump_json(), content_type="application/json")


@routes.post("/api/v1/desk/requests")
async def record_request(http: web.Request) -> web.Response:
    """Record a request that reached us by phone, letter or e-mail."""
    new = _read(RecordedRequest, await _body(http))
    view = await http.app[CASES].record_request(new, http[TOKEN], _key(http))
    return web.Response(text=view.model_dump_json(), status=201, content_type="application/json")


@routes.post(r"/api/v1/desk/requests/{reference:[\w-]{1,40}}/{act:[a-z]{1,20}}")
async def change_request(http: web.Request) -> web.Response:
    """Move a request on, extend or pause its period, assign it, or add a note."""
    act = http.match_info["act"]
    if act not in _ACTS:
        raise web.HTTPNotFound
    reference = reference_in(http.match_info["reference"]) or http.match_info["reference"]
    what = _read(_ACTS[act], await _body(http))
    view = await http.app[CASES].act(reference, what, http[TOKEN], _key(http), act)
    return web.Response(text=view.model_dump_json(), content_type="application/json")


def _key(http: web.Request) -> str | None:
    """The caller's name for this call; raises 422 for one nobody would give."""
    key = http.headers.get("Idempotency-Key")
    if key is not None and not re.fullmatch(r"[\x21-\x7e]{1,200}", key):
        raise web.HTTPUnprocessableEntity
    return key


async def _body(http: web.Request) -> dict[str, Any]:
    if http.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        body = await http.json()
    except (ValueError, LookupError, RecursionError) as error:
        raise web.HTTPBadRequest from error
    if not isinstance(body, dict):
        raise web.HTTPUnprocessableEntity
    return body


def _read(model: type[_Body], body: dict[str, Any]) -> _Body:
    try:
        return model.model_validate(body)
    except ValidationError as error:
        wrong = [".".join(map(str, found["loc"])) or found["msg"] for found in error.errors()]
        raise web.HTTPUnprocessableEntity(reason=f"not taken: {', '.join(wrong)}") from error


def _check(query: dict[str, str]) -> None:
    """Raises `ValueError` for a state, right, date or cursor there is not."""
    if "state" in query:
        State(query["state"])
    if "right" in query:
        Right(query["right"])
    if "due_before" in query:
        date.fromisoformat(query["due_before"])
    if query.get("due", "soon") not in {"soon", "overdue"}:
        raise ValueError(query["due"])
    if "cursor" in query and not re.fullmatch(r"(\d{4}-\d\d-\d\d\.)?\d{1,9}", query["cursor"]):
        raise ValueError(query["cursor"])
    if "cursor" in query and ("." in query["cursor"]) != ("due" in query):
        raise ValueError(query["cursor"])
