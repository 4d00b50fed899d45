"""Who may call what: every route says so, and one that does not is closed to everybody."""

from collections.abc import Callable
from typing import TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler

from casestore.client import CaseStore
from casestore.wire.staff import StaffMember
from desk.cookies import session_in

CASES = web.AppKey("cases", CaseStore)
STAFF = web.RequestKey("staff", StaffMember)
TOKEN = web.RequestKey("token", str)

READ = frozenset({"agent", "lead", "privacy", "auditor"})
WORK = frozenset({"agent", "lead", "privacy"})
DECIDE = frozenset({"lead", "privacy"})
OVERSEE = DECIDE | {"auditor"}
ANYONE = frozenset({"anyone"})  # without a log-in, too
HALFWAY = frozenset({"halfway"})  # who has given the password, and not the second factor yet
NOBODY: frozenset[str] = frozenset()

_Handler = TypeVar("_Handler", bound=Handler)
_declared: dict[Handler, frozenset[str]] = {}


def open_to(roles: frozenset[str]) -> Callable[[_Handler], _Handler]:
    """Declare the *roles* that may call a handler."""

    def declare(handler: _Handler) -> _Handler:
        _declared[handler] = roles
        return handler

    return declare


def roles_of(handler: Handler) -> frozenset[str]:
    """Who may call *handler*; nobody when it was not declared."""
    return _declared.get(handler, NOBODY)


@web.middleware
async def check_access(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Find out who calls, and whether they may; raises 401 and 403.

    Where there is no such page, strangers hear that they are not logged in, and nothing else.
    """
    found = request.match_info.http_exception is None
    allowed = roles_of(request.match_info.handler) if found else READ
    if allowed == ANYONE:
        return await handler(request)
    request[TOKEN] = token_of(request, allowed)
    if allowed != HALFWAY:  # how far it is, the case store knows
        request[STAFF] = await request.app[CASES].staff(request[TOKEN])
        if request[STAFF].role not in allowed:
            raise web.HTTPForbidden
    return await handler(request)


def token_of(http: web.Request, allowed: frozenset[str]) -> str:
    """The bearer token of a program, else that of the session; raises 401 without one that may do."""
    given = (allowed != HALFWAY and bearer_in(http)) or session_in(http)
    if not given:
        raise web.HTTPUnauthorized
    return given


def bearer_in(http: web.Request) -> str:
    """The token that a program sends, and that no browser sends by itself; empty without one."""
    scheme, _, token = http.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
