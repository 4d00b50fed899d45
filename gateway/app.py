"""The gateway as an aiohttp application."""

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web

from answers.corpus import load_corpus
from casestore.client import CaseStore
from doors.bodies import hang_up_on_the_unread, refuse_the_unreadable
from doors.clients import PROXIES, Proxies, is_https, is_proxied
from doors.one_at_a_time import OneAtATime
from doors.patience import PATIENCE, Patience
from doors.seals import seal
from gateway import conversations, embed, events, form, health, pages, welcome
from gateway.conversations import CONVERSATION_LIMIT, MESSAGE_LIMIT, RASA, TURNS
from gateway.embed import BUILDS, BUILDS_KEY, Builds
from gateway.form import FILING
from gateway.form_filing import Filing
from gateway.form_pages import ZONE
from gateway.limits import CALL_LIMIT, Limit, limit_calls
from gateway.origins import ORIGINS, allow_origin, only_known_origins, origins_in
from gateway.page_words import PageWords
from gateway.pages import ASSETS, CORPUS
from gateway.problems import CASES, WORDS, errors_as_problems
from gateway.rasa import Rasa
from gateway.rendering import PAGE_WORDS
from gateway.retention import sweep_for_ever
from gateway.streams import STREAMS, Streams
from gateway.turns import Turns
from gateway.words import ChatWords
from monitoring.calls import follow_calls, number_answer
from monitoring.figures import TOKEN, token_in
from monitoring.readiness import READINESS, Readiness
from settings import Settings, content_folder

MAX_BODY = 128 * 1024  # bytes: 8,000 characters, each up to twelve as an escape

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "trusted-types 'none'; require-trusted-types-for 'script'"
    ),
    "Referrer-Policy": "no-referrer",
}


def create_app(settings: Settings, patience: Patience | None = None) -> web.Application:
    """Assemble the gateway; nothing is opened before it starts."""
    app = web.Application(
        middlewares=[
            follow_calls(is_proxied),
            hang_up_on_the_unread,
            errors_as_problems,
            refuse_the_unreadable,
            only_known_origins,
            limit_calls,
        ],
        client_max_size=MAX_BODY,
    )
    app[PROXIES], app[PATIENCE] = Proxies.of(settings), patience or Patience()
    app[WORDS] = ChatWords.load(content_folder(), settings.controller, settings.keep_chats)
    app[PAGE_WORDS] = PageWords.load(content_folder())
    app[CORPUS] = load_corpus(content_folder() / "policy")
    app[ZONE], app[TOKEN] = settings.zone, token_in(settings)
    app[BUILDS_KEY], app[ORIGINS] = Builds(BUILDS), origins_in(settings.origins)
    redis = settings.redis.get_secret_value()
    app[MESSAGE_LIMIT] = Limit("messages", settings.limit_messages_client, redis)
    app[CALL_LIMIT] = Limit("calls", settings.limit_calls_client, redis)
    app[STREAMS] = Streams(settings.limit_streams_client)
    app[CONVERSATION_LIMIT] = Limit("conversations", settings.limit_conversations_client, redis)

    async def clients(app: web.Application) -> AsyncIterator[None]:
        app[CASES], app[RASA] = CaseStore.at(settings), Rasa.at(settings)
        order = OneAtATime("message", redis)
        app[TURNS] = Turns(app[CASES], app[RASA], app[WORDS], order)
        app[READINESS] = Readiness({"casestore": app[CASES].is_ready, "rasa": app[RASA].is_ready})
        app[FILING] = Filing(app[CASES], app[PAGE_WORDS])
        yield
        await app[CASES].close()
        await app[RASA].close()
        await order.close()

    async def old_chats_go(app: web.Application) -> AsyncIterator[None]:
        worker = asyncio.create_task(sweep_for_ever(app[CASES], app[RASA], settings.keep_chats))
        yield
        worker.cancel()
        await asyncio.wait({worker})

    app.cleanup_ctx.extend((clients, old_chats_go))
    app.on_response_prepare.extend((number_answer, _add_headers, allow_origin))
    for module in (conversations, embed, events, form, health, pages, welcome):
        app.add_routes(module.routes)
    app.router.add_static("/assets", ASSETS)
    return app


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)
    seal(response, https=is_https(request))
    if request.path.startswith("/api/"):
        response.headers["Cache-Control"] = "no-store"
