"""The channel between the gateway, the desk and Rasa."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from answers.aid import aid, chosen, parts_of
from answers.answer import Answers
from answers.language import ENOUGH_WORDS, likeliest
from answers.reading import Reading
from bot.nlu.language_identifier import LANGUAGE
from bot.nlu.topic_classifier import EXPECTS, READING
from bot.tracker_store import PurgeableTrackerStore
from privacy.hygiene import plain_text
from settings import Settings, content_folder

NAME = "auskunft"


class WholeMessages(CollectingOutputChannel):
    """Collects every utterance as one message, text, buttons and custom part together."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep *message* as the action or the response made it."""
        self.messages.append(message)


class GatewayChannel(InputChannel):
    """Lets the gateway speak for visitors, and the desk ask for answers.

    Text is never taken for a payload: a button's payload comes as its own field.
    """

    def __init__(self, token: str) -> None:
        self._token = token

    @classmethod
    def name(cls) -> str:
        """Return the name in the channel's address: `/webhooks/auskunft`."""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        """Read the token from the settings, not from a file under version control."""
        return cls(Settings.load().rasa_token.get_secret_value())

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes; every one wants the token."""
        routes = Blueprint("gateway_channel")
        answers = Answers.load(content_folder())

        @routes.middleware("request")
        async def refuse_strangers(request: Request) -> HTTPResponse | None:
            given = request.headers.get("authorization", "")
            if hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode()):
                return None
            return response.empty(status=401)

        @routes.post("/turns")
        async def take_turn(request: Request) -> HTTPResponse:
            return response.json(await self._take_turn(request.app.ctx.agent, request.json))

        @routes.post("/answers")
        async def answer(request: Request) -> HTTPResponse:
            text = plain_text(request.json["text"])
            language = request.json.get("language") or likeliest(text)
            reading = await _read(request.app.ctx.agent, text, language)
            return response.json(answers.compose(request.json["text"], reading).as_dict())

        @routes.post("/aid")
        async def aid_staff(request: Request) -> HTTPResponse:
            text, topic = plain_text(request.json["text"]), request.json.get("topic")
            language = request.json.get("language") or likeliest(text)
            reading = await _read(request.app.ctx.agent, text, language)
            parts = [(s, await _read(request.app.ctx.agent, s, reading.language)) for s in parts_of(text)]
            if topic in answers.topics:
                reading = chosen(answers, topic, reading.language)
            return response.json(aid(answers, text, reading, parts))

        @routes.delete("/conversations/<conversation>")
        async def forget(request: Request, conversation: str) -> HTTPResponse:
            # Rasa hands out its fail-safe wrapper, which keeps the store to itself.
            store = request.app.ctx.agent.tracker_store._tracker_store  # noqa: SLF001
            if isinstance(store, PurgeableTrackerStore):
                await store.delete(conversation)
            return response.empty()

        return routes

    async def _take_turn(self, agent: Agent, turn: dict[str, Any]) -> dict[str, Any]:
        """Run one turn: its messages, and what the bot waits for afterwards."""
        output = WholeMessages()
        message = UserMessage(
            _text_of(turn),
            output,
            turn["conversation"],
            input_channel=NAME,
            metadata={LANGUAGE: turn["language"], EXPECTS: turn["expects"], "turn": turn["turn"]},
        )
        if turn.get("language_chosen") and 0 < len((turn.get("text") or "").split()) < ENOUGH_WORDS:
            message.parse_data = _spoken(turn["language"], await agent.processor.parse_message(message))
        await agent.handle_message(message)
        tracker = await agent.tracker_store.retrieve(turn["conversation"])
        return {"messages": output.messages, **_left_open(tracker)}


async def _read(agent: Agent, text: str, language: str) -> Reading:
    """Read *text* without a conversation."""
    parsed = await agent.processor.parse_message(UserMessage(text, metadata={LANGUAGE: language}))
    return Reading.from_dict(parsed[READING])


def _text_of(turn: dict[str, Any]) -> str:
    if payload := turn.get("payload"):
        name, _, entities = payload.removeprefix("/").partition("{")
        values = json.loads("{" + entities) if entities else {}
        return f"/{name}{json.dumps({**values, LANGUAGE: turn['language']})}"
    return plain_text(turn["text"])


def _spoken(language: str, parsed: dict[str, Any]) -> dict[str, Any]:
    """What was understood, to be answered in *language*: a short word does not undo a choice."""
    others = [entity for entity in parsed["entities"] if entity["entity"] != LANGUAGE]
    parsed["entities"] = [*others, {"entity": LANGUAGE, "value": language}]
    parsed[READING] = {**parsed[READING], LANGUAGE: language}
    return parsed


def _left_open(tracker: DialogueStateTracker | None) -> dict[str, Any]:
    if tracker is None:
        return {"language": None, "expects": None, "reference": None}
    waits = tracker.active_loop_name is not None
    return {
        "language": tracker.get_slot(LANGUAGE),
        "expects": tracker.get_slot("requested_slot") if waits else None,
        "reference": tracker.get_slot("reference") if waits else None,
    }
