"""Logging in with the account that people have at the controller's OpenID provider."""

import hmac
import logging
import re
from collections.abc import Mapping
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from casestore.client import ConflictingError
from casestore.wire.accounts import ExternalLogIn
from desk.access import ANYONE, CASES, open_to
from desk.browsers import browser_of
from desk.cookies import SETTINGS
from desk.forms import own_path, see
from desk.login import go_on, refused
from desk.oidc import Provider, ProviderError
from desk.oidc_attempt import Attempt, drop, keep, kept
from settings import Settings

logger = logging.getLogger(__name__)

PROVIDER = web.AppKey("provider", Provider)
_NOT_IN_NAMES = re.compile(r"[^\w.@-]")  # see `casestore.staff_wire.StaffName`
_NAME_LENGTH = 64

routes = web.RouteTableDef()


@routes.get("/login/provider")
@open_to(ANYONE)
async def to_provider(http: web.Request) -> web.Response:
    """Send the browser to the provider."""
    if not http.app[SETTINGS].oidc_issuer:
        raise web.HTTPNotFound
    attempt = Attempt.new(own_path(http.query.get("next", "/")))
    try:
        response = see(await http.app[PROVIDER].address(attempt))
    except ProviderError as error:
        return _failed(http, error)
    keep(http, response, attempt)
    return response


@routes.get("/login/callback")
@open_to(ANYONE)
async def from_provider(http: web.Request) -> web.Response:
    """Let in whom the provider sends back, with the role that it says they have."""
    if not http.app[SETTINGS].oidc_issuer:
        raise web.HTTPNotFound
    attempt = kept(http)
    if attempt is None or not _belongs(http, attempt):
        return _failed(http, ProviderError("a log-in that was not begun here"))
    try:
        claims = await http.app[PROVIDER].claims(http.query.get("code", ""), attempt)
    except ProviderError as error:
        return _failed(http, error)
    response = await _entered(http, claims, attempt.back)
    drop(http, response)
    return response


async def _entered(http: web.Request, claims: Mapping[str, Any], back: str) -> web.Response:
    settings = http.app[SETTINGS]
    role = role_in(claims, settings)
    if role is None:
        return refused(http, "no_role")
    try:
        given = ExternalLogIn(
            subject=f"{settings.oidc_issuer} {claims['sub']}",
            name=_name_in(claims),
            role=role,  # type: ignore[arg-type]  # the settings map to roles only
            browser=browser_of(http),
        )
        entered = await http.app[CASES].log_in(given)
    except ValidationError as error:
        return _failed(http, error)
    except ConflictingError:
        return refused(http, "taken")
    return go_on(http, entered, back) or refused(http, entered.outcome)


def role_in(claims: Mapping[str, Any], settings: Settings) -> str | None:
    """The role of the first entry of the setting that the claim has; `None` without one."""
    said = claims.get(settings.oidc_role_claim, [])
    has = {said} if isinstance(said, str) else {one for one in said if isinstance(one, str)}
    return next((role for value, role in settings.oidc_role_of.items() if value in has), None)


def _name_in(claims: Mapping[str, Any]) -> str:
    name = claims.get("preferred_username") or claims.get("email") or claims["sub"]
    return _NOT_IN_NAMES.sub("-", str(name))[:_NAME_LENGTH]


def _belongs(http: web.Request, attempt: Attempt) -> bool:
    """Whether the way back is that of the attempt, and from our provider where it says so (RFC 9207)."""
    issuer = http.app[SETTINGS].oidc_issuer
    given = http.query.get("state", "").encode(errors="surrogateescape")
    return hmac.compare_digest(given, attempt.state.encode()) and http.query.get("iss", issuer) == issuer


def _failed(http: web.Request, error: Exception) -> web.Response:
    quotes = isinstance(error, ValidationError) or not str(error)  # what the claims say of a person
    logger.warning("log-in with the provider failed: %s", type(error).__name__ if quotes else error)
    response = refused(http, "provider")
    drop(http, response)
    return response
