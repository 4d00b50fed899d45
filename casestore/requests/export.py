"""Exports of the register: every request once, oldest first, as other programs read it."""

import csv
import io
import json
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.requests.register import Query, fitting, today_of, views_for, ways_of
from casestore.storage.tables import AuditEvent, Request
from casestore.wire.requests import RequestView
from casestore.wire.staff import StaffMember
from privacy.request import State
from privacy.right import Right
from privacy.spreadsheet import shown_as_text

PAGE = 200
BOM = "\ufeff"  # without it, Excel takes UTF-8 for something else
COLUMNS = (
    "reference",
    "rights",
    "state",
    "channel",
    "language",
    "received_at",
    "due_on",
    "extended_until",
    "level",
    "on_file",
    "verified_at",
    "customer_number",
    "email",
    "assignee",
    "related",
)

# https://github.com/opengdpr/OpenDSR/blob/master/specification.md, version 2.0
_OPENDSR_TYPES = {Right.ACCESS, Right.PORTABILITY, Right.ERASURE}  # 6.2
_OPENDSR_STATUSES = {  # 8
    State.RECEIVED: "pending",
    State.VERIFIED: "in_progress",
    State.IN_PROGRESS: "in_progress",
    State.COMPLETED: "completed",
    State.REFUSED: "denied",
    State.CANCELLED: "cancelled",
}
_DAY_ENDS = time(23, 59, 59)


class Shape(StrEnum):
    """How an export is written."""

    JSON = "json"  # a line a request, with its trail
    CSV = "csv"  # a row a request
    OPENDSR = "opendsr"  # a line a right


class Export:
    """One export of the requests that fit *query*, as *reader* may see them."""

    def __init__(
        self,
        context: Context,
        shape: Shape,
        reader: StaffMember,
        query: Query = Query(),  # noqa: B008  # immutable
    ) -> None:
        self.count = 0  # of the requests written so far
        self._context = context
        self._shape = shape
        self._reader = reader
        self._query = query

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the text, a page at a time; the audit trail has the export before the first leaves."""
        await self._note()
        if self._shape is Shape.CSV:
            yield f"{BOM}{_row(COLUMNS)}".encode()
        async for page in self._pages():
            self.count += len(page)
            yield "".join(map(self._text, page)).encode()

    async def _note(self) -> None:
        async with self._context.database.writing() as session:
            session.add(
                AuditEvent(
                    at=self._context.now(), actor=self._reader.name, action="exported", object=self._named()
                )
            )

    def _named(self) -> str:
        """The shape and the filters; what is searched for may be a person, and stays untold."""
        filters = self._query._asdict().items()
        told = [name if name == "q" else f"{name}={value}" for name, value in filters if value]
        return " ".join([self._shape, *told])

    async def _pages(self) -> AsyncIterator[list[RequestView]]:
        """Nothing is held between two pages: who reads slowly is in nobody's way."""
        async with self._context.database.reading() as session:
            wanted = (await self._wanted(session)).order_by(Request.id).limit(PAGE)
        last = 0
        while True:
            async with self._context.database.reading() as session:
                found = (await session.scalars(wanted.where(Request.id > last))).all()
                page = await views_for(session, found, self._reader)
            if not found:
                return
            last = found[-1].id
            yield page

    async def _wanted(self, session: AsyncSession) -> Select[tuple[Request]]:
        wanted = fitting(select(Request), self._query, today_of(self._context))
        if not self._query.q:
            return wanted
        ways = await ways_of(session, self._context, self._query.q)
        return wanted.where(Request.id.in_(union_all(*ways)))

    def _text(self, view: RequestView) -> str:
        if self._shape is Shape.JSON:
            return f"{view.model_dump_json()}\n"
        if self._shape is Shape.CSV:
            return _row(_cells(view))
        lines = open_dsr(view, self._context.settings.zone)
        return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)


def open_dsr(view: RequestView, zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    """Tell of a request as OpenDSR 2.0 does, an object for each right: there one request is of one type.

    Access, portability and erasure are types of the specification; the other rights are `x-rectification`,
    `x-restriction`, `x-objection` and `x-withdraw_consent`. A refused request is `denied`, a word of the
    Data Rights Protocol, since OpenDSR has none for it. Where OpenDSR wants a UUID, `subject_request_id`
    is our reference, the same for all rights of a request. It is expected to be completed when its last
    day ends where the controller is.
    """
    last_day = view.extended_until or view.due_on
    for right in view.rights:
        yield {
            "regulation": "gdpr",
            "subject_request_id": view.reference,
            "subject_request_type": right if right in _OPENDSR_TYPES else f"x-{right}",
            "submitted_time": view.received_at.isoformat(),
            "expected_completion_time": datetime.combine(last_day, _DAY_ENDS, zone).isoformat(),
            "subject_identities": _identities(view),
            "request_status": _OPENDSR_STATUSES[view.state],
            "api_version": "2.0",
        }


async def total(session: AsyncSession) -> int:
    """How many requests there are, each with its trail."""
    return await session.scalar(select(func.count()).select_from(Request)) or 0


def _identities(view: RequestView) -> list[dict[str, str]]:
    known = {
        "email": view.requester["email"],
        "controller_customer_id": view.requester["customer_number"],
    }
    return [
        {"identity_type": kind, "identity_value": value, "identity_format": "raw"}
        for kind, value in known.items()
        if value
    ]


def _cells(view: RequestView) -> list[str]:
    told = view.model_dump(mode="json")
    told |= told["verification"] | told["requester"] | {"rights": " ".join(view.rights)}
    return [_cell(told[column]) for column in COLUMNS]


def _cell(value: object) -> str:
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return shown_as_text(text)


def _row(cells: tuple[str, ...] | list[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)  # RFC 4180
    return written.getvalue()
