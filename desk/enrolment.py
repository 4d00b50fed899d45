"""Setting up a second factor: at the log-in where everybody must have one, or from the account page."""

import segno
from aiohttp import web

from casestore.wire.accounts import Offer, Password, Proof
from desk.access import CASES, HALFWAY, READ, TOKEN, open_to
from desk.cookies import give_session
from desk.forms import entries, own_path, see
from desk.pages import page_in
from doors.clients import client_of

AT_LOG_IN = "/login/enrolment"
AT_ACCOUNT = "/account/second-factor"

routes = web.RouteTableDef()


@routes.get(AT_LOG_IN)
@open_to(HALFWAY)
async def enrolment_page(http: web.Request) -> web.Response:
    """Say that a second factor is needed."""
    return page_in(http, "enrolment.html", back=own_path(http.query.get("next", "/")))


@routes.post(AT_LOG_IN)
@open_to(HALFWAY)
async def enrol(http: web.Request) -> web.Response:
    """Show the secret, right after the password was given."""
    return await _offer(http, AT_LOG_IN, Password(password="", client=client_of(http)))


@routes.post(f"{AT_LOG_IN}/confirmation")
@open_to(HALFWAY)
async def confirm_enrolment(http: web.Request) -> web.Response:
    """Check the first code, and show the recovery codes."""
    return await _confirm(http, AT_LOG_IN)


@routes.post(AT_ACCOUNT)
@open_to(READ)
async def set_up(http: web.Request) -> web.Response:
    """Show the secret, if the password is right."""
    password = (await entries(http)).get("password", "")[:200]
    return await _offer(http, AT_ACCOUNT, Password(password=password, client=client_of(http)))


@routes.post(f"{AT_ACCOUNT}/confirmation")
@open_to(READ)
async def confirm_set_up(http: web.Request) -> web.Response:
    """Check the first code, and show the recovery codes."""
    return await _confirm(http, AT_ACCOUNT)


@routes.post(f"{AT_ACCOUNT}/removal")
@open_to(READ)
async def remove_second_factor(http: web.Request) -> web.Response:
    """Take the second factor away, if the password is right."""
    password = (await entries(http)).get("password", "")[:200]
    given = Password(password=password, client=client_of(http))
    entered = await http.app[CASES].remove_second_factor(http[TOKEN], given)
    if entered.token is None:
        return see(f"/account?problem={entered.outcome}#second-factor")
    response = see("/account?done=removed#second-factor")
    give_session(http, response, entered.token)
    return response


async def _offer(http: web.Request, where: str, given: Password) -> web.Response:
    back = own_path((await entries(http)).get("next", "/account"))
    offer = await http.app[CASES].offer_second_factor(http[TOKEN], given)
    if offer.secret is None or offer.uri is None:
        return see(f"/account?problem={offer.outcome}#second-factor")
    return _code_page(http, where, back, offer=offer)


async def _confirm(http: web.Request, where: str) -> web.Response:
    sent = await entries(http)
    back = own_path(sent.get("next", "/account"))
    proof = Proof(code=sent.get("code", "")[:100], client=client_of(http))
    confirmed = await http.app[CASES].confirm_second_factor(http[TOKEN], proof)
    if confirmed.token is None:
        return _code_page(http, where, back, problem=confirmed.outcome)
    response = page_in(http, "recovery_codes.html", back=back, codes=confirmed.recovery_codes)
    give_session(http, response, confirmed.token)
    return response


def _code_page(
    http: web.Request, where: str, back: str, *, offer: Offer | None = None, problem: str = ""
) -> web.Response:
    """Ask for the first code; the secret stands there once only, as a picture and to be typed."""
    return page_in(
        http,
        "second_factor_code.html",
        status={"": 200, "limited": 429}.get(problem, 422),
        where=where,
        back=back,
        problem=problem,
        uri=offer.uri if offer else "",
        secret=_in_fours(offer.secret) if offer and offer.secret else "",
        picture=segno.make(offer.uri).svg_data_uri(scale=4, border=2) if offer and offer.uri else "",
    )


def _in_fours(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
