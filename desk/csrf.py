"""No other website makes a member of staff's browser change anything here."""

import hashlib
import hmac
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from desk.access import TOKEN, bearer_in
from desk.cookies import SETTINGS
from desk.forms import form_of

HEADER = "X-CSRF-Token"
FIELD = "csrf"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def csrf_token(session: str) -> str:
    """The proof that a form was made for *session*; it cannot be told from it."""
    return hmac.new(session.encode(), b"csrf", hashlib.sha256).hexdigest()


@web.middleware
async def refuse_foreign(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Take changes by cookie from our own pages only; raises 403."""
    if request.method not in _SAFE and not bearer_in(request):
        if not _is_from_here(request):
            raise web.HTTPForbidden
        if TOKEN in request and not await _has_proof(request, csrf_token(request[TOKEN])):
            raise web.HTTPForbidden
    return await handler(request)


def _is_from_here(http: web.Request) -> bool:
    """What browsers say of where a call comes from; the first is sent over https and to localhost only."""
    site = http.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(http.headers.get("Origin", "")).netloc
    return bool(origin) and origin in {http.host, urlsplit(http.app[SETTINGS].desk_url).netloc}


async def _has_proof(http: web.Request, expected: str) -> bool:
    given = http.headers.get(HEADER, "")
    if not given and http.content_type in _FORMS:
        given = str((await form_of(http)).get(FIELD, ""))
    return hmac.compare_digest(given.encode(errors="surrogateescape"), expected.encode())
