"""Logging in and out."""

from urllib.parse import urlencode

from aiohttp import web
from pydantic import ValidationError

from casestore.client import ForbiddenError, UnfitError
from casestore.wire.accounts import Entered, LogIn, Proof
from desk.access import ANYONE, CASES, HALFWAY, READ, TOKEN, open_to
from desk.browsers import browser_of
from desk.cookies import SETTINGS, give_session, session_in, take_session
from desk.forms import entries, own_path, see
from desk.pages import page_in
from doors.clients import client_of

routes = web.RouteTableDef()

_STATUS = {"limited": 429}
_STEPS = {"second_factor": "/login/second-factor", "enrolment": "/login/enrolment"}


@routes.get("/login")
@open_to(ANYONE)
async def login_page(http: web.Request) -> web.Response:
    """Ask for name and password; who is logged in goes on."""
    back = own_path(http.query.get("next", "/"))
    return see(back) if await _is_in(http) else _login_page(http, back)


@routes.post("/login")
@open_to(ANYONE)
async def log_in(http: web.Request) -> web.Response:
    """Check name and password, and go on to what was asked for, or to the second factor."""
    sent = await entries(http)
    back, name = own_path(sent.get("next", "/")), sent.get("name", "").strip()
    try:
        given = LogIn(
            name=name, password=sent.get("password", ""), client=client_of(http), browser=browser_of(http)
        )
        entered = await http.app[CASES].log_in(given)
    except (ValidationError, UnfitError):  # no account has such a name
        entered = Entered(outcome="wrong")
    return go_on(http, entered, back) or _login_page(http, back, entered.outcome, name)


@routes.get("/login/second-factor")
@open_to(HALFWAY)
async def second_factor_page(http: web.Request) -> web.Response:
    """Ask for a code."""
    return _second_factor_page(http, own_path(http.query.get("next", "/")))


@routes.post("/login/second-factor")
@open_to(HALFWAY)
async def prove_second_factor(http: web.Request) -> web.Response:
    """Check the code, and go on to what was asked for."""
    sent = await entries(http)
    back = own_path(sent.get("next", "/"))
    proof = Proof(code=sent.get("code", "")[:100], client=client_of(http))
    entered = await http.app[CASES].prove_second_factor(http[TOKEN], proof)
    return go_on(http, entered, back) or _second_factor_page(http, back, entered.outcome)


@routes.post("/logout")
@open_to(READ)
async def log_out(http: web.Request) -> web.Response:
    """End the session."""
    await http.app[CASES].log_out(http[TOKEN])
    response = see("/login")
    take_session(http, response)
    return response


async def _is_in(http: web.Request) -> bool:
    try:
        await http.app[CASES].staff(session_in(http))
    except ForbiddenError:
        return False
    return True


def go_on(http: web.Request, entered: Entered, back: str) -> web.Response | None:
    """Go on with the session, to *back* or to the step before it; `None` without one."""
    if entered.token is None:
        return None
    step = _STEPS.get(entered.outcome)
    response = see(f"{step}?{urlencode({'next': back})}" if step else back)
    give_session(http, response, entered.token)
    return response


def refused(http: web.Request, problem: str) -> web.Response:
    """Say on the log-in page why somebody does not get in."""
    return _login_page(http, "/", problem)


def _login_page(http: web.Request, back: str, problem: str = "", name: str = "") -> web.Response:
    return page_in(
        http,
        "login.html",
        status=_STATUS.get(problem, 422) if problem else 200,
        back=back,
        problem=problem,
        name=name,
        provider=bool(http.app[SETTINGS].oidc_issuer),
    )


def _second_factor_page(http: web.Request, back: str, problem: str = "") -> web.Response:
    status = _STATUS.get(problem, 422) if problem else 200
    return page_in(http, "second_factor.html", status=status, back=back, problem=problem)
