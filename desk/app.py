"""The desk as an aiohttp application: its API so far, for bearer tokens."""

import logging
from collections.abc import AsyncIterator

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler

from casestore.client import (
    CaseStore,
    CaseStoreError,
    ConflictingError,
    ForbiddenError,
    NotPermittedError,
    UnfitError,
    UnknownError,
)
from desk.answers import RASA
from desk.answers import routes as answer_routes
from desk.openapi import routes as openapi_routes
from desk.problems import problem
from desk.requests import CASES, STAFF, TOKEN
from desk.requests import routes as request_routes
from settings import Settings

logger = logging.getLogger(__name__)

_STATUS: dict[type[Exception], int] = {
    UnknownError: 404,
    ForbiddenError: 401,
    NotPermittedError: 403,
    ConflictingError: 409,
    UnfitError: 422,
    CaseStoreError: 503,
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Server": "auskunft",
}


def create_app(settings: Settings) -> web.Application:
    """Assemble the desk; nothing is opened before it starts."""
    app = web.Application(middlewares=[_errors_as_problems, _staff_only], client_max_size=64 * 1024)

    async def clients(app: web.Application) -> AsyncIterator[None]:
        token = settings.rasa_token.get_secret_value()
        app[CASES] = CaseStore.at(settings)
        app[RASA] = aiohttp.ClientSession(
            base_url=settings.rasa_url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=aiohttp.ClientTimeout(total=5),
        )
        yield
        await app[CASES].close()
        await app[RASA].close()

    app.cleanup_ctx.append(clients)
    app.on_response_prepare.append(_add_headers)
    app.router.add_get("/healthz", alive)
    app.add_routes(request_routes)
    app.add_routes(answer_routes)
    app.add_routes(openapi_routes)
    return app


async def alive(_: web.Request) -> web.Response:
    """Say that the desk answers."""
    return web.json_response({"status": "ok"})


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)


@web.middleware
async def _staff_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Everything but the health check wants the token of a member of staff."""
    if request.path != "/healthz":
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return problem(401)
        request[TOKEN] = token.strip()
        request[STAFF] = await request.app[CASES].staff(request[TOKEN])
    return await handler(request)


@web.middleware
async def _errors_as_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as error:
        return problem(error.status, error.reason)
    except tuple(_STATUS) as error:
        return problem(next(code for kind, code in _STATUS.items() if isinstance(error, kind)))
    except Exception as error:
        logger.exception("%s failed: %s", request.method, type(error).__name__)
        return problem(500)
