"""Recording a request that reached staff by phone, letter or e-mail."""

from aiohttp import web
from multidict import MultiDict
from pydantic import ValidationError

from casestore.client import ConflictingError, UnfitError
from desk.access import CASES, TOKEN, WORK, open_to
from desk.cookies import SETTINGS
from desk.deadlines import today
from desk.forms import form_of, new_key, see
from desk.languages import language_of
from desk.pages import page_in
from desk.request_intake import CHANNELS, ROLES, Intake, day_in, recorded, typed, wrong_in
from privacy.right import APPLY_FROM, Right

NEW = "/requests/new"

routes = web.RouteTableDef()


@routes.get(NEW)
@open_to(WORK)
async def intake_page(http: web.Request) -> web.Response:
    """Show the empty form."""
    return await _form(http, typed(MultiDict(), today(http), language_of(http)))


@routes.get(f"{NEW}/due")
@open_to(WORK)
async def due_part(http: web.Request) -> web.Response:
    """Tell until when a request that reached us on a day is to be answered."""
    return await _with_due(http, "request_due.html", http.query.get("received_on", ""))


@routes.post(NEW)
@open_to(WORK)
async def record(http: web.Request) -> web.Response:
    """Record what was filled in; with any other button than that, show the form with what it says."""
    sent = await form_of(http)
    given, key = typed(sent, today(http), language_of(http)), str(sent.get("key", ""))
    if sent.get("act") != "record":
        return await _form(http, given, key=key)
    try:
        new = recorded(given, today(http), http.app[SETTINGS].zone)
        view = await http.app[CASES].record_request(new, http[TOKEN], key or None)
    except ValidationError as error:
        return await _form(http, given, key=key, wrong=list(wrong_in(error)) or ["other"])
    except UnfitError:
        return await _form(http, given, key=key, wrong=["other"])
    except ConflictingError:  # recorded already, and the page was gone back to and changed
        return await _form(http, given, wrong=["again"])
    return see(f"/requests/{view.reference}?done=recorded")


async def _form(
    http: web.Request, given: Intake, *, key: str = "", wrong: list[str] | None = None
) -> web.Response:
    return await _with_due(
        http,
        "request_new.html",
        given.received_on,
        status=422 if wrong else 200,
        given=given,
        key=key or new_key(),
        wrong=wrong or [],
        rights=[right.value for right in Right],
        channels=CHANNELS,
        roles=ROLES,
        today=today(http),
        first_day=APPLY_FROM,
    )


async def _with_due(
    http: web.Request, name: str, received_on: str, *, status: int = 200, **values: object
) -> web.Response:
    """A page or a part that tells the last day to answer, as far as *received_on* is a day that can be."""
    day = day_in(received_on)
    due = await http.app[CASES].due(day) if day and APPLY_FROM <= day <= today(http) else None
    left = (due - today(http)).days if due else 0
    return page_in(http, name, status=status, headers=None, due=due, left=left, **values)
