"""How the gateway speaks with Rasa."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casestore.wire.conversations import Button, NewMessage
from doors.rasa import RasaServers
from gateway.figures import timing_a_turn
from privacy.language import Language

_CONVERSATIONS = "/webhooks/auskunft/conversations"


@dataclass(frozen=True)
class RasaTurn:
    """What a visitor's message came to."""

    messages: list[NewMessage]
    language: Language


class Rasa(RasaServers):
    """The calls of `bot.channel` that the gateway makes; each raises `RasaUnavailableError`."""

    async def take_turn(self, turn: dict[str, Any]) -> RasaTurn:
        """Run one turn; its number makes sure that what it files is filed once, whoever takes it."""
        with timing_a_turn():
            said = await self.call("POST", "/webhooks/auskunft/turns", turn["conversation"], json=turn)
        return _turn(json.loads(said))

    async def forget(self, conversation: str) -> None:
        """Remove a conversation from the tracker store."""
        await self.call("DELETE", f"{_CONVERSATIONS}/{conversation}", conversation)

    async def forget_before(self, moment: datetime) -> None:
        """Remove the conversations from the tracker store in which nothing happened since."""
        await self.call("DELETE", _CONVERSATIONS, params={"before": str(moment.timestamp())})


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
