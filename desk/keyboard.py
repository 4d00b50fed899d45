"""Whether a member of staff works with shortcuts; they can be switched off (WCAG 2.1.4)."""

from aiohttp import web

COOKIE = "desk_shortcuts"
_YEAR = 365 * 24 * 3600


def has_shortcuts(http: web.Request) -> bool:
    """Whether the browser's shortcuts are on, as they are at first."""
    return http.cookies.get(COOKIE) != "off"


def switch_shortcuts(response: web.StreamResponse, *, on: bool) -> None:
    """Remember in the browser whether shortcuts are on."""
    response.set_cookie(COOKIE, "on" if on else "off", max_age=_YEAR, path="/", httponly=True, samesite="Lax")
