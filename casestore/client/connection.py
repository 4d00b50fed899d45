"""A connection of another process to the case store, and what may become of a call."""

from __future__ import annotations

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Any, Self, TypeVar
from urllib.parse import quote

import aiohttp
from pydantic import BaseModel, ValidationError

from casestore.wire.chats import Taken
from monitoring.calls import carry_number
from settings import Settings

CALL_SECONDS = 8.0

_Model = TypeVar("_Model", bound=BaseModel)


class CaseStoreError(Exception):
    """The case store refused the call or could not be reached."""


class UnknownError(CaseStoreError):
    """There is no such conversation, request or member of staff."""


class ForbiddenError(CaseStoreError):
    """The token given does not open this."""


class NotPermittedError(CaseStoreError):
    """Who calls may not do this."""


class UnfitError(CaseStoreError):
    """What was sent cannot be taken."""


class ConflictingError(CaseStoreError):
    """The call does not fit the present state."""


class TakenError(ConflictingError):
    """A colleague, *by* name, has the chat."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


_ERRORS = {
    401: ForbiddenError,
    403: NotPermittedError,
    404: UnknownError,
    409: ConflictingError,
    422: UnfitError,
}


class Connection:
    """Calls the case store as one of our processes; create it inside a running event loop."""

    def __init__(self, url: str, service_token: str, timeout: float = CALL_SECONDS) -> None:
        self._session = aiohttp.ClientSession(
            base_url=url,
            headers={"Authorization": f"Bearer {service_token}"},
            timeout=aiohttp.ClientTimeout(total=timeout),
            connector=aiohttp.TCPConnector(limit=0),  # whoever listens to a chat holds one open
            middlewares=(carry_number,),
        )

    @classmethod
    def at(cls, settings: Settings) -> Self:
        """The case store of *settings*."""
        return cls(settings.casestore_url, settings.service_token.get_secret_value())

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def _ask(self, model: type[_Model], method: str, path: str, **options: Any) -> _Model:
        return model.model_validate_json(await self._call(method, path, **options))

    async def _stream(self, method: str, path: str, **options: Any) -> AsyncIterator[bytes]:
        """The answer, piece by piece as it comes."""
        try:
            async with self._session.request(method, path, **options) as response:
                if response.status >= HTTPStatus.BAD_REQUEST:
                    raise _error(response.status, await response.read(), method)
                async for piece in response.content.iter_any():
                    yield piece
        except (aiohttp.ClientError, TimeoutError) as error:
            raise _unreached(method, path, error) from error

    async def _call(self, method: str, path: str, **options: Any) -> bytes:
        try:
            async with self._session.request(method, path, **options) as response:
                body = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise _unreached(method, path, error) from error
        if response.status >= HTTPStatus.BAD_REQUEST:
            raise _error(response.status, body, method)
        return body


def part(text: str) -> str:
    """One part of a path: what a stranger put into it leads nowhere else."""
    return quote(text, safe="").replace(".", "%2E")


def _unreached(method: str, path: str, error: Exception) -> CaseStoreError:
    return CaseStoreError(f"{method} {path.split('/')[1]}: {type(error).__name__}")


def _error(status: int, body: bytes, method: str) -> CaseStoreError:
    if status == HTTPStatus.CONFLICT:
        try:
            return TakenError(Taken.model_validate_json(body).assignee)
        except ValidationError:
            pass
    return _ERRORS.get(status, CaseStoreError)(f"{method}: {status}")
