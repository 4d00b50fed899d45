"""Errors as problem documents (RFC 9457), in the visitor's language."""

import logging
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import ValidationError

from casestore.client import CaseStore, CaseStoreError, ConflictingError, ForbiddenError, UnknownError
from gateway.words import ChatWords
from privacy.language import Language

logger = logging.getLogger(__name__)

CASES = web.AppKey("cases", CaseStore)
WORDS = web.AppKey("words", ChatWords)

_STATUS = {
    "bad_request": 400,
    "unauthorized": 401,
    "not_found": 404,
    "conflict": 409,
    "too_long": 413,
    "not_json": 415,
    "empty": 422,
    "too_many": 429,
    "broken": 503,
}
_OF_STATUS = {400: "bad_request", 404: "not_found", 405: "bad_request", 413: "too_long", 415: "not_json"}
_OF_ERROR: list[tuple[type[Exception], str]] = [
    (UnknownError, "not_found"),
    (ForbiddenError, "unauthorized"),
    (ConflictingError, "conflict"),
    (CaseStoreError, "broken"),
    (ValidationError, "bad_request"),
    (ValueError, "bad_request"),
]


class ProblemError(Exception):
    """A call that cannot be served; its name says which sentence the person reads."""

    def __init__(self, name: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(name)
        self.name = name
        self.headers = headers or {}


@web.middleware
async def errors_as_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every error under `/api` into a problem document; causes go to the log."""
    try:
        return await handler(request)
    except ProblemError as problem:
        return await _problem(request, problem.name, problem.headers)
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST or not request.path.startswith("/api/"):
            raise
        return await _problem(request, _OF_STATUS.get(error.status, "bad_request"), {}, error.status)
    except tuple(kind for kind, _ in _OF_ERROR) as error:
        name = next(name for kind, name in _OF_ERROR if isinstance(error, kind))
        return await _problem(request, name, {})
    except Exception as error:
        logger.exception("%s %s failed: %s", request.method, _route(request), type(error).__name__)
        return await _problem(request, "broken", {})


def asked_language(http: web.Request) -> Language:
    """The first of our languages that the browser asks for; German without a wish."""
    for wish in http.headers.get("Accept-Language", "").split(","):
        code = wish.strip()[:2].lower()
        if code in set(Language):
            return Language(code)
    return Language.GERMAN


async def _problem(
    http: web.Request, name: str, headers: dict[str, str], status: int | None = None
) -> web.Response:
    language = await _language(http)
    status = status or _STATUS[name]
    detail = http.app[WORDS].problem(name, language)
    body = {"type": "about:blank", "title": name, "status": status, "detail": detail, "language": language}
    return web.json_response(body, status=status, headers=headers, content_type="application/problem+json")


async def _language(http: web.Request) -> Language:
    conversation = http.match_info.get("id")
    if conversation:
        try:
            return (await http.app[CASES].conversation(conversation)).language
        except CaseStoreError:
            pass
    return asked_language(http)


def _route(http: web.Request) -> str:
    resource = http.match_info.route.resource
    return resource.canonical if resource else "unknown"
