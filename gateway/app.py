"""The gateway as an aiohttp application."""

from collections.abc import AsyncIterator

from aiohttp import web

from answers.corpus import load_corpus
from casestore.client import CaseStore
from gateway import conversations, events, health, pages
from gateway.conversations import CONTROLLER, CONVERSATION_LIMIT, MESSAGE_LIMIT, RASA, TURNS
from gateway.limits import Limit
from gateway.pages import ASSETS, CORPUS
from gateway.problems import CASES, WORDS, errors_as_problems
from gateway.rasa import Rasa
from gateway.turns import Turns
from gateway.words import ChatWords
from settings import Settings, content_folder

MAX_BODY = 128 * 1024  # bytes: 8,000 characters, each up to twelve as an escape

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Server": "auskunft",
}


def create_app(settings: Settings) -> web.Application:
    """Assemble the gateway; nothing is opened before it starts."""
    app = web.Application(middlewares=[errors_as_problems], client_max_size=MAX_BODY)
    app[WORDS] = ChatWords.load(content_folder())
    app[CORPUS] = load_corpus(content_folder() / "policy")
    app[CONTROLLER] = settings.controller
    app[MESSAGE_LIMIT] = Limit("messages", settings.limit_messages_client)
    app[CONVERSATION_LIMIT] = Limit("conversations", settings.limit_conversations_client)

    async def clients(app: web.Application) -> AsyncIterator[None]:
        app[CASES], app[RASA] = CaseStore.at(settings), Rasa.at(settings)
        app[TURNS] = Turns(app[CASES], app[RASA], app[WORDS])
        yield
        await app[CASES].close()
        await app[RASA].close()

    app.cleanup_ctx.append(clients)
    app.on_response_prepare.append(_add_headers)
    for module in (conversations, events, health, pages):
        app.add_routes(module.routes)
    app.router.add_static("/assets", ASSETS)
    return app


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)
    if request.path.startswith("/api/"):
        response.headers["Cache-Control"] = "no-store"
