"""The conversation API."""

from typing import Any

from aiohttp import web
from pydantic import TypeAdapter

from casestore.wire.conversations import ChatMessage, ConversationState, NewMessage, Said
from doors.clients import client_of
from doors.rasa import RasaUnavailableError
from gateway.limits import Limit
from gateway.problems import CASES, WORDS, ProblemError, asked_language
from gateway.rasa import Rasa
from gateway.turns import Turns
from privacy.hygiene import MAX_CHARACTERS, plain_text
from privacy.language import Language

TURNS = web.AppKey("turns", Turns)
RASA = web.AppKey("rasa", Rasa)
MESSAGE_LIMIT = web.AppKey("message_limit", Limit)
CONVERSATION_LIMIT = web.AppKey("conversation_limit", Limit)

routes = web.RouteTableDef()
MOST_DIGITS = 9  # of a message id
_messages = TypeAdapter(list[ChatMessage])


@routes.post("/api/v1/conversations")
async def open_conversation(http: web.Request) -> web.Response:
    """Open a conversation and greet."""
    await http.app[CONVERSATION_LIMIT].count(http)
    body = await _body(http) if http.body_exists else {}
    language = _known(body.get("language")) or asked_language(http)
    cases = http.app[CASES]
    identity = body.get("identity")
    is_token = isinstance(identity, str) and identity.isascii()
    opened = await cases.open_conversation(language, identity if is_token else None)
    text = http.app[WORDS].greeting(language)
    greeting = await cases.reply(opened.id, [NewMessage(sender="bot", text=text, language=language)])
    return web.json_response({**opened.model_dump(), "messages": _plain(greeting)}, status=201)


@routes.post("/api/v1/conversations/{id:[0-9a-f]{32}}/messages")
async def say(http: web.Request) -> web.Response:
    """Say something; the answer comes back."""
    await http.app[MESSAGE_LIMIT].count(http)
    said = _said(await _body(http), token_of(http), client_of(http))
    answered = await http.app[TURNS].take(http.match_info["id"], said)
    token = {"token": answered.token} if answered.token else {}
    return web.json_response({"messages": _plain(answered.messages), **token})


@routes.post("/api/v1/conversations/{id:[0-9a-f]{32}}/typing")
async def types(http: web.Request) -> web.Response:
    """The visitor is writing; whoever has the chat sees it for some seconds, and nobody keeps it."""
    await http.app[CASES].visitor_types(http.match_info["id"], token_of(http))
    return web.json_response({})


@routes.get("/api/v1/conversations/{id:[0-9a-f]{32}}/messages")
async def history(http: web.Request) -> web.Response:
    """Everything since a message, in order."""
    after = http.query.get("after", "0")
    if not after.isdecimal() or len(after) > MOST_DIGITS:
        raise ProblemError("bad_request")
    found = await http.app[CASES].messages(http.match_info["id"], token_of(http), after)
    return web.json_response({"messages": _plain(found)})


@routes.get("/api/v1/conversations/{id:[0-9a-f]{32}}")
async def state(http: web.Request) -> web.Response:
    """How the conversation stands, and how far it is on its way to a person."""
    return web.json_response(await _state(http))


@routes.put("/api/v1/conversations/{id:[0-9a-f]{32}}/language")
async def choose_language(http: web.Request) -> web.Response:
    """Speak another language from now on; an open question is asked again in it."""
    await http.app[MESSAGE_LIMIT].count(http)
    token = token_of(http)
    if (language := _known((await _body(http)).get("language"))) is None:
        raise ProblemError("bad_request")
    asked_again = await http.app[TURNS].speak(http.match_info["id"], token, language)
    return web.json_response({"state": await _state(http), "messages": _plain(asked_again)})


@routes.delete("/api/v1/conversations/{id:[0-9a-f]{32}}")
async def forget(http: web.Request) -> web.Response:
    """Forget a chat everywhere; filed requests stay."""
    conversation, token = http.match_info["id"], token_of(http)
    await http.app[CASES].conversation(conversation, token)
    try:
        await http.app[RASA].forget(conversation)
    except RasaUnavailableError as error:
        raise ProblemError("broken") from error
    kept = await http.app[CASES].forget(conversation, token)
    return web.json_response({"kept_requests": kept})


async def _state(http: web.Request) -> dict[str, Any]:
    view = await http.app[CASES].conversation(http.match_info["id"], token_of(http))
    return view.model_dump(mode="json", include=set(ConversationState.model_fields))


def _known(wish: object) -> Language | None:
    return next((known for known in Language if known == wish), None)


def token_of(http: web.Request) -> str:
    """The bearer token; raises the problem `unauthorized` without one."""
    scheme, _, token = http.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise ProblemError("unauthorized")
    return token.strip()


def _said(body: dict[str, Any], token: str, client: str) -> Said:
    text, button = body.get("text"), body.get("button")
    client_id = body.get("client_id")
    if not isinstance(client_id, str) or not client_id:
        raise ProblemError("bad_request")
    if isinstance(button, str) and button:
        return Said(token=token, client_id=client_id, button=plain_text(button), client=client)
    if not isinstance(text, str):
        raise ProblemError("bad_request")
    if len(text) > MAX_CHARACTERS:
        raise ProblemError("too_long")
    if not (clean := plain_text(text)):
        raise ProblemError("empty")
    return Said(token=token, client_id=client_id, text=clean, client=client)


async def _body(http: web.Request) -> dict[str, Any]:
    if http.content_type != "application/json":
        raise ProblemError("not_json")
    try:
        body = await http.json()
    except (ValueError, LookupError, RecursionError) as error:
        raise ProblemError("bad_request") from error
    if not isinstance(body, dict):
        raise ProblemError("bad_request")
    return body


def _plain(messages: list[ChatMessage]) -> list[dict[str, Any]]:
    return list(_messages.dump_python(messages, mode="json"))
