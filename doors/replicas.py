"""Which Rasa a conversation goes to, of however many there are."""

import asyncio
import hashlib
import logging
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

logger = logging.getLogger(__name__)

KNOWN_SECONDS = 10.0  # that a look-up of a name holds
AVOIDED_SECONDS = 5.0  # that a replica comes last after it could not be reached

_Said = TypeVar("_Said")


class GoneError(Exception):
    """This replica, or every one, cannot be reached, or went away in the middle of a call."""


class Replicas:
    """The addresses of all replicas; each name given stands for all machines it is the name of."""

    def __init__(self, named: Sequence[str]) -> None:
        self._named = named
        self._found: tuple[str, ...] = ()
        self._found_at = -KNOWN_SECONDS
        self._looking = asyncio.Lock()
        self._avoided: dict[str, float] = {}

    async def all(self) -> tuple[str, ...]:
        """Those there are now; those there were when names cannot be looked up."""
        if self._found and self._looking.locked():
            return self._found
        async with self._looking:  # who comes first of all waits, too
            now = asyncio.get_running_loop().time()
            if now - self._found_at >= KNOWN_SECONDS:
                looked_up = await asyncio.gather(*map(_machines, self._named))
                self._found = tuple(sorted({url for urls in looked_up for url in urls})) or self._found
                self._found_at = now
        return self._found

    async def in_turn(self, conversation: str) -> list[str]:
        """All, the one for *conversation* first, whichever gateway asks: the highest random weight.

        When a replica comes or goes, only its own conversations move (Thaler and Ravishankar 1998).
        """
        now = asyncio.get_running_loop().time()
        return sorted(
            await self.all(), key=lambda url: (self._is_avoided(url, now), _weight(url, conversation))
        )

    async def first(self, conversation: str, call: Callable[[str], Awaitable[_Said]]) -> _Said:
        """What the first replica says that can be reached; raises `GoneError` when none can."""
        for url in await self.in_turn(conversation):
            try:
                return await call(url)
            except GoneError as error:
                self._avoided[url] = asyncio.get_running_loop().time() + AVOIDED_SECONDS
                logger.warning("a replica of Rasa is gone: %s", type(error.__cause__).__name__)
        raise GoneError

    def _is_avoided(self, url: str, now: float) -> bool:
        return self._avoided.get(url, now) > now


def _weight(url: str, conversation: str) -> bytes:
    return hashlib.sha256(f"{url} {conversation}".encode()).digest()


async def _machines(named: str) -> list[str]:
    """The addresses behind a name; the name itself with TLS, whose certificate is made out to it."""
    url = urlsplit(named)
    if url.scheme == "https":
        return [named]
    port = url.port or 80
    try:
        found = await asyncio.get_running_loop().getaddrinfo(url.hostname, port, type=socket.SOCK_STREAM)
    except OSError as error:
        logger.warning("a name of Rasa is not known: %s", type(error).__name__)
        return []
    hosts = {address[0] for *_, address in found}
    return [f"http://[{host}]:{port}" if ":" in str(host) else f"http://{host}:{port}" for host in hosts]
