"""The register of requests as staff read it: masked in lists, opened one by one."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, cast, select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.directory import index_of
from casestore.requests import card, find
from casestore.tables import AuditEvent, Customer, Request, RequestEvent
from casestore.wire import Event, RequestPage, RequestView, StaffMember, Verification
from privacy.reference import reference_in
from privacy.request import Channel
from privacy.verification import Level

PAGE = 50
OPENS_ALL = {"privacy"}  # roles that see an address whole


class Register:
    """Lists requests, and opens single ones with a note in the audit trail."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def page(
        self,
        *,
        state: str | None = None,
        right: str | None = None,
        due_before: date | None = None,
        query: str | None = None,
        cursor: int | None = None,
    ) -> RequestPage:
        """Return the newest requests that fit, fifty at a time."""
        wanted = select(Request).order_by(Request.id.desc()).limit(PAGE + 1)
        for condition in self._conditions(state, right, due_before, query, cursor):
            wanted = wanted.where(condition)
        async with self._context.database.reading() as session:
            rows = list(await session.scalars(wanted))
        more = str(rows[PAGE - 1].id) if len(rows) > PAGE else None
        return RequestPage(items=[_view(row, whole=False) for row in rows[:PAGE]], next=more)

    async def open(self, reference: str, reader: StaffMember) -> RequestView:
        """Return one request with its trail; the opening is recorded."""
        async with self._context.database.writing() as session:
            request = await find(session, Request.reference == reference)
            session.add(
                AuditEvent(at=self._context.now(), actor=reader.name, action="opened", object=reference)
            )
            view = _view(request, whole=reader.role in OPENS_ALL)
            view.details = list(request.details["said"])
            view.events = await _events(session, request)
            view.requester["name"] = await _name(session, request, reader)
        return view

    def _conditions(
        self,
        state: str | None,
        right: str | None,
        due_before: date | None,
        query: str | None,
        cursor: int | None,
    ) -> list[ColumnElement[bool]]:
        conditions: list[ColumnElement[bool]] = []
        if state:
            conditions.append(Request.state == state)
        if right:
            conditions.append(cast(Request.rights, String).contains(f'"{right}"'))
        if due_before:
            conditions.append(Request.due_on < due_before)
        if cursor:
            conditions.append(Request.id < cursor)
        if query:
            index = index_of(query, self._context.database.vault)
            named = Request.reference == (reference_in(query) or query)
            conditions.append(named | (Request.address_index == index))
        return conditions


async def _events(session: AsyncSession, request: Request) -> list[Event]:
    own = select(RequestEvent).where(RequestEvent.request == request.id).order_by(RequestEvent.id)
    return [
        Event(at=e.at, actor=e.actor, kind=e.kind, note=e.note["text"] if e.note else None)
        for e in await session.scalars(own)
    ]


async def _name(session: AsyncSession, request: Request, reader: StaffMember) -> str | None:
    number = request.person.get("customer_number")
    if number is None or reader.role not in OPENS_ALL:
        return None
    customer = await session.get(Customer, number)
    return customer.person["name"] if customer else None


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
        extended_until=request.extended_until,
        verification=Verification(
            level=Level(request.level),
            address=shown,
            on_file=request.on_file,
            verified_at=request.verified_at,
        ),
        requester=person,
        on_behalf_of=request.on_behalf_of,
        details=[],
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
