"""HTTP handlers for logging in, and for what staff do about their own accounts."""

from aiohttp import web

from casestore.handlers.conversations import as_json
from casestore.handlers.staff import read
from casestore.staff.login import LogIns
from casestore.staff.own_account import Accounts
from casestore.wire.accounts import (
    DeskLanguage,
    ExternalLogIn,
    LogIn,
    NewDisplayName,
    NewPassword,
    Password,
    Proof,
)

ACCOUNTS = web.AppKey("accounts", Accounts)
LOG_INS = web.AppKey("log_ins", LogIns)

account_routes = web.RouteTableDef()


@account_routes.post("/staff/logins")
async def log_in(http: web.Request) -> web.Response:
    """Check name and password, and open a session."""
    return as_json(await http.app[LOG_INS].by_password(await read(http, LogIn)))


@account_routes.post("/staff/logins/second-factor")
async def prove_second_factor(http: web.Request) -> web.Response:
    """Check the code after the password, and open the session."""
    proof = await read(http, Proof)
    return as_json(await http.app[LOG_INS].by_second_factor(_token(http), proof))


@account_routes.post("/staff/logins/external")
async def log_in_externally(http: web.Request) -> web.Response:
    """Open a session for whom a provider vouches."""
    return as_json(await http.app[LOG_INS].by_provider(await read(http, ExternalLogIn)))


@account_routes.get("/staff/me/account")
async def view_account(http: web.Request) -> web.Response:
    """Show one's own account and open sessions."""
    return as_json(await http.app[ACCOUNTS].view(_token(http)))


@account_routes.delete("/staff/me/session")
async def log_out(http: web.Request) -> web.Response:
    """End this session."""
    await http.app[ACCOUNTS].log_out(_token(http))
    return web.json_response({})


@account_routes.delete("/staff/me/sessions")
async def log_out_everywhere(http: web.Request) -> web.Response:
    """End every session of one's own."""
    await http.app[ACCOUNTS].log_out_everywhere(_token(http))
    return web.json_response({})


@account_routes.delete("/staff/me/sessions/{id}")
async def end_session(http: web.Request) -> web.Response:
    """End one session of one's own."""
    await http.app[ACCOUNTS].end_session(_token(http), http.match_info["id"])
    return web.json_response({})


@account_routes.put("/staff/me/password")
async def change_password(http: web.Request) -> web.Response:
    """Take a new password."""
    given = await read(http, NewPassword)
    return as_json(await http.app[ACCOUNTS].change_password(_token(http), given))


@account_routes.put("/staff/me/display-name")
async def change_display_name(http: web.Request) -> web.Response:
    """Be called something else in chats."""
    await http.app[ACCOUNTS].change_display_name(_token(http), await read(http, NewDisplayName))
    return web.json_response({})


@account_routes.put("/staff/me/language")
async def choose_desk_language(http: web.Request) -> web.Response:
    """Read the desk in a language."""
    await http.app[ACCOUNTS].choose_language(_token(http), await read(http, DeskLanguage))
    return web.json_response({})


@account_routes.post("/staff/me/second-factor")
async def offer_second_factor(http: web.Request) -> web.Response:
    """Make a secret for a second factor."""
    given = await read(http, Password)
    return as_json(await http.app[ACCOUNTS].offer_second_factor(_token(http), given))


@account_routes.post("/staff/me/second-factor/confirmation")
async def confirm_second_factor(http: web.Request) -> web.Response:
    """Let the second factor hold, with its first code."""
    given = await read(http, Proof)
    return as_json(await http.app[ACCOUNTS].confirm_second_factor(_token(http), given))


@account_routes.post("/staff/me/second-factor/removal")
async def remove_second_factor(http: web.Request) -> web.Response:
    """Log in without a second factor from now on."""
    given = await read(http, Password)
    return as_json(await http.app[ACCOUNTS].remove_second_factor(_token(http), given))


def _token(http: web.Request) -> str:
    return http.headers.get("X-Staff-Token", "")
