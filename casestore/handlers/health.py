"""Whether the case store lives and works, and its figures."""

import logging
from functools import cache

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from casestore.context import Context
from casestore.handlers.conversations import CONTEXT, as_json
from casestore.reports.figures import look
from casestore.storage.schema import newest, revision_in
from casestore.wire.conversations import Alive
from monitoring.figures import PATH, figures
from monitoring.readiness import READINESS, Readiness

logger = logging.getLogger(__name__)

OPEN = frozenset({"/healthz", "/readyz", PATH})  # without the service token; figures have a lock of their own

health_routes = web.RouteTableDef()


@health_routes.get("/healthz")
async def healthy(_: web.Request) -> web.Response:
    """Say that this process answers."""
    return as_json(Alive())


@health_routes.get("/readyz")
async def ready(http: web.Request) -> web.Response:
    """Say whether the database answers, and has the schema of this version; 503 when not."""
    return await http.app[READINESS].answer()


@health_routes.get(PATH)
async def metrics(http: web.Request) -> web.Response:
    """Give figures to Prometheus."""
    return await figures(http, lambda app: look(app[CONTEXT]))


def readiness_of(context: Context) -> Readiness:
    """The database and its schema."""

    @cache
    def wanted() -> str:
        return newest(context.settings)

    async def answers() -> bool:
        try:
            await context.database.check()
        except (SQLAlchemyError, OSError) as error:
            logger.warning("the database does not answer: %s", type(error).__name__)
            return False
        return True

    async def is_current() -> bool:
        try:
            return await revision_in(context.database) == wanted()
        except (SQLAlchemyError, OSError):
            return False

    return Readiness({"database": answers, "schema": is_current})
