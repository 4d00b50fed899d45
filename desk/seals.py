"""Headers that seal a response off: nothing runs, loads or frames it but ourselves."""

from aiohttp import web

from desk.cookies import is_secure
from doors import seals

_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "font-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_REFERRER = "same-origin"  # with none at all, our own forms would come from nowhere


async def seal(http: web.Request, response: web.StreamResponse) -> None:
    """Add the headers; what may be kept says so itself."""
    if response.content_type == "text/html":
        response.headers["Content-Security-Policy"] = _PAGE_POLICY
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["Referrer-Policy"] = _REFERRER
    seals.seal(response, https=is_secure(http))
