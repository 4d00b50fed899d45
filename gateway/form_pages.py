"""The form's two pages: to be filled in, and the receipt with its code."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from zoneinfo import ZoneInfo

from aiohttp import web
from babel.dates import format_date

from casestore.wire.requests import RequestCard
from gateway.form_body import Held
from gateway.form_entries import ROLES, Entries
from gateway.problems import ProblemError
from gateway.rendering import PAGE_WORDS, page
from privacy.language import Language
from privacy.request import State
from privacy.right import Right, holds_at_once

ZONE = web.AppKey("zone", ZoneInfo)
UNFIT = HTTPStatus.UNPROCESSABLE_ENTITY
_NOT_KEPT = {"Cache-Control": "no-store"}  # both pages bear a token


@dataclass(frozen=True)
class Receipt:
    """What the second page says of a request.

    Attributes:
        notes: Names of sentences, in order.
        email: Where a code went, as it was typed; without one no code is asked for.
        unfit: Which sentence a field needs, by its name.
        removed: The kinds of what was taken out of the text.

    """

    card: RequestCard
    notes: tuple[str, ...]
    email: str = ""
    unfit: dict[str, str] | None = None
    confirmed: bool = False
    removed: tuple[str, ...] = ()


def language_of(http: web.Request) -> Language:
    """The language in the page's address."""
    return Language(http.match_info["language"])


def form_page(
    http: web.Request,
    held: Held,
    entries: Entries,
    problem: ProblemError | None = None,
    unfit: dict[str, str] | None = None,
) -> web.Response:
    """The form as it was filled in, with what is amiss."""
    language = language_of(http)
    fit = problem.status if problem else 200
    return page(
        http,
        "form.html",
        language,
        status=UNFIT if unfit else fit,
        headers={**_NOT_KEPT, **(problem.headers if problem else {})},
        words=http.app[PAGE_WORDS].of("form", language),
        titles=http.app[PAGE_WORDS].of("titles", language),
        held=held,
        entries=entries,
        roles=ROLES,
        problem=problem.name if problem else None,
        unfit=unfit or {},
    )


def receipt_page(http: web.Request, held: Held, receipt: Receipt, status: int = 200) -> web.Response:
    """The request's card, what happens next, and a field for the code."""
    language = language_of(http)
    words, titles = (http.app[PAGE_WORDS].of(name, language) for name in ("form", "titles"))
    card = receipt.card
    received_on = card.received_at.astimezone(http.app[ZONE]).date()
    shown = {
        "reference": card.reference,
        "rights": ", ".join(titles[right] for right in card.rights),
        "received_on": format_date(received_on, "long", locale=language.locale),
        "due_on": format_date(card.due_on, "long", locale=language.locale),
    }
    notes = [words["receipt"][note].format(address=receipt.email, **shown) for note in receipt.notes]
    removed = http.app[PAGE_WORDS].of("removed", language)
    notes += [removed[kind] for kind in receipt.removed]
    return page(
        http,
        "form_receipt.html",
        language,
        status=status,
        headers=_NOT_KEPT,
        words=words,
        held=held,
        receipt=receipt,
        card=shown,
        notes=notes,
        unfit=receipt.unfit or {},
    )


def confirmed(card: RequestCard) -> Receipt:
    """The receipt once the mailbox is proved, in the words of the chat."""
    at_once = card.state is State.RECEIVED and holds_at_once(set(card.rights))
    unknown = "effective" if at_once else "still_checked"
    note = "verified" if card.state is State.VERIFIED else unknown
    return Receipt(card, (note,), confirmed=True)


def awaiting(card: RequestCard, email: str, *, code_sent: bool) -> Receipt:
    """The receipt before that: the code is optional where the request holds at once (Art. 7(3), 21(3))."""
    at_once = holds_at_once(set(card.rights))
    notes = ("holds_at_once",) if at_once else ()
    if not code_sent:
        return Receipt(card, (*notes, "codes_limited") if email else notes or ("still_checked",))
    return Receipt(card, (*notes, "code_optional" if at_once else "code_sent"), email)


def with_more(receipt: Receipt, entries: Entries, *, again: bool, removed: tuple[str, ...] = ()) -> Receipt:
    """Add what the entries call for."""
    both = {Right.ACCESS, Right.ERASURE} <= set(receipt.card.rights)
    notes = {"access_first": both, "authority_missing": entries.for_another, "sent_before": again}
    due = (name for name, is_due in notes.items() if is_due)
    return replace(receipt, notes=(*receipt.notes, *due), removed=removed)
