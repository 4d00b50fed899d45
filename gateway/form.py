"""A request without JavaScript: filled in, filed, confirmed with a code.

No cookie is set, so a browser proves nothing by itself: what opens the conversation stands in hidden
fields and never in an address. A form that another website sends is refused by `gateway.origins` all the
same; otherwise that website could have a visitor prove their mailbox in a conversation whose token it
knows. For that check these pages let the browser name its origin (`<meta name="referrer">`): under our
`Referrer-Policy` it would say `null`.
"""

import secrets
from http import HTTPStatus

from aiohttp import web
from pydantic import ValidationError

from casestore.client import CaseStoreError, ForbiddenError, UnknownError
from casestore.wire.conversations import Said
from casestore.wire.requests import RequestCard
from doors.clients import client_of
from gateway.conversations import CONVERSATION_LIMIT, MESSAGE_LIMIT
from gateway.form_body import Body, Held, body_of
from gateway.form_entries import Entries, address_in
from gateway.form_filing import Filing
from gateway.form_pages import (
    UNFIT,
    Receipt,
    awaiting,
    confirmed,
    form_page,
    language_of,
    receipt_page,
    with_more,
)
from gateway.problems import CASES, ProblemError, problem_of
from gateway.redaction import redact
from gateway.rendering import PAGE_WORDS
from privacy.verification import code_in

FILING = web.AppKey("filing", Filing)

routes = web.RouteTableDef()


@routes.get("/form/{language:de|en}", allow_head=False)
async def empty(http: web.Request) -> web.Response:
    """An empty form, with a conversation of its own."""
    return form_page(http, await _opened(http), Entries())


@routes.post("/form/{language:de|en}")
async def send(http: web.Request) -> web.Response:
    """File what was filled in; what is amiss is said above the same form."""
    body = await body_of(http)
    entries = Entries.of(body)
    try:
        held = Held.of(body)
    except ValidationError:
        return await _anew(http, entries)
    try:
        await http.app[MESSAGE_LIMIT].count(http)
        return await _filed(http, held, entries)
    except (ForbiddenError, UnknownError):
        return await _anew(http, entries)
    except (CaseStoreError, ProblemError) as error:
        return form_page(http, held, entries, problem_of(error))


@routes.get("/form/{language:de|en}/code", allow_head=False)
async def nothing_sent(http: web.Request) -> web.Response:
    """Whoever comes here by the address alone has sent nothing: lead them to the form."""
    raise web.HTTPSeeOther(f"/form/{language_of(http)}")


@routes.post("/form/{language:de|en}/code")
async def confirm(http: web.Request) -> web.Response:
    """Check the code, or send another one."""
    body = await body_of(http)
    held = Held.of(body)
    await http.app[MESSAGE_LIMIT].count(http)
    cases = http.app[CASES]
    proved = (await cases.conversation(held.conversation, held.token)).proved
    card = await cases.request(held.conversation, _field(body, "reference"))
    if proved:
        return receipt_page(http, held, confirmed(card))
    return await (_resent if "resend" in body else _checked)(http, held, card, body)


async def _opened(http: web.Request) -> Held:
    await http.app[CONVERSATION_LIMIT].count(http)
    opened = await http.app[CASES].open_conversation(language_of(http))
    return Held(conversation=opened.id, token=opened.token, client_id=secrets.token_hex(16))


async def _anew(http: web.Request, entries: Entries) -> web.Response:
    """The same form in a conversation of its own: the one it came with is gone, or another's."""
    return form_page(http, await _opened(http), entries, ProblemError("unauthorized"))


async def _filed(http: web.Request, held: Held, entries: Entries) -> web.Response:
    if unfit := entries.unfit():
        return form_page(http, held, entries, unfit=unfit)
    new = entries.as_request(held.client_id, language_of(http))
    redacted = redact(new.details)
    new = new.model_copy(update={"details": redacted.text})
    titles = http.app[PAGE_WORDS].of("titles", language_of(http))
    text = "\n".join([*(titles[right] for right in new.rights), new.details]).strip()
    said = Said(token=held.token, client_id=held.client_id, text=text, client=client_of(http))
    filed = await http.app[FILING].file(held.conversation, said, new, entries.address)
    if filed.proved:
        return receipt_page(http, held, confirmed(filed.card))
    receipt = awaiting(filed.card, entries.address or "", code_sent=filed.code_sent)
    return receipt_page(http, held, with_more(receipt, entries, again=filed.again, removed=redacted.kinds))


async def _checked(http: web.Request, held: Held, card: RequestCard, body: Body) -> web.Response:
    email, code = _field(body, "email"), code_in(_field(body, "code"))
    outcome = await http.app[CASES].check_code(held.conversation, code) if code else "unreadable"
    if outcome == "right":
        card = await http.app[CASES].request(held.conversation, card.reference)
        return receipt_page(http, held, confirmed(card))
    return receipt_page(http, held, Receipt(card, (), email, unfit={"code": outcome}), UNFIT)


async def _resent(http: web.Request, held: Held, card: RequestCard, body: Body) -> web.Response:
    typed = _field(body, "email")
    address = address_in(typed)
    if address is None:
        return receipt_page(http, held, Receipt(card, (), typed, unfit={"email": "email"}), UNFIT)
    sent = await http.app[CASES].send_code(held.conversation, address) == "sent"
    note = "code_resent" if sent else "codes_limited"
    status = HTTPStatus.OK if sent else HTTPStatus.TOO_MANY_REQUESTS
    return receipt_page(http, held, Receipt(card, (note,), address), status)


def _field(body: Body, name: str) -> str:
    return body.get(name, [""])[0]
