"""The case store as an aiohttp application."""

import asyncio
import hmac
import logging
from collections.abc import AsyncIterator

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from sqlalchemy.exc import DataError

from casestore.chats import attendance
from casestore.chats.conversations import Conversations
from casestore.chats.desk import DeskChats
from casestore.chats.fanout import join
from casestore.chats.watching import Watching
from casestore.chats.words import ChatWords
from casestore.context import (
    ConflictError,
    NotAllowedError,
    NotFoundError,
    NotPermittedError,
    TakenError,
    open_context,
)
from casestore.handlers.accounts import ACCOUNTS, LOG_INS, account_routes
from casestore.handlers.chats import CHAT_WORDS, DESK_CHATS, WATCHING, chat_routes
from casestore.handlers.conversations import CODES, CONTEXT, CONVERSATIONS, REQUESTS, as_json, routes
from casestore.handlers.due import due_routes
from casestore.handlers.feedback import FEEDBACK, NUMBERS, feedback_routes
from casestore.handlers.health import OPEN, health_routes, readiness_of
from casestore.handlers.retention import RETENTION, SWEEP, retention_routes
from casestore.handlers.staff import REGISTER, STAFF, staff_routes
from casestore.openapi import openapi_routes
from casestore.outgoing import outbox, webhooks
from casestore.reports.feedback import FeedbackList
from casestore.reports.numbers import Numbers
from casestore.requests.filing import Requests
from casestore.requests.register import Register
from casestore.retention.chats import Retention
from casestore.retention.sweep import Sweep
from casestore.staff.accounts import StaffAccounts
from casestore.staff.login import LogIns
from casestore.staff.own_account import Accounts
from casestore.verification.codes import Codes
from casestore.wire.chats import Taken
from casestore.wire.conversations import Refused
from monitoring.calls import follow_calls, our_own
from monitoring.figures import TOKEN, token_in
from monitoring.readiness import READINESS
from privacy.request import InvalidTransitionError
from settings import Settings, content_folder
from settings.openapi import JSON

logger = logging.getLogger(__name__)

STOP_SECONDS = 1.0

_STATUS: dict[type[Exception], int] = {
    NotFoundError: 404,
    NotAllowedError: 401,
    NotPermittedError: 403,
    ConflictError: 409,
    InvalidTransitionError: 409,
    ValueError: 422,
    KeyError: 422,
    OverflowError: 422,
    DataError: 422,  # PostgreSQL's word for a NUL in a text, and for a number beyond its column
}


def create_app(settings: Settings) -> web.Application:
    """Assemble the case store; nothing is opened before it starts."""
    app = web.Application(
        middlewares=[follow_calls(our_own), _errors_as_status, _only_our_processes(settings)]
    )
    context = app[CONTEXT] = open_context(settings)
    app[READINESS], app[TOKEN] = readiness_of(context), token_in(settings)
    app[CONVERSATIONS] = Conversations(context)
    app[REQUESTS] = Requests(context)
    app[CODES] = Codes(context)
    app[REGISTER] = Register(context)
    app[STAFF] = StaffAccounts(context)
    app[LOG_INS], app[ACCOUNTS] = LogIns(context), Accounts(context)
    app[RETENTION], app[SWEEP] = Retention(context), Sweep(context)
    app[FEEDBACK], app[NUMBERS] = FeedbackList(context), Numbers(context)
    app[DESK_CHATS], app[CHAT_WORDS] = DeskChats(context), ChatWords.load(content_folder())
    app[WATCHING] = Watching(context)
    app.add_routes(routes)
    app.add_routes(staff_routes)
    app.add_routes(account_routes)
    app.add_routes(chat_routes)
    app.add_routes(retention_routes)
    app.add_routes(feedback_routes)
    app.add_routes(due_routes)
    app.add_routes(openapi_routes)
    app.add_routes(health_routes)
    app.cleanup_ctx.append(_mail_goes_out)
    app.cleanup_ctx.append(_webhooks_go_out)
    app.cleanup_ctx.append(_chats_are_attended_to)
    app.cleanup_ctx.append(_case_stores_hear_one_another)
    return app


async def _mail_goes_out(app: web.Application) -> AsyncIterator[None]:
    worker = asyncio.create_task(outbox.deliver_forever(app[CONTEXT]))
    yield
    await _stop(worker)
    await app[CONTEXT].database.close()


async def _webhooks_go_out(app: web.Application) -> AsyncIterator[None]:
    """Without a URL nobody looks for webhooks; the database is still open when this ends."""
    if not app[CONTEXT].settings.webhook_url:
        yield
        return
    worker = asyncio.create_task(webhooks.deliver_forever(app[CONTEXT]))
    yield
    await _stop(worker)


async def _chats_are_attended_to(app: web.Application) -> AsyncIterator[None]:
    worker = asyncio.create_task(attendance.attend_for_ever(app[CONTEXT], app[CHAT_WORDS]))
    yield
    await _stop(worker)


async def _case_stores_hear_one_another(app: web.Application) -> AsyncIterator[None]:
    """Without Redis there is no other."""
    context = app[CONTEXT]
    if not (url := context.settings.redis.get_secret_value()):
        yield
        return
    worker = asyncio.create_task(join(url, context.wakeups, context.presence).run())
    yield
    await _stop(worker)


async def _stop(worker: asyncio.Task[None]) -> None:
    """A cancellation can be lost in `asyncio.wait_for`, and SMTP may wait for its server."""
    while not worker.done():
        worker.cancel()
        await asyncio.wait({worker}, timeout=STOP_SECONDS)


def _only_our_processes(
    settings: Settings,
) -> Middleware:
    expected = f"Bearer {settings.service_token.get_secret_value()}".encode()

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        given = request.headers.get("Authorization", "").encode(errors="surrogateescape")
        if request.path not in OPEN and not hmac.compare_digest(given, expected):
            return as_json(Refused(error="no service token"), 403)
        return await handler(request)

    return check


@web.middleware
async def _errors_as_status(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except TakenError as error:
        return as_json(Taken(error=type(error).__name__, assignee=error.by), 409)
    except tuple(_STATUS) as error:
        status = next(code for kind, code in _STATUS.items() if isinstance(error, kind))
        return as_json(Refused(error=type(error).__name__), status)
    except web.HTTPException as error:
        error.text, error.content_type = Refused(error=type(error).__name__).model_dump_json(), JSON
        raise
