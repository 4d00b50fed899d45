"""The register of requests as staff read it: masked in lists, opened one by one."""

from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, String, cast, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.locks import find_request
from casestore.requests import card
from casestore.search import mentions
from casestore.tables import AuditEvent, Customer, Request, RequestEvent
from casestore.wire import Event, RequestPage, RequestView, StaffMember, Verification
from privacy.reference import reference_in
from privacy.request import Channel, State
from privacy.verification import Level

PAGE = 50
SOON = timedelta(days=7)
OPENS_ALL = {"privacy"}  # roles that see an address whole


class Query(NamedTuple):
    """Which requests a list shows; *cursor* is where the page before ended."""

    state: str | None = None
    right: str | None = None
    due_before: date | None = None
    due: Literal["overdue", "soon"] | None = None  # then the most urgent come first
    assignee: str | None = None
    q: str | None = None
    cursor: str | None = None


class Register:
    """Lists requests, and opens single ones with a note in the audit trail."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def page(self, query: Query = Query()) -> RequestPage:  # noqa: B008  # immutable
        """Return the newest requests that fit, or the most urgent, fifty at a time."""
        conditions = self._conditions(query)
        wanted = select(Request).where(*conditions).limit(PAGE + 1)
        if query.due:
            wanted = wanted.order_by(Request.deadline, Request.id)
        else:
            wanted = wanted.order_by(Request.id.desc())
        async with self._context.database.reading() as session:
            rows = list(await session.scalars(wanted))
        last = rows[PAGE - 1] if len(rows) > PAGE else None
        more = None if last is None else f"{last.deadline}.{last.id}" if query.due else str(last.id)
        return RequestPage(items=[_view(row, whole=False) for row in rows[:PAGE]], next=more)

    async def open(self, reference: str, reader: StaffMember) -> RequestView:
        """Return one request with its trail; the opening is recorded."""
        async with self._context.database.writing() as session:
            view = await view_for(session, reference, reader)
            session.add(
                AuditEvent(at=self._context.now(), actor=reader.name, action="opened", object=reference)
            )
        return view

    def _conditions(self, query: Query) -> list[ColumnElement[bool]]:
        conditions: list[ColumnElement[bool]] = []
        if query.state:
            conditions.append(Request.state == query.state)
        if query.right:
            conditions.append(cast(Request.rights, String).contains(f'"{query.right}"'))
        if query.due_before:
            conditions.append(func.coalesce(Request.extended_until, Request.due_on) < query.due_before)
        if query.assignee:
            conditions.append(Request.assignee == query.assignee)
        if query.due:
            today = self._context.now().astimezone(self._context.settings.zone).date()
            conditions.append(Request.deadline < (today if query.due == "overdue" else today + SOON))
        if query.q:
            named = Request.reference == (reference_in(query.q) or query.q)
            conditions.append(named | mentions(query.q, self._context.database.vault))
        if query.cursor:
            conditions.append(_after(query))
        return conditions


def _after(query: Query) -> ColumnElement[bool]:
    cursor = query.cursor or ""
    if not query.due:
        return Request.id < int(cursor)
    day, _, number = cursor.partition(".")
    return tuple_(Request.deadline, Request.id) > (date.fromisoformat(day), int(number))


async def view_for(session: AsyncSession, reference: str, reader: StaffMember) -> RequestView:
    """One request with its trail, as *reader* may see it; raises `NotFoundError`."""
    request = await find_request(session, Request.reference == reference)
    view = _view(request, whole=reader.role in OPENS_ALL)
    view.details, view.asked = list(request.details["said"]), dict(request.details.get("asked", {}))
    view.events = await _events(session, request)
    view.requester["name"] = await _name(session, request, reader)
    return view


async def _events(session: AsyncSession, request: Request) -> list[Event]:
    own = select(RequestEvent).where(RequestEvent.request == request.id).order_by(RequestEvent.sequence)
    return [
        Event(
            at=e.at, actor=e.actor, kind=e.kind, state=State(e.state), note=e.note["text"] if e.note else None
        )
        for e in await session.scalars(own)
    ]


async def _name(session: AsyncSession, request: Request, reader: StaffMember) -> str | None:
    if reader.role not in OPENS_ALL:
        return None
    number: str | None = request.person.get("customer_number")
    customer = await session.get(Customer, number) if number else None
    name: str | None = request.person.get("name")
    return name or (customer.person["name"] if customer else None)


def _view(request: Request, *, whole: bool) -> RequestView:
    address = request.person.get("address")
    shown = address if whole else _masked(address)
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
        details=[],
        asked={},
        conversation=request.conversation,
        assignee=request.assignee,
        related=request.related,
        events=[],
    )


def _masked(address: str | None) -> str | None:
    """Show the first letter and the ending: `e…@….com`."""
    if not address:
        return None
    return f"{address[0]}…@….{address.rpartition('.')[2]}"
