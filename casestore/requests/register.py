"""The register of requests as staff read it: masked in lists, opened one by one."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from casestore.context import Context
from casestore.requests.filing import card
from casestore.requests.search import ways_to
from casestore.requests.trail import break_in
from casestore.requests.unreadable import read
from casestore.storage.locks import find_request
from casestore.storage.tables import AuditEvent, Customer, Mail, Request, RequestEvent
from casestore.wire.requests import (
    MANY,
    SOON,
    Due,
    Event,
    RequestPage,
    RequestView,
    SentMail,
    SentMails,
    TrailProof,
    Verification,
)
from casestore.wire.staff import StaffMember
from privacy.reference import reference_in
from privacy.request import OPEN, Channel, State
from privacy.verification import Level

PAGE = 50
OPENS_ALL = {"privacy"}  # roles that see an address whole
_DUE = func.coalesce(Request.extended_until, Request.due_on)
_Wanted = TypeVar("_Wanted", bound=Select[Any])  # numbers of requests, or requests, whose number comes first


class Query(NamedTuple):
    """Which requests a list shows; *cursor* is where the page before ended."""

    state: str | None = None
    right: str | None = None
    due_before: date | None = None
    due: Due | None = None  # then the most urgent come first
    assignee: str | None = None
    unassigned: bool = False
    q: str | None = None
    cursor: str | None = None


class Register:
    """Lists requests, and opens single ones with a note in the audit trail."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def page(self, query: Query = Query()) -> RequestPage:  # noqa: B008  # immutable
        """Return the newest requests that fit, fifty at a time.

        With `due` the most urgent come first, with `due_before` those that are due last.
        """
        async with self._context.database.reading() as session:
            rows = await read(session, _first(await self._every(session, query), query))
        more = _cursor(rows[PAGE - 1], query) if len(rows) > PAGE else None
        return RequestPage(items=[_view(row, whole=False) for row in rows[:PAGE]], next=more)

    async def count(self, query: Query) -> int:
        """How many fit, whatever is searched for; not beyond `MANY`."""
        some = self._fitting(select(Request.id), query).limit(MANY).subquery()
        async with self._context.database.reading() as session:
            return await session.scalar(select(func.count()).select_from(some)) or 0

    async def open(self, reference: str, reader: StaffMember) -> RequestView:
        """Return one request with its trail; the opening is recorded."""
        async with self._context.database.writing() as session:
            view = await view_for(session, reference, reader)
            session.add(
                AuditEvent(at=self._context.now(), actor=reader.name, action="opened", object=reference)
            )
        return view

    async def mails(self, reference: str) -> SentMails:
        """List the mails to the requester, oldest first."""
        told = select(Mail.kind, Mail.state, Mail.attempts, Mail.problem).order_by(Mail.id)
        async with self._context.database.reading() as session:
            await find_request(session, Request.reference == reference)
            rows = await session.execute(told.where(Mail.reference == reference))
            return SentMails(items=[SentMail.model_validate(row._asdict()) for row in rows])

    async def proof(self, reference: str) -> TrailProof:
        """Check the trail of one request."""
        async with self._context.database.reading() as session:
            request = await find_request(session, Request.reference == reference)
            broken = await break_in(session, self._context, request)
        return TrailProof(
            holds=broken is None,
            broken=broken.sequence if broken else None,
            length=request.trail_length,
            seal=request.trail_seal,
        )

    async def _every(self, session: AsyncSession, query: Query) -> Select[tuple[Request]]:
        """The requests whose first are on the page: of each way there is to them, the first that fit."""
        if query.q:
            ways = await ways_of(session, self._context, query.q)
            return _any_of([_first(self._fitting(way, query), query) for way in ways])
        if query.due == "open" and not query.state and _is_of_one(query):  # a state alone is read in order
            states = [query._replace(state=state) for state in OPEN]
            return _any_of([_first(self._fitting(select(Request.id), one), one) for one in states])
        return self._fitting(select(Request), query)

    def _fitting(self, wanted: _Wanted, query: Query) -> _Wanted:
        """*wanted*, without what *query* leaves out and what stood on the pages before."""
        return fitting(wanted, query, today_of(self._context))


def today_of(context: Context) -> date:
    """The day it is where the controller is."""
    return context.now().astimezone(context.settings.zone).date()


def fitting(wanted: _Wanted, query: Query, today: date) -> _Wanted:
    """*wanted*, as far as it fits all but what is searched for."""
    if query.cursor:  # first: of several bounds of one index, SQLite takes the first
        wanted = _after(wanted, query)
    if _is_of_one(query):
        wanted = _of_one(wanted, query)
    elif query.state:
        wanted = wanted.where(Request.state == query.state)
    if query.right:
        wanted = wanted.where(cast(Request.rights, String).contains(f'"{query.right}"'))
    if query.due_before:
        wanted = wanted.where(query.due_before > _DUE)
    if query.due == "open" and query.state not in OPEN:  # or else PostgreSQL sorts what an index has in order
        wanted = wanted.where(Request.state.in_(OPEN))
    elif query.due and query.due != "open":
        wanted = wanted.where(Request.deadline < (today if query.due == "overdue" else today + SOON))
    return wanted


def _is_of_one(query: Query) -> bool:
    """Whether all are of one assignee, or of nobody."""
    return bool(query.assignee) or query.unassigned


def _of_one(wanted: _Wanted, query: Query) -> _Wanted:
    """*wanted* of an assignee, and in a state.

    What the newest are sorted by is a range, for PostgreSQL: with an equality it may read all requests, in
    the hope of some soon.
    """
    if query.unassigned:
        wanted = wanted.where(Request.assignee.is_(None))
    if query.assignee and (query.state or query.due):
        wanted = wanted.where(Request.assignee == query.assignee)
    elif query.assignee:
        wanted = wanted.where(Request.assignee.between(query.assignee, query.assignee))
    if query.state and query.due:
        wanted = wanted.where(Request.state == query.state)
    elif query.state:
        wanted = wanted.where(Request.state.between(query.state, query.state))
    return wanted


async def ways_of(session: AsyncSession, context: Context, text: str) -> list[Select[tuple[int]]]:
    """The numbers of the requests that *text* names, a select for each way there."""
    named = select(Request.id).where(Request.reference == (reference_in(text) or text))
    return [named, *await ways_to(session, text, context.database.vault)]


def _urgency(query: Query) -> ColumnElement[Any]:
    """By what the most urgent come first; who is asked something has a last day all the same."""
    return _DUE if query.due == "open" else Request.deadline.expression


def _cursor(last: Request, query: Query) -> str:
    if query.due == "open":
        return f"{last.extended_until or last.due_on}.{last.id}"
    return f"{last.deadline}.{last.id}" if query.due else str(last.id)


def _any_of(ways: Sequence[Select[tuple[int]]]) -> Select[tuple[Request]]:
    """The requests whose numbers one of *ways* leads to."""
    numbers = union_all(*(select(way.subquery().c[0]) for way in ways))
    return select(Request).where(Request.id.in_(numbers))


def _first(wanted: _Wanted, query: Query) -> _Wanted:
    """A page of *wanted*, and one more."""
    number = wanted.selected_columns[0]
    whose = [Request.assignee] if _is_of_one(query) and not query.q else []  # names the index to read along
    if query.due:
        wanted = wanted.order_by(*whose, _urgency(query), number)
    elif query.due_before:
        wanted = wanted.order_by(_DUE.desc(), number.desc())
    elif whose and query.state:
        wanted = wanted.order_by(Request.assignee.desc(), Request.state.desc(), number.desc())
    elif whose:
        wanted = wanted.order_by(Request.assignee.desc(), number.desc())
    else:
        wanted = wanted.order_by(number.desc())
    return wanted.limit(PAGE + 1)


def _after(wanted: _Wanted, query: Query) -> _Wanted:
    number, cursor = wanted.selected_columns[0], query.cursor or ""
    if query.due:
        day, _, before = cursor.partition(".")
        return wanted.where(tuple_(_urgency(query), number) > (date.fromisoformat(day), int(before)))
    if query.due_before:
        one = aliased(Request)
        due = select(func.coalesce(one.extended_until, one.due_on)).where(one.id == int(cursor))
        last = due.scalar_subquery()
        return wanted.where(last >= _DUE, tuple_(_DUE, number) < tuple_(last, literal(int(cursor))))
    return wanted.where(number < int(cursor))


async def view_for(session: AsyncSession, reference: str, reader: StaffMember) -> RequestView:
    """One request with its trail, as *reader* may see it; raises `NotFoundError`."""
    request = await find_request(session, Request.reference == reference)
    return (await views_for(session, [request], reader))[0]


async def views_for(
    session: AsyncSession, requests: Sequence[Request], reader: StaffMember
) -> list[RequestView]:
    """Requests with their trails, as *reader* may see them: two queries, however many they are."""
    whole = reader.role in OPENS_ALL
    events = await _events(session, requests)
    names = await _names_on_file(session, requests) if whole else {}
    views = [_view(request, whole=whole) for request in requests]
    for request, view in zip(requests, views, strict=True):
        view.details, view.asked = list(request.details["said"]), dict(request.details.get("asked", {}))
        view.events = events[request.id]
        if whole:
            person = request.person
            view.requester["name"] = person.get("name") or names.get(person.get("customer_number"))
    return views


async def _events(session: AsyncSession, requests: Sequence[Request]) -> dict[int, list[Event]]:
    """The trails, by the number of the request."""
    trails: dict[int, list[Event]] = {request.id: [] for request in requests}
    found = select(RequestEvent).where(RequestEvent.request.in_(trails)).order_by(RequestEvent.sequence)
    for e in await session.scalars(found):
        note = e.note["text"] if e.note else None
        trails[e.request].append(Event(at=e.at, actor=e.actor, kind=e.kind, state=State(e.state), note=note))
    return trails


async def _names_on_file(session: AsyncSession, requests: Sequence[Request]) -> dict[str | None, str]:
    """The names of the customers among the requesters, by customer number."""
    numbers = {number for request in requests if (number := request.person.get("customer_number"))}
    found = await session.scalars(select(Customer).where(Customer.number.in_(numbers)))
    return {customer.number: customer.person["name"] for customer in found}


def _view(request: Request, *, whole: bool) -> RequestView:
    address = request.person.get("address")
    shown = address if whole else masked_address(address)
    person: dict[str, Any] = {"email": shown, "name": None}
    person["customer_number"] = request.person.get("customer_number") if whole else None
    return RequestView(
        **card(request).model_dump(exclude={"due_on"}),
        due_on=request.due_on,
        channel=Channel(request.channel),
        language=request.language,  # type: ignore[arg-type]  # pydantic makes it a language
        version=request.version,
        extended_until=request.extended_until,
        paused_on=request.paused_on,
        deadline=request.deadline,
        verification=Verification(
            level=Level(request.level),
            address=shown if request.verified_at else None,
            on_file=request.on_file,
            verified_at=request.verified_at,
        ),
        requester=person,
        on_behalf_of=request.on_behalf_of,
        review=request.details.get("review"),
        details=[],
        asked={},
        conversation=request.conversation,
        assignee=request.assignee,
        related=request.related,
        events=[],
    )


def masked_address(address: str | None) -> str | None:
    """Show the first letter and the ending: `e…@….com`."""
    if not address:
        return None
    return f"{address[0]}…@….{address.rpartition('.')[2]}"
