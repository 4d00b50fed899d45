"""Headers that seal a response off: nothing runs, loads or frames it but ourselves."""

from aiohttp import web

_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "font-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with none at all, our own forms would come from nowhere
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "auskunft",
}


async def seal(_: web.Request, response: web.StreamResponse) -> None:
    """Add the headers; what may be kept says so itself."""
    is_page = response.content_type == "text/html"
    policy = _PAGE_POLICY if is_page else "default-src 'none'; frame-ancestors 'none'"
    response.headers["Content-Security-Policy"] = policy
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.update(_HEADERS)
