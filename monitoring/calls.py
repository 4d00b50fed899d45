"""Every call to a process: numbered, timed, counted, and one line in its log.

A line and a figure name the route, never the address that was called, and nothing of who called.
"""

import asyncio
import logging
import time
from collections.abc import Callable

from aiohttp import ClientHandlerType, ClientRequest, ClientResponse, hdrs, web
from aiohttp.typedefs import Handler, Middleware
from prometheus_client import Histogram

from monitoring import traces
from settings import request_id
from settings.logs import FIELDS

logger = logging.getLogger(__name__)

BUCKETS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)  # seconds
UNKNOWN = "unknown"
GONE = 499  # as nginx writes it: who called did not wait for the answer

CALLS = Histogram(
    "auskunft_call_seconds",
    "Calls to this process, until they were answered; a live line until it ended",
    ["method", "route", "status"],
    buckets=BUCKETS,
)

WAITED = web.RequestKey("waited", bool)  # set by a handler that is called again and again to wait for news

_NUMBER = web.RequestKey("request_id", str)
_BEGUN = web.RequestKey("begun", float)


def follow_calls(may_number: Callable[[web.Request], bool]) -> Middleware:
    """The outermost middleware; a number that comes with a call counts when its caller *may_number* calls."""

    @web.middleware
    async def follow(request: web.Request, handler: Handler) -> web.StreamResponse:
        given = request.headers if may_number(request) else {}
        request[_NUMBER] = request_id.in_form(given.get(request_id.HEADER)) or request_id.drawn()
        request[_BEGUN] = time.perf_counter()
        name, parent = f"{method_of(request)} {route_of(request)}", given.get(traces.HEADER, "")
        with request_id.answering(request[_NUMBER]), traces.span(name, parent) as note:
            return await _told(request, handler, note)

    return follow


async def _told(request: web.Request, handler: Handler, note: traces.Note) -> web.StreamResponse:
    try:
        response = await handler(request)
    except BaseException as error:
        _tell(request, _status_of(error), note)
        raise
    if not isinstance(response, web.FileResponse):  # `number_answer` tells of it
        _tell(request, response.status, note)
    return response


def _status_of(error: BaseException) -> int:
    if isinstance(error, web.HTTPException):
        return error.status
    return GONE if isinstance(error, asyncio.CancelledError) else 500


def our_own(_: web.Request) -> bool:
    """For processes that only we call."""
    return True


async def number_answer(request: web.Request, response: web.StreamResponse) -> None:
    """Tell who called by which number their call is found in the logs; for `on_response_prepare`.

    Whether there is such a file, aiohttp looks up only now.
    """
    if number := request.get(_NUMBER):
        response.headers[request_id.HEADER] = number
        if isinstance(response, web.FileResponse):
            with request_id.answering(number):
                _tell(request, response.status)


async def carry_number(request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
    """A middleware of clients: what is asked of another process belongs to the same call."""
    for header, value in ((request_id.HEADER, request_id.current()), (traces.HEADER, traces.current())):
        if value:
            request.headers[header] = value
    return await handler(request)


def route_of(request: web.Request) -> str:
    """The address as it stands in the router, with names in the place of values."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else UNKNOWN


def method_of(request: web.Request) -> str:
    """A method of HTTP; anybody may send any word."""
    return request.method if request.method in hdrs.METH_ALL else UNKNOWN


def _tell(request: web.Request, status: int, note: traces.Note = traces.note_nothing) -> None:
    seconds = time.perf_counter() - request[_BEGUN]
    method, route = method_of(request), route_of(request)
    CALLS.labels(method, route, f"{status // 100}xx").observe(seconds)
    note("http.response.status_code", status)
    told = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
    logger.log(logging.DEBUG if request.get(WAITED) else logging.INFO, "call", extra={FIELDS: told})
