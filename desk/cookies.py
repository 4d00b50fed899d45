"""The cookie that carries a session: unreadable for scripts, and sent to the desk only."""

from aiohttp import web

from doors.clients import is_https
from settings import Settings

SETTINGS = web.AppKey("settings", Settings)


def session_in(http: web.Request) -> str:
    """The token of the session that the browser sent; empty without one."""
    return http.cookies.get(_name(http), "")


def give_session(http: web.Request, response: web.StreamResponse, token: str) -> None:
    """Have the browser keep *token* until it is closed; how long it is good for, the case store decides."""
    response.set_cookie(_name(http), token, path="/", secure=is_secure(http), httponly=True, samesite="Lax")


def take_session(http: web.Request, response: web.StreamResponse) -> None:
    """Have the browser forget its session."""
    response.del_cookie(_name(http), path="/", secure=is_secure(http), httponly=True, samesite="Lax")


def _name(http: web.Request) -> str:
    return "__Host-desk" if is_secure(http) else "desk"  # RFC 6265bis, 4.1.3.2


def is_secure(http: web.Request) -> bool:
    """Whether the desk is reached over https, as the settings or a proxy of ours say."""
    return http.app[SETTINGS].desk_url.startswith("https://") or is_https(http)
