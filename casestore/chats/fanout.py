"""What happens in one case store, told to all of them through a stream in Redis."""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from casestore.chats.presence import Presence, Trace
from casestore.chats.wakeups import Wakeups

STREAM = "auskunft:happenings"
_KEPT = 2000  # happenings that a case store may be behind
_BLOCK_SECONDS = 5.0
_PAUSE = 1.0  # seconds before Redis is tried again
_SEQUENCE = 1000  # a stream numbers what comes within a millisecond

logger = logging.getLogger(__name__)

Happening = dict[str, Any]
Hear = Callable[[int | None, Happening], None]


class Fanout:
    """Hands each happening to *hear* with its number, the same and in the same order everywhere.

    Without Redis for a while, a case store hears itself alone, without numbers; from which number on
    it hears all of them again is told to *catch_up*.
    """

    def __init__(self, url: str, hear: Hear, catch_up: Callable[[int], None]) -> None:
        self._redis = Redis.from_url(url, socket_connect_timeout=2.0, socket_timeout=2 * _BLOCK_SECONDS)
        self._hear = hear
        self._catch_up = catch_up
        self._mine: asyncio.Queue[Happening] = asyncio.Queue()

    def tell(self, happening: Happening) -> None:
        """Tell everybody, this case store too, in a moment."""
        self._mine.put_nowait(happening)

    async def run(self) -> None:
        """Tell and hear until cancelled."""
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._tell_for_ever())
                both.create_task(self._hear_for_ever())
        finally:
            await self._redis.aclose()

    async def _tell_for_ever(self) -> None:
        while True:
            happening = await self._mine.get()
            try:
                await self._redis.xadd(STREAM, {"what": json.dumps(happening)}, maxlen=_KEPT)
            except (RedisError, OSError) as error:
                logger.warning("other case stores were not told: %s", type(error).__name__)
                self._hear(None, happening)

    async def _hear_for_ever(self) -> None:
        last = "$"
        while True:
            try:
                last = await self._hear_on(last)
            except (RedisError, OSError) as error:
                logger.warning("other case stores are not heard: %s", type(error).__name__)
                last = "$"
                await asyncio.sleep(_PAUSE)

    async def _hear_on(self, last: str) -> str:
        """Hear what comes after *last*, `$` for from now on; returns the last that was heard."""
        if last == "$":
            newest: Any = await self._redis.xrevrange(STREAM, count=1)
            last = newest[0][0].decode() if newest else "0-0"
            self._catch_up(_number(last))
        read: Any = await self._redis.xread({STREAM: last}, block=int(_BLOCK_SECONDS * 1000))
        for _, entries in read or []:
            for entry, fields in entries:
                last = entry.decode()
                self._hear(_number(last), json.loads(fields[b"what"]))
        return last


def _number(entry: str) -> int:
    """Redis numbers by its clock in milliseconds, and within one of them from 0."""
    milliseconds, _, sequence = entry.partition("-")
    return int(milliseconds) * _SEQUENCE + int(sequence)


def join(url: str, wakeups: Wakeups, presence: Presence) -> Fanout:
    """Make all case stores know what changes and who is there in any of them; `run` has to be awaited."""

    def hear(number: int | None, happening: Happening) -> None:
        if trace := happening.get("trace"):
            presence.hear(Trace(*trace), happening["seconds"])
        else:
            wakeups.hear(number, happening)

    fanout = Fanout(url, hear, wakeups.catch_up)
    wakeups.tell = fanout.tell
    presence.tell = lambda trace, seconds: fanout.tell({"trace": trace, "seconds": seconds})
    return fanout
