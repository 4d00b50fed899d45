"""Whether the gateway lives, and whether the whole works."""

from pathlib import Path

import yaml
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from gateway.conversations import RASA
from gateway.problems import CASES

routes = web.RouteTableDef()


@routes.get("/healthz")
async def alive(_: web.Request) -> web.Response:
    """This process answers."""
    return web.json_response({"status": "ok"})


@routes.get("/readyz")
async def ready(http: web.Request) -> web.Response:
    """Case store and Rasa answer too: 200, otherwise 503 with what is missing."""
    checks = {"casestore": await http.app[CASES].is_ready(), "rasa": await http.app[RASA].is_ready()}
    return web.json_response(checks, status=200 if all(checks.values()) else 503)


@routes.get("/metrics")
async def metrics(_: web.Request) -> web.Response:
    """Figures for Prometheus."""
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


@routes.get("/api/v1/openapi.json")
async def openapi(_: web.Request) -> web.Response:
    """This API, described."""
    text = (Path(__file__).parent / "openapi.yml").read_text(encoding="utf-8")
    return web.json_response(yaml.safe_load(text))
