"""Whether the gateway lives, and whether the whole works."""

from pathlib import Path

import yaml
from aiohttp import web

from gateway.conversations import RASA
from gateway.figures import REPLICAS
from monitoring.figures import PATH, figures
from monitoring.readiness import READINESS

routes = web.RouteTableDef()


@routes.get("/healthz")
async def alive(_: web.Request) -> web.Response:
    """This process answers."""
    return web.json_response({"status": "ok"})


@routes.get("/readyz")
async def ready(http: web.Request) -> web.Response:
    """Case store and Rasa answer too: 200, otherwise 503 with what is missing."""
    return await http.app[READINESS].answer()


@routes.get(PATH)
async def metrics(http: web.Request) -> web.Response:
    """Figures for Prometheus."""
    return await figures(http, _count_replicas)


async def _count_replicas(app: web.Application) -> None:
    answers = list((await app[RASA].ready()).values())
    for state in (True, False):
        REPLICAS.labels("yes" if state else "no").set(answers.count(state))


@routes.get("/api/v1/openapi.json")
async def openapi(_: web.Request) -> web.Response:
    """This API, described."""
    text = (Path(__file__).parent / "openapi.yml").read_text(encoding="utf-8")
    return web.json_response(yaml.safe_load(text))
