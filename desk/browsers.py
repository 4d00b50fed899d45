"""The name of a browser and its system, so that staff recognise their own log-ins."""

from aiohttp import web

_BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")  # each names those after it as well
_NAMES = {"Edg": "Edge", "OPR": "Opera"}
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux")


def browser_of(http: web.Request) -> str:
    """`Firefox, Linux`; empty for one that we do not know."""
    told = http.headers.get("User-Agent", "")
    browser = next((name for name in _BROWSERS if f"{name}/" in told), "")
    system = next((name for name in _SYSTEMS if name in told), "")
    return ", ".join(filter(None, (_NAMES.get(browser, browser), system)))
