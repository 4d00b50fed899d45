"""Whether the desk lives and works, and its figures."""

from aiohttp import web

from desk.access import ANYONE, open_to
from monitoring.figures import PATH, figures
from monitoring.readiness import READINESS

routes = web.RouteTableDef()


@routes.get("/healthz")
@open_to(ANYONE)
async def alive(_: web.Request) -> web.Response:
    """Say that the desk answers."""
    return web.json_response({"status": "ok"})


@routes.get("/readyz")
@open_to(ANYONE)
async def ready(http: web.Request) -> web.Response:
    """Say whether case store and Rasa answer, too; 503 when one does not."""
    return await http.app[READINESS].answer()


@routes.get(PATH)
@open_to(ANYONE)
async def metrics(http: web.Request) -> web.Response:
    """Give figures to Prometheus."""
    return await figures(http)
