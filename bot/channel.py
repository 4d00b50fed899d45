"""The channel between the gateway, the desk and Rasa."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from answers.aid import aid, chosen, parts_of
from answers.answer import Answers
from answers.language import ENOUGH_WORDS, identify, likeliest
from answers.reading import Reading
from bot.action_server import call_at_once
from bot.graph_runner import run_plainly
from bot.nlu.language_identifier import LANGUAGE
from bot.nlu.topic_classifier import EXPECTS, READING
from bot.tracker_store import PurgeableTrackerStore
from monitoring import traces
from privacy.hygiene import plain_text
from settings import Settings, content_folder, request_id
from settings.logs import configure_logs
from settings.memory import settle

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
        settings = Settings.load()
        configure_logs("rasa", settings.log_level)  # Rasa asks for its channels before it hears anybody
        return cls(settings.rasa_token.get_secret_value())

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes; every one wants the token."""
        routes = Blueprint("gateway_channel")
        answers = Answers.load(content_folder())

        @routes.listener("after_server_start")
        async def begin(app: Sanic, *_: object) -> None:
            call_at_once(app.ctx.agent)
            run_plainly(app.ctx.agent)
            answers.standing.prepare()
            settle()  # the model is loaded by now

        @routes.middleware("request")
        async def refuse_strangers(request: Request) -> HTTPResponse | None:
            given = request.headers.get("authorization", "")
            request_id.adopt(request_id.in_form(request.headers.get(request_id.HEADER)))
            if hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode()):
                return None
            return response.empty(status=401)

        @routes.post("/turns")
        async def take_turn(request: Request) -> HTTPResponse:
            with traces.span("turn", request.headers.get(traces.HEADER, "")):
                return response.json(await self._take_turn(request.app.ctx.agent, request.json))

        @routes.post("/answers")
        async def answer(request: Request) -> HTTPResponse:
            text = plain_text(request.json["text"])
            language = request.json.get("language") or likeliest(text)
            [reading] = _read(request.app.ctx.agent, [text], language)
            return response.json(answers.compose(request.json["text"], reading).as_dict())

        @routes.post("/aid")
        async def aid_staff(request: Request) -> HTTPResponse:
            return response.json(_aid(request.app.ctx.agent, answers, request.json))

        _add_forgetting(routes)
        return routes

    async def _take_turn(self, agent: Agent, turn: dict[str, Any]) -> dict[str, Any]:
        """Run one turn: its messages, and what the bot waits for afterwards."""
        output = WholeMessages()
        message = UserMessage(
            _text_of(turn),
            output,
            turn["conversation"],
            input_channel=NAME,
            metadata={
                LANGUAGE: turn["language"],
                EXPECTS: turn["expects"],
                "turn": turn["turn"],
                request_id.NAME: request_id.current(),
                traces.HEADER: traces.current(),
            },
        )
        if turn.get("language_chosen") and 0 < len((turn.get("text") or "").split()) < ENOUGH_WORDS:
            message.parse_data = _spoken(turn["language"], await agent.processor.parse_message(message))
        await agent.handle_message(message)
        store, conversation = _store_of(agent), turn["conversation"]
        tracker = await (store.look_at if store else agent.tracker_store.retrieve)(conversation)
        return {"messages": output.messages, **_left_open(tracker)}


def _aid(agent: Agent, answers: Answers, asked: dict[str, Any]) -> dict[str, Any]:
    """What a text and its sentences come to, or what the `topic` does that staff chose instead."""
    text, topic = plain_text(asked["text"]), asked.get("topic")
    language, parts = identify(text) or asked.get("language") or likeliest(text), parts_of(text)
    texts = [text, *map(plain_text, parts)]  # a sentence, too, may begin with a slash
    reading, *of_parts = _read(agent, texts, language)
    if topic in answers.topics:
        reading = chosen(answers, topic, reading.language)
    return aid(answers, text, reading, zip(parts, of_parts, strict=True))


def _read(agent: Agent, texts: list[str], language: str) -> list[Reading]:
    """Read *texts* without a conversation, all in one run of Rasa's graph."""
    metadata = agent.processor.model_metadata
    messages = [UserMessage(text, metadata={LANGUAGE: language}) for text in texts]
    made = agent.processor.graph_runner.run({PLACEHOLDER_MESSAGE: messages}, targets=[metadata.nlu_target])
    return [Reading.from_dict(message.get(READING)) for message in made[metadata.nlu_target]]


def _add_forgetting(routes: Blueprint) -> None:
    """Let the gateway remove a conversation, or all that are old, from the tracker store."""

    @routes.delete("/conversations/<conversation>")
    async def forget(request: Request, conversation: str) -> HTTPResponse:
        agent = request.app.ctx.agent
        async with agent.lock_store.lock(conversation):  # or a turn would write it anew
            if store := _store_of(agent):
                await store.delete(conversation)
        return response.empty()

    @routes.delete("/conversations")
    async def forget_before(request: Request) -> HTTPResponse:
        if store := _store_of(request.app.ctx.agent):
            await store.delete_before(float(request.args.get("before")))
        return response.empty()


def _store_of(agent: Agent) -> PurgeableTrackerStore | None:
    """Rasa hands out its fail-safe wrapper, which keeps the store to itself."""
    store = agent.tracker_store._tracker_store  # noqa: SLF001
    return store if isinstance(store, PurgeableTrackerStore) else None


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
