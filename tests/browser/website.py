"""A website of somebody else's: plain pages, and the reverse proxy of `docs/widget.md`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
from aiohttp import web
from yarl import URL

FOREVER = aiohttp.ClientTimeout(total=None)
OF_ONE_HOP = {"Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length"}  # RFC 9110, 7.6.1


class Website:
    """Serves what `shows` was told last; *gateway* is the origin behind the proxy."""

    def __init__(self, gateway: str) -> None:
        self._gateway = gateway
        self._pages: dict[str, web.Response] = {}
        app = web.Application()
        app.router.add_route("*", "/privacy/{rest:.*}", self._forward)
        app.router.add_route("*", "/{rest:(assets|form|policy)/.*}", self._forward)
        app.router.add_get("/{name:.*}", self._page)
        self._runner = web.AppRunner(app, shutdown_timeout=1.0)

    async def open(self, port: int) -> None:
        """Listen on *port*; 0 is any that is free."""
        self._client = aiohttp.ClientSession(timeout=FOREVER, auto_decompress=False)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()

    async def close(self) -> None:
        await self._runner.cleanup()
        await self._client.close()

    @property
    def origin(self) -> str:
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    def shows(
        self, body: str, *, head: str = "", style: str = "", csp: str = "", language: str = "de"
    ) -> str:
        """The page of the website from now on, and its style sheet; returns the page's address."""
        start = f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Laden</title>'
        sheet = '<link rel="stylesheet" href="/style.css">'
        self._pages = {
            "": self._of(f"{start}{sheet}{head}</head><body><h1>Laden</h1>{body}</body></html>", "html")
        }
        self._pages["style.css"] = self._of(style, "css")
        if csp:
            self._pages[""].headers["Content-Security-Policy"] = csp
        return f"{self.origin}/"

    @staticmethod
    def _of(text: str, kind: str) -> web.Response:
        return web.Response(text=text, content_type=f"text/{kind}")

    async def _page(self, http: web.Request) -> web.Response:
        found = self._pages.get(http.match_info["name"])
        if found is None:
            return web.Response(status=204)
        return web.Response(body=found.body, headers=found.headers)

    async def _forward(self, http: web.Request) -> web.StreamResponse:
        to = URL(f"{self._gateway}/{http.match_info['rest']}").with_query(http.rel_url.raw_query_string)
        options: dict[str, Any] = {"headers": _passed(http.headers), "allow_redirects": False}
        async with self._client.request(http.method, to, data=await http.read() or None, **options) as answer:
            response = web.StreamResponse(status=answer.status, headers=_passed(answer.headers))
            await response.prepare(http)
            with suppress(ConnectionError):
                async for part in answer.content.iter_any():
                    await response.write(part)
        return response


@asynccontextmanager
async def website(gateway: str, port: int = 0) -> AsyncIterator[Website]:
    """Run one."""
    site = Website(gateway)
    await site.open(port)
    yield site
    await site.close()


def _passed(headers: Any) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.title() not in OF_ONE_HOP}
