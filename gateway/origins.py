"""From which websites the chat's calls may come (the Fetch standard's CORS protocol)."""

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from gateway.problems import ProblemError

ORIGINS = web.AppKey("origins", frozenset[str])

_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Accept-Language, Last-Event-ID",
    "Access-Control-Max-Age": "600",  # seconds
}


def origins_in(setting: str) -> frozenset[str]:
    """The origins of a list with commas: `https://www.example.com,https://shop.example.com`."""
    return frozenset(origin.strip().rstrip("/") for origin in setting.split(",") if origin.strip())


@web.middleware
async def only_known_origins(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse calls from pages of websites that are neither ours nor named in the settings.

    A script's file may be loaded by any page; it can do nothing there without the API.
    """
    if not (request.path.startswith("/embed/") or is_known(request)):
        raise ProblemError("foreign_site")
    if request.method == "OPTIONS" and request.headers.get("Origin") in request.app[ORIGINS]:
        return web.Response(status=204, headers=_PREFLIGHT)
    return await handler(request)


def is_known(http: web.Request) -> bool:
    """Whether a page that may use the chat asks, or no page of another website at all."""
    origin = http.headers.get("Origin")
    return origin is None or origin in http.app[ORIGINS] or _is_ours(http, origin)


async def allow_origin(http: web.Request, response: web.StreamResponse) -> None:
    """Say to the browser that the page that asked may read the answer."""
    response.headers.add("Vary", "Origin")
    if (origin := http.headers.get("Origin")) in http.app[ORIGINS]:
        response.headers["Access-Control-Allow-Origin"] = str(origin)
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"


def _is_ours(http: web.Request, origin: str) -> bool:
    """Compare host and port alone: a proxy in front may have taken off the TLS."""
    return urlsplit(origin).netloc == http.host
