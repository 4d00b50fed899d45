"""Errors in the visitor's language: a problem document (RFC 9457) under `/api`, a page elsewhere."""

import logging
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import ValidationError

from casestore.client import CaseStore, CaseStoreError, ConflictingError, ForbiddenError, UnknownError
from gateway.rendering import PAGE_WORDS, page
from gateway.words import ChatWords
from monitoring.calls import method_of, route_of
from privacy.language import Language
from settings import request_id

logger = logging.getLogger(__name__)

CASES = web.AppKey("cases", CaseStore)
WORDS = web.AppKey("words", ChatWords)

_STATUS = {
    "bad_request": 400,
    "unauthorized": 401,
    "foreign_site": 403,
    "not_found": 404,
    "conflict": 409,
    "too_long": 413,
    "not_json": 415,
    "empty": 422,
    "too_many": 429,
    "broken": 503,
}
_OF_STATUS = {
    400: "bad_request",
    403: "unauthorized",
    404: "not_found",
    405: "bad_request",
    413: "too_long",
    415: "not_json",
}
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

    def __init__(self, name: str, headers: dict[str, str] | None = None, status: int | None = None) -> None:
        super().__init__(name)
        self.name = name
        self.headers = headers or {}
        self.status = status or _STATUS[name]


@web.middleware
async def errors_as_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every error into words; causes go to the log."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST:
            raise
        name = _OF_STATUS.get(error.status, "bad_request")
        allowed = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else None  # RFC 9110, 15.5.6
        return await _answer(request, ProblemError(name, allowed, error.status))
    except Exception as error:
        known = problem_of(error)
        if known is None:
            logger.exception("%s %s failed: %s", method_of(request), route_of(request), type(error).__name__)
        return await _answer(request, known or ProblemError("broken"))


def problem_of(error: Exception) -> ProblemError | None:
    """What a person is told about *error*; `None` for one that nobody expected."""
    if isinstance(error, ProblemError):
        return error
    name = next((name for kind, name in _OF_ERROR if isinstance(error, kind)), None)
    return ProblemError(name) if name else None


def asked_language(http: web.Request) -> Language:
    """What `?language=` asks for, else the first of ours that the browser wants; German without a wish."""
    for wish in (http.query.get("language", ""), *http.headers.get("Accept-Language", "").split(",")):
        code = wish.strip()[:2].lower()
        if code in set(Language):
            return Language(code)
    return Language.GERMAN


async def _answer(http: web.Request, problem: ProblemError) -> web.Response:
    return await _document(http, problem) if http.path.startswith("/api/") else _page(http, problem)


async def _document(http: web.Request, problem: ProblemError) -> web.Response:
    language = await _language(http)
    body = {
        "type": "about:blank",
        "title": problem.name,
        "status": problem.status,
        "detail": http.app[WORDS].problem(problem.name, language),
        "language": language,
        request_id.NAME: request_id.current(),
    }
    return web.json_response(
        body, status=problem.status, headers=problem.headers, content_type="application/problem+json"
    )


def _page(http: web.Request, problem: ProblemError) -> web.Response:
    named = (Language(part) for part in http.path.split("/") if part in set(Language))
    language = next(named, asked_language(http))
    words = http.app[PAGE_WORDS].problem(problem.name, language)
    return page(http, "error.html", language, status=problem.status, headers=problem.headers, words=words)


async def _language(http: web.Request) -> Language:
    conversation = http.match_info.get("id")
    if conversation:
        try:
            return (await http.app[CASES].conversation(conversation)).language
        except CaseStoreError:
            pass
    return asked_language(http)
