"""Errors in words: a problem document under `/api`, a page in the reader's language elsewhere."""

import logging
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from casestore.client import (
    CaseStoreError,
    ConflictingError,
    ForbiddenError,
    NotPermittedError,
    TakenError,
    UnfitError,
    UnknownError,
)
from desk.pages import page_in, say
from desk.problems import problem, problem_of
from monitoring.calls import method_of, route_of

logger = logging.getLogger(__name__)

_STATUS: dict[type[Exception], int] = {
    UnknownError: 404,
    ForbiddenError: 401,
    NotPermittedError: 403,
    ConflictingError: 409,
    UnfitError: 422,
    CaseStoreError: 503,
}
_SENTENCES = {
    403: "forbidden",
    404: "not_found",
    409: "conflict",
    413: "too_long",
    422: "unfit",
    429: "too_many",
    500: "broken",
    503: "down",
}


@web.middleware
async def errors_in_words(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every error into words; causes go to the log."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST:
            raise
        return problem_of(error) if is_api(request) else _page(request, error.status)
    except TakenError as error:
        return problem(409, assignee=error.by) if is_api(request) else _page(request, 409)
    except tuple(_STATUS) as error:
        status = next(code for kind, code in _STATUS.items() if isinstance(error, kind))
        return problem(status) if is_api(request) else _page(request, status)
    except Exception as error:
        logger.exception("%s %s failed: %s", method_of(request), route_of(request), type(error).__name__)
        return problem(500) if is_api(request) else _page(request, 500)


def is_api(http: web.Request) -> bool:
    """Whether a program calls, and not a page."""
    return http.path.startswith("/api/")


def _page(http: web.Request, status: int) -> web.Response:
    if status == HTTPStatus.UNAUTHORIZED:
        return _to_log_in(http)
    name = _SENTENCES.get(status, "not_read")
    if "HX-Request" in http.headers:  # shown as a toast; the page stays as it is
        return web.Response(text=say(http, f"errors.{name}.text"), status=status)
    return page_in(http, "error.html", status=status, error=name)


def _to_log_in(http: web.Request) -> web.Response:
    """Send a page to the log-in, and back afterwards; a part of a page takes its whole page there."""
    if "HX-Request" in http.headers:
        shown = urlsplit(http.headers.get("HX-Current-URL", ""))
        back = f"{shown.path}?{shown.query}" if shown.query else shown.path
        return web.Response(status=401, headers={"HX-Redirect": _log_in_page(back)})
    back = http.path_qs if http.method == "GET" else "/"
    return web.Response(status=303, headers={"Location": _log_in_page(back)})


def _log_in_page(back: str) -> str:
    return f"/login?{urlencode({'next': back})}" if back not in {"", "/"} else "/login"
