"""How much one client may ask for."""

import logging

from aiohttp import web
from aiohttp.typedefs import Handler
from limits import RateLimitItem, parse_many
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError

from doors.clients import client_of
from gateway.problems import ProblemError
from gateway.windows import MovingWindows

PATIENCE = 1.0  # seconds for Redis

logger = logging.getLogger(__name__)


class Limit:
    """One limit, counted by client address; over all gateways with Redis, alone without it."""

    def __init__(self, name: str, notation: str, redis: str) -> None:
        """Parse *notation*: `60/minute;1000/day`; *redis* is a URL, or empty."""
        self._name = name
        self._limits: list[RateLimitItem] = parse_many(notation)
        self._here = MovingWindows()
        self._everywhere = MovingWindowRateLimiter(_shared(redis)) if redis else self._here

    async def count(self, http: web.Request) -> None:
        """Count one call; raises the problem `too_many` with the time to wait."""
        for limit in self._limits:
            if not await self._hit(limit, client_of(http)):
                headers = {"Retry-After": str(limit.get_expiry())}
                raise ProblemError("too_many", headers)

    async def _hit(self, limit: RateLimitItem, client: str) -> bool:
        try:
            return await self._everywhere.hit(limit, self._name, client)
        except StorageError as error:
            logger.warning("a limit is counted here alone: %s", type(error.storage_error).__name__)
            return await self._here.hit(limit, self._name, client)


def _shared(redis: str) -> RedisStorage:
    return RedisStorage(
        f"async+{redis}",
        wrap_exceptions=True,
        implementation="redispy",
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
    )


CALL_LIMIT = web.AppKey("call_limit", Limit)


@web.middleware
async def limit_calls(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count every call of a browser or a program; whether we live may be asked as often as one likes."""
    if request.path.startswith(("/api/", "/form/")):
        await request.app[CALL_LIMIT].count(request)
    return await handler(request)
