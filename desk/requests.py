"""Requests, for staff."""

import re
from datetime import date

from aiohttp import web

from casestore.client import CaseStore
from casestore.wire import StaffMember
from privacy.reference import reference_in
from privacy.request import State
from privacy.right import Right

CASES = web.AppKey("cases", CaseStore)
STAFF = web.RequestKey("staff", StaffMember)
TOKEN = web.RequestKey("token", str)
_FILTERS = ("state", "right", "due_before", "q", "cursor")

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


def _check(query: dict[str, str]) -> None:
    """Raises `ValueError` for a state, right, date or cursor there is not."""
    if "state" in query:
        State(query["state"])
    if "right" in query:
        Right(query["right"])
    if "due_before" in query:
        date.fromisoformat(query["due_before"])
    if "cursor" in query and not re.fullmatch(r"\d{1,9}", query["cursor"]):
        raise ValueError(query["cursor"])
