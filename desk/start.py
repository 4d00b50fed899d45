"""Where the desk begins."""

from aiohttp import web

from desk.access import READ, open_to
from desk.forms import see
from desk.pages import places

routes = web.RouteTableDef()


@routes.get("/")
@open_to(READ)
async def start(http: web.Request) -> web.Response:
    """Go on to the first area that the caller may open."""
    first = next((place.path for place in places(http)), "/account")
    return see(first)
