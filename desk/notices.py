"""How a browser tells a member of staff that somebody waits in the chat."""

from aiohttp import web

COOKIE = "desk_notices"
CHOICES = ("silent", "sound", "off")
_YEAR = 365 * 24 * 3600


def notices_of(http: web.Request) -> str:
    """One of `CHOICES`; without a sound at first."""
    wish = http.cookies.get(COOKIE, "")
    return wish if wish in CHOICES else CHOICES[0]


def choose(response: web.StreamResponse, wish: str) -> None:
    """Remember a choice in the browser; anything else changes nothing."""
    if wish in CHOICES:
        response.set_cookie(COOKIE, wish, max_age=_YEAR, path="/", httponly=True, samesite="Lax")
