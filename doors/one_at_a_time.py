"""What must not happen twice at once to the same conversation, in however many processes."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from weakref import WeakValueDictionary

from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.exceptions import RedisError

HOLD_SECONDS = 4.0  # that a process which died keeps a conversation from the others
RENEW_SECONDS = 1.0
LOOK_AGAIN_SECONDS = 0.02
PATIENCE = 1.0  # seconds for Redis to answer

logger = logging.getLogger(__name__)


class OneAtATime:
    """Holds conversations for *what*; without Redis, or while it is away, within this process alone."""

    def __init__(self, what: str, redis: str) -> None:
        self._what = what
        self._redis = (
            Redis.from_url(redis, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) if redis else None
        )
        self._here: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def close(self) -> None:
        """Close the connections."""
        if self._redis:
            await self._redis.aclose()

    @asynccontextmanager
    async def hold(self, conversation: str) -> AsyncIterator[None]:
        """Wait for whoever came before, then hold it until the end."""
        async with self._here.setdefault(conversation, asyncio.Lock()):
            there = await self._held_everywhere(conversation)
            renewing = asyncio.create_task(_renew(there)) if there else None
            try:
                yield
            finally:
                if there and renewing:
                    renewing.cancel()
                    with suppress(RedisError):  # it ends by itself
                        await there.release()

    async def _held_everywhere(self, conversation: str) -> Lock | None:
        if self._redis is None:
            return None
        name = f"auskunft:{self._what}:{conversation}"
        held = self._redis.lock(name, timeout=HOLD_SECONDS, sleep=LOOK_AGAIN_SECONDS)
        try:
            await held.acquire()
        except RedisError as error:
            logger.warning("a conversation is held here alone: %s", type(error).__name__)
            return None
        return held


async def _renew(held: Lock) -> None:
    """So that only a process that is gone loses what it holds."""
    with suppress(RedisError):
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            await held.reacquire()
