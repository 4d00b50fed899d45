"""One's own account: log-ins, names, password, second factor, language, shortcuts and notifications."""

from aiohttp import web
from pydantic import ValidationError

from casestore.client import UnfitError
from casestore.wire.accounts import NewDisplayName, NewPassword
from desk.access import CASES, READ, TOKEN, open_to
from desk.cookies import give_session, take_session
from desk.forms import entries, see
from desk.keyboard import switch_shortcuts
from desk.notices import CHOICES, choose
from desk.pages import page_in
from doors.clients import client_of

DONE = frozenset({"display_name", "notices", "password", "removed", "session", "shortcuts"})
PROBLEMS = frozenset({"wrong", "limited", "unfit", "different", "display_name"})

routes = web.RouteTableDef()


@routes.get("/account")
@open_to(READ)
async def account_page(http: web.Request) -> web.Response:
    """Show the account."""
    account = await http.app[CASES].account(http[TOKEN])
    done, problem = http.query.get("done", ""), http.query.get("problem", "")
    return page_in(
        http,
        "account.html",
        account=account,
        done=done if done in DONE else "",
        problem=problem if problem in PROBLEMS else "",
        notice_choices=CHOICES,
    )


@routes.post("/account/display-name")
@open_to(READ)
async def change_display_name(http: web.Request) -> web.Response:
    """Be called something else in chats, or nothing."""
    try:
        given = NewDisplayName(display_name=(await entries(http)).get("display_name", ""))
    except ValidationError:
        return see("/account?problem=display_name#you")
    await http.app[CASES].change_display_name(http[TOKEN], given)
    return see("/account?done=display_name#you")


@routes.post("/account/password")
@open_to(READ)
async def change_password(http: web.Request) -> web.Response:
    """Take a new password, typed twice."""
    sent = await entries(http)
    if sent.get("new") != sent.get("again"):
        return _back_with("different")
    try:
        given = NewPassword(
            password=sent.get("password", ""), new=sent.get("new", ""), client=client_of(http)
        )
        entered = await http.app[CASES].change_password(http[TOKEN], given)
    except (ValidationError, UnfitError):
        return _back_with("unfit")
    if entered.token is None:
        return _back_with(entered.outcome)
    response = see("/account?done=password#password")
    give_session(http, response, entered.token)
    return response


@routes.post("/account/sessions/{id}/end")
@open_to(READ)
async def end_session(http: web.Request) -> web.Response:
    """End one log-in."""
    await http.app[CASES].end_session(http[TOKEN], http.match_info["id"])
    return see("/account?done=session#sessions")


@routes.post("/account/sessions/end")
@open_to(READ)
async def log_out_everywhere(http: web.Request) -> web.Response:
    """End every log-in, this one too."""
    await http.app[CASES].log_out_everywhere(http[TOKEN])
    response = see("/login")
    take_session(http, response)
    return response


@routes.post("/account/shortcuts")
@open_to(READ)
async def choose_shortcuts(http: web.Request) -> web.Response:
    """Switch shortcuts on or off in this browser."""
    response = see("/account?done=shortcuts#shortcuts")
    switch_shortcuts(response, on=(await entries(http)).get("shortcuts") == "on")
    return response


@routes.post("/account/notices")
@open_to(READ)
async def choose_notices(http: web.Request) -> web.Response:
    """Say in this browser when somebody waits in the chat: without a sound, with one, or not at all."""
    response = see("/account?done=notices#notices")
    choose(response, (await entries(http)).get("notices", ""))
    return response


def _back_with(problem: str) -> web.Response:
    return see(f"/account?problem={problem}#password")
