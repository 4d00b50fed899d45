"""Figures for Prometheus, and who may read them."""

import hmac
from collections.abc import Awaitable, Callable
from ipaddress import ip_address

from aiohttp import hdrs, web
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from settings import Settings

PATH = "/metrics"
TOKEN = web.AppKey("figures_token", bytes)
LINES = Gauge("auskunft_lines_open", "Live lines that this process holds open")
_PASSED_ON = (hdrs.FORWARDED, hdrs.X_FORWARDED_FOR, hdrs.VIA, "X-Real-IP")  # what proxies add


def token_in(settings: Settings) -> bytes:
    """What a reader of figures has to send; empty when a call from this machine is enough."""
    return settings.metrics_token.get_secret_value().encode()


async def figures(
    request: web.Request, look: Callable[[web.Application], Awaitable[None]] | None = None
) -> web.Response:
    """All of this process, those included that *look* sets first; raises 404 for who may not read them."""
    if not _may_read(request):
        raise web.HTTPNotFound
    if look:
        await look(request.app)
    return web.Response(body=generate_latest(), headers={hdrs.CONTENT_TYPE: CONTENT_TYPE_LATEST})


def _may_read(request: web.Request) -> bool:
    """With a token, who sends it; without one, who calls from this machine and through no proxy."""
    if token := request.app[TOKEN]:
        given = request.headers.get(hdrs.AUTHORIZATION, "").encode(errors="surrogateescape")
        return hmac.compare_digest(given, b"Bearer " + token)
    passed_on = any(name in request.headers for name in _PASSED_ON)
    return not passed_on and is_here(request.remote or "")


def is_here(address: str) -> bool:
    """Whether *address* is one of this machine's that nobody else can call from."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback
