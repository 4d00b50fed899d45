"""Calls counted in memory, exactly: so many within the last so many seconds.

The storage in memory of `limits` looks through all clients after each call, which takes 0.8 ms with five of
them and grows with their number (`limits` 5.8); with Redis, where the keys expire by themselves, it counts.
"""

import time
from collections import deque

from limits import RateLimitItem

SWEEP_SECONDS = 60.0  # between two looks at clients who do not come any more


class MovingWindows:
    """When each client called, as long as it matters."""

    def __init__(self) -> None:
        self._calls: dict[str, tuple[float, deque[float]]] = {}  # seconds that count, and when
        self._swept_at = time.time()

    async def hit(self, limit: RateLimitItem, *whose: str) -> bool:
        """Count a call; false, and not counted, when there were enough."""
        now, seconds = time.time(), float(limit.get_expiry())
        self._sweep(now)
        _, times = self._calls.setdefault(limit.key_for(*whose), (seconds, deque()))
        while times and times[0] <= now - seconds:
            times.popleft()
        if len(times) >= limit.amount:
            return False
        times.append(now)
        return True

    def _sweep(self, now: float) -> None:
        if now - self._swept_at < SWEEP_SECONDS:
            return
        self._swept_at = now
        over = [key for key, (seconds, times) in self._calls.items() if times[-1] <= now - seconds]
        for key in over:
            del self._calls[key]
