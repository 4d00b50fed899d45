"""How the gateway speaks with Rasa."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Self

import aiohttp

from casestore.wire.conversations import Button, NewMessage
from privacy.language import Language
from settings import Settings

PATIENCE = 2.0  # seconds before Rasa is asked whether it is still there
TURN_SECONDS = 15.0
CONNECT_SECONDS = 2.5  # one lost SYN is sent again after 1 s (RFC 6298, 2.1)


class RasaUnavailableError(Exception):
    """Rasa does not answer."""


@dataclass(frozen=True)
class RasaTurn:
    """What a visitor's message came to."""

    messages: list[NewMessage]
    language: Language


class Rasa:
    """The calls of `bot.channel`; create it inside a running event loop."""

    def __init__(self, url: str, token: str) -> None:
        self._session = aiohttp.ClientSession(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=aiohttp.ClientTimeout(total=TURN_SECONDS, sock_connect=CONNECT_SECONDS),
        )

    @classmethod
    def at(cls, settings: Settings) -> Self:
        """The Rasa server of *settings*."""
        return cls(settings.rasa_url, settings.rasa_token.get_secret_value())

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def is_ready(self) -> bool:
        """Whether the server answers at all."""
        try:
            async with self._session.get("/", timeout=aiohttp.ClientTimeout(total=0.7)) as response:
                return response.status == HTTPStatus.OK
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def take_turn(self, turn: dict[str, Any]) -> RasaTurn:
        """Run one turn; a server that is gone is noticed within three seconds."""
        call = asyncio.create_task(self._post("/webhooks/auskunft/turns", turn))
        done, _ = await asyncio.wait({call}, timeout=PATIENCE)
        if not done and not await self.is_ready():
            call.cancel()
            raise RasaUnavailableError
        return _turn(await call)

    async def forget(self, conversation: str) -> None:
        """Remove a conversation from the tracker store."""
        await self._delete(f"/webhooks/auskunft/conversations/{conversation}")

    async def forget_before(self, moment: datetime) -> None:
        """Remove the conversations from the tracker store in which nothing happened since."""
        await self._delete("/webhooks/auskunft/conversations", before=str(moment.timestamp()))

    async def _delete(self, path: str, **query: str) -> None:
        try:
            async with self._session.delete(path, params=query) as response:
                response.raise_for_status()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise RasaUnavailableError from error

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            async with self._session.post(path, json=body) as response:
                response.raise_for_status()
                return dict(await response.json())
        except (aiohttp.ClientError, TimeoutError) as error:
            raise RasaUnavailableError from error


def _turn(result: dict[str, Any]) -> RasaTurn:
    language = Language(result["language"])
    messages = [_message(message, language, result) for message in result["messages"]]
    return RasaTurn(messages, language)


def _message(message: dict[str, Any], language: Language, result: dict[str, Any]) -> NewMessage:
    custom = message.get("custom") or {}
    return NewMessage(
        sender="bot",
        text=message.get("text") or "",
        language=language,
        outcome=custom.get("outcome"),
        topic=custom.get("topic"),
        citations=custom.get("citations", []),
        law=custom.get("law", []),
        buttons=[Button(title=b["title"], payload=b["payload"]) for b in message.get("buttons") or []],
        expects=result["expects"],
        request=custom.get("request") or result["reference"],
    )
