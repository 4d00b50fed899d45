"""The case store as an aiohttp application."""

import asyncio
import hmac
import logging
from collections.abc import AsyncIterator

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from casestore.codes import Codes
from casestore.context import (
    ConflictError,
    NotAllowedError,
    NotFoundError,
    NotPermittedError,
    open_context,
)
from casestore.conversations import Conversations
from casestore.handlers import CODES, CONTEXT, CONVERSATIONS, REQUESTS, routes
from casestore.outbox import deliver_forever
from casestore.register import Register
from casestore.requests import Requests
from casestore.staff import StaffAccounts
from casestore.staff_handlers import REGISTER, STAFF, staff_routes
from privacy.request import InvalidTransitionError
from settings import Settings

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
}


def create_app(settings: Settings) -> web.Application:
    """Assemble the case store; nothing is opened before it starts."""
    app = web.Application(middlewares=[_errors_as_status, _only_our_processes(settings)])
    context = app[CONTEXT] = open_context(settings)
    app[CONVERSATIONS] = Conversations(context)
    app[REQUESTS] = Requests(context)
    app[CODES] = Codes(context)
    app[REGISTER] = Register(context)
    app[STAFF] = StaffAccounts(context)
    app.add_routes(routes)
    app.add_routes(staff_routes)
    app.cleanup_ctx.append(_mail_goes_out)
    return app


async def _mail_goes_out(app: web.Application) -> AsyncIterator[None]:
    worker = asyncio.create_task(deliver_forever(app[CONTEXT]))
    yield
    while (
        not worker.done()
    ):  # a cancellation can be lost in `asyncio.wait_for`, and SMTP may wait for its server
        worker.cancel()
        await asyncio.wait({worker}, timeout=STOP_SECONDS)
    await app[CONTEXT].database.close()


def _only_our_processes(
    settings: Settings,
) -> Middleware:
    expected = f"Bearer {settings.service_token.get_secret_value()}".encode()

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        given = request.headers.get("Authorization", "").encode(errors="surrogateescape")
        if request.path != "/healthz" and not hmac.compare_digest(given, expected):
            return web.json_response({"error": "no service token"}, status=403)
        return await handler(request)

    return check


@web.middleware
async def _errors_as_status(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except tuple(_STATUS) as error:
        status = next(code for kind, code in _STATUS.items() if isinstance(error, kind))
        return web.json_response({"error": type(error).__name__}, status=status)
