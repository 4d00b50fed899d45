"""How much one client may ask for."""

from aiohttp import web
from limits import RateLimitItem, parse_many
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

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
            if not await self._window.hit(limit, self._name, http.remote or ""):
                headers = {"Retry-After": str(limit.get_expiry())}
                raise ProblemError("too_many", headers)
