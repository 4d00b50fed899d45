"""Whether a process and all that it needs work, looked up at most once a second."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

KNOWN_SECONDS = 1.0
PATIENCE = 2.0  # seconds until what does not answer counts as missing

Check = Callable[[], Awaitable[bool]]


class Readiness:
    """The *checks* by name; however many ask at once, each is made once."""

    def __init__(self, checks: Mapping[str, Check]) -> None:
        self._checks = checks
        self._found: dict[str, bool] = {}
        self._found_at = float("-inf")
        self._one_looks = asyncio.Lock()

    async def answer(self) -> web.Response:
        """200, otherwise 503; the body tells by name what works and what does not."""
        loop = asyncio.get_running_loop()
        async with self._one_looks:
            if loop.time() - self._found_at >= KNOWN_SECONDS:
                works = await asyncio.gather(*map(_works, self._checks.values()))
                self._found, self._found_at = dict(zip(self._checks, works, strict=True)), loop.time()
        return web.json_response(self._found, status=200 if all(self._found.values()) else 503)


READINESS = web.AppKey("readiness", Readiness)


async def _works(check: Check) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            return await check()
    except TimeoutError:
        return False
