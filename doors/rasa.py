"""Calls to Rasa, to whichever replica can be reached."""

import asyncio
from functools import partial
from http import HTTPStatus
from typing import Any, Self

import aiohttp

from doors.replicas import GoneError, Replicas
from monitoring.calls import carry_number
from settings import Settings

PATIENCE = 2.0  # seconds before a replica is asked whether it is still there
CALL_SECONDS = 15.0
GLANCE = 0.7  # seconds that it may take to say so


class RasaUnavailableError(Exception):
    """Rasa does not answer."""


class RasaServers:
    """All replicas; create it inside a running event loop."""

    def __init__(self, replicas: Replicas, token: str) -> None:
        self._replicas = replicas
        self._heard: dict[str, float] = {}
        self._session = aiohttp.ClientSession(
            headers={"Authorization": f"Bearer {token}"},
            timeout=aiohttp.ClientTimeout(total=CALL_SECONDS),
            middlewares=(carry_number,),
        )

    @classmethod
    def at(cls, settings: Settings) -> Self:
        """The Rasa servers of *settings*."""
        return cls(Replicas(settings.rasa_urls), settings.rasa_token.get_secret_value())

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def ready(self) -> dict[str, bool]:
        """Each replica, by its address, and whether it answers at all."""
        there = await self._replicas.all()
        answering = await asyncio.gather(*(self._answers(url, 2 * GLANCE) for url in there))
        return dict(zip(there, answering, strict=True))

    async def is_ready(self) -> bool:
        """Whether one replica answers at all."""
        return any((await self.ready()).values())

    async def call(self, method: str, path: str, conversation: str = "", **options: Any) -> bytes:
        """Ask the replica of *conversation*, and the next one when it is gone, noticed within three seconds.

        Raises `RasaUnavailableError`.
        """
        try:
            return await self._replicas.first(
                conversation, partial(self._patiently, method=method, path=path, **options)
            )
        except GoneError as error:
            raise RasaUnavailableError from error

    async def _patiently(self, url: str, **options: Any) -> bytes:
        call = asyncio.create_task(self._call(url, **options))
        done, _ = await asyncio.wait({call}, timeout=PATIENCE)
        if not done and not await self._is_there(url):
            call.cancel()
            raise GoneError
        return await call

    async def _call(self, url: str, *, method: str, path: str, **options: Any) -> bytes:
        try:
            async with self._session.request(method, url + path, **options) as response:
                self._heard[url] = asyncio.get_running_loop().time()
                response.raise_for_status()
                return await response.read()
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError) as error:
            raise GoneError from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise RasaUnavailableError from error

    async def _is_there(self, url: str) -> bool:
        """Whether it answers, or did just now: one that is only busy comes late to this question."""
        since = asyncio.get_running_loop().time() - self._heard.get(url, -PATIENCE)
        return since < PATIENCE or await self._answers(url, GLANCE)

    async def _answers(self, url: str, seconds: float) -> bool:
        try:
            async with self._session.get(f"{url}/", timeout=aiohttp.ClientTimeout(seconds)) as response:
                return response.status == HTTPStatus.OK
        except (aiohttp.ClientError, TimeoutError):
            return False
