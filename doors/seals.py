"""Headers that every answer has, also those that no handler of ours made."""

from aiohttp import web

_NO_DEVICES = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")

ALWAYS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{device}=()" for device in _NO_DEVICES),
    "Server": "auskunft",
}
_ONE_YEAR = "max-age=31536000"  # RFC 6797; subdomains are not ours to decide on


def seal(response: web.StreamResponse, *, https: bool) -> None:
    """Add what the answer does not say itself, and over *https* that it stays so."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = ALWAYS["Server"]  # aiohttp has put its own there, with versions
    if https:
        response.headers["Strict-Transport-Security"] = _ONE_YEAR
