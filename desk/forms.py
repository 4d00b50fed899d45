"""What people send from the forms of pages, and where they go afterwards."""

import secrets
from urllib.parse import urlsplit

from aiohttp import web
from multidict import MultiDictProxy

Fields = MultiDictProxy[str | bytes | bytearray | web.FileField]


async def form_of(http: web.Request) -> Fields:
    """The form sent; raises 400 for what is none."""
    try:
        return await http.post()
    except (ValueError, LookupError) as error:  # its pieces, its characters, or the name of their encoding
        raise web.HTTPBadRequest from error


async def entries(http: web.Request) -> dict[str, str]:
    """The fields of the form sent; files are left out."""
    return {name: value for name, value in (await form_of(http)).items() if isinstance(value, str)}


def new_key() -> str:
    """A name for the call that a form makes: sent twice, it is one call."""
    return secrets.token_hex(16)


def see(path: str) -> web.Response:
    """Go on to a page after a change, so that loading it anew changes nothing."""
    return web.Response(status=303, headers={"Location": path})


def own_path(wish: str) -> str:
    """*wish*, if it is a page of ours; else the start."""
    parts = urlsplit(wish)
    is_ours = wish.startswith("/") and not wish.startswith("//") and not parts.scheme and not parts.netloc
    return wish if is_ours and wish.isprintable() and "\\" not in wish else "/"
