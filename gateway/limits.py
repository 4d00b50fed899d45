"""How much one client may ask for."""

from aiohttp import web
from aiohttp.typedefs import Handler
from limits import RateLimitItem, parse_many
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from doors.clients import client_of
from gateway.problems import ProblemError


class Limit:
    """One limit, counted by client address."""

    def __init__(self, name: str, notation: str) -> None:
        """Parse *notation*: `60/minute;1000/day`."""
        self._name = name
        self._limits: list[RateLimitItem] = parse_many(notation)
        self._window = MovingWindowRateLimiter(MemoryStorage())

    async def count(self, http: web.Request) -> None:
        """Count one call; raises the problem `too_many` with the time to wait."""
        for limit in self._limits:
            if not await self._window.hit(limit, self._name, client_of(http)):
                headers = {"Retry-After": str(limit.get_expiry())}
                raise ProblemError("too_many", headers)


CALL_LIMIT = web.AppKey("call_limit", Limit)


@web.middleware
async def limit_calls(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count every call of a browser or a program; whether we live may be asked as often as one likes."""
    if request.path.startswith(("/api/", "/form/")):
        await request.app[CALL_LIMIT].count(request)
    return await handler(request)
