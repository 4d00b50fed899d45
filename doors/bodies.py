"""Calls that cannot be read safely to their end are refused, and their connection with them."""

import asyncio
from http import HTTPStatus

from aiohttp import HttpVersion10, web
from aiohttp.typedefs import Handler

from doors.patience import PATIENCE

_UNREAD = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE})


@web.middleware
async def hang_up_on_the_unread(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Close the connection after a call that was not understood: where the next begins, nobody knows."""
    response = await handler(request)
    if response.status in _UNREAD and not response.prepared:
        response.force_close()
    return response


@web.middleware
async def refuse_the_unreadable(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Take a call for us, by a path, whose body is plain and comes in time; raises 400, 408, 413 and 415.

    Where a proxy before us and we read an address differently, one can be played off against the other
    (RFC 9112, 3.2 and 11.2); a compressed body may be a thousand times as long as it came.
    """
    if request.version < HttpVersion10 or not request.raw_path.startswith("/"):
        raise web.HTTPBadRequest
    if "Content-Encoding" in request.headers:
        raise web.HTTPUnsupportedMediaType
    if (claimed := request.content_length or 0) > request.client_max_size:
        raise web.HTTPRequestEntityTooLarge(request.client_max_size, claimed)
    seconds = request.app[PATIENCE].body
    late = asyncio.get_running_loop().call_later(seconds, _give_up, request)
    try:
        return await handler(request)
    except web.RequestPayloadError as error:
        raise web.HTTPBadRequest from error
    finally:
        late.cancel()


def _give_up(http: web.Request) -> None:
    """Have whoever reads the body get a 408; what still comes of it is not looked at."""
    if not http.content.is_eof():
        http.protocol.close()
        http.content.set_exception(web.HTTPRequestTimeout())
        http.content.feed_eof()
