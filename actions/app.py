"""The action server as an aiohttp application, on loopback and with a token.

`rasa run actions` serves the same actions for developers; this one also
refuses callers without the token, and closes what it opened.
"""

import hmac
import logging
from collections.abc import AsyncIterator

from aiohttp import web
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from actions.running import running
from actions.services import cases
from monitoring.figures import PATH, TOKEN, figures, token_in
from settings import Settings

logger = logging.getLogger(__name__)


def create_app(settings: Settings) -> web.Application:
    """Assemble the action server."""
    executor = ActionExecutor()
    executor.register_package("actions")
    expected = f"Bearer {settings.actions_token.get_secret_value()}".encode()

    async def run_action(http: web.Request) -> web.Response:
        """Run the action that Rasa names, with the tracker it sends."""
        given = http.headers.get("Authorization", "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, expected):
            return web.json_response({"error": "no token"}, status=401)
        try:
            call = await http.json()
            with running(call, set(executor.actions)):
                return web.json_response(await executor.run(call))
        except ActionExecutionRejection as rejection:
            error = {"error": str(rejection), "action_name": rejection.action_name}
            return web.json_response(error, status=400)
        except ActionNotFoundException as unknown:
            error = {"error": str(unknown), "action_name": unknown.action_name}
            return web.json_response(error, status=404)

    app = web.Application(client_max_size=20 * 1024**2)  # a tracker grows with its conversation
    app[TOKEN] = token_in(settings)
    app.router.add_post("/webhook", run_action)
    app.router.add_get("/health", _healthy)
    app.router.add_get(PATH, figures)
    app.cleanup_ctx.append(_close_clients)
    return app


async def _healthy(_: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def _close_clients(_: web.Application) -> AsyncIterator[None]:
    yield
    await cases().close()
