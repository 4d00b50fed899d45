"""The one line that puts the chat on a website, the file it loads, and a page that shows it."""

import base64
import hashlib
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

from aiohttp import web

from gateway.origins import is_known
from gateway.problems import WORDS, asked_language
from gateway.rendering import PAGE_WORDS, page

BUILDS = Path(__file__).resolve().parent.parent / "widget" / "dist"
_NAME = re.compile(r"privacy-chat-(\d+)\.(\d+)\.(\d+)\.js")
_FOREVER = "public, max-age=31536000, immutable"
_FOR_ALL = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}

routes = web.RouteTableDef()


@dataclass(frozen=True)
class Build:
    """One version of the chat's file; it never changes once released."""

    name: str
    content: bytes

    @property
    def integrity(self) -> str:
        """The file's hash, as the `integrity` attribute wants it (W3C Subresource Integrity)."""
        return f"sha384-{base64.b64encode(hashlib.sha384(self.content).digest()).decode()}"

    @property
    def tag(self) -> str:
        """What a browser that keeps the file asks with whether it is still the newest (RFC 9110, 8.8.3)."""
        return hashlib.sha256(self.content).hexdigest()[:32]

    def line(self, gateway: str) -> str:
        """What puts it on a page of a website; *gateway* is where browsers reach us."""
        source = escape(f"{gateway.rstrip('/')}/embed/{self.name}")
        return f'<script src="{source}" integrity="{self.integrity}" crossorigin="anonymous" async></script>'


class Builds:
    """The versions of the chat's file."""

    def __init__(self, folder: Path) -> None:
        """Read them all; raises `ValueError` when there is none."""
        files = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
        self.by_name = {
            path.name: Build(path.name, path.read_bytes()) for path in sorted(files, key=_version)
        }
        if not self.by_name:
            raise ValueError(f"no build of the chat in {folder}")
        self.newest = list(self.by_name.values())[-1]


BUILDS_KEY = web.AppKey("builds", Builds)


@routes.get("/embed/privacy-chat.js")
async def newest(http: web.Request) -> web.Response:
    """The newest version, asked for anew each time."""
    return _script(http, http.app[BUILDS_KEY].newest, "no-cache")


@routes.get("/embed/permission")
async def permission(http: web.Request) -> web.Response:
    """Whether the page that asks may use the chat, and a sentence if not.

    A browser hides from a page why a call was refused to its website; this every page may read.
    """
    detail = http.app[WORDS].problem("foreign_site", asked_language(http))
    body = {"granted": True} if is_known(http) else {"granted": False, "detail": detail}
    return web.json_response(body, headers={**_FOR_ALL, "Cache-Control": "no-store"})


@routes.get("/embed/{name}")
async def versioned(http: web.Request) -> web.Response:
    """One version, for ever the same."""
    build = http.app[BUILDS_KEY].by_name.get(http.match_info["name"])
    if build is None:
        raise web.HTTPNotFound
    return _script(http, build, _FOREVER)


@routes.get("/demo")
async def demo(http: web.Request) -> web.Response:
    """A plain page of a website, with the chat on it."""
    language = asked_language(http)
    words = http.app[PAGE_WORDS].of("demo", language)
    return page(http, "demo.html", language, words=words, build=http.app[BUILDS_KEY].newest)


def _version(path: Path) -> tuple[int, ...]:
    found = _NAME.fullmatch(path.name)
    return tuple(map(int, found.groups())) if found else ()


def _script(http: web.Request, build: Build, keep: str) -> web.Response:
    headers = {**_FOR_ALL, "Cache-Control": keep, "ETag": f'"{build.tag}"'}
    if any(known.value in {build.tag, "*"} for known in http.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    return web.Response(body=build.content, headers=headers, content_type="text/javascript", charset="utf-8")
