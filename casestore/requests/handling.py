"""What staff do with a request: record one, move it on, extend or pause its period, assign it, note."""

from collections.abc import Callable
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import ConflictError, Context
from casestore.requests.filing import close, received, store
from casestore.requests.notices import notify
from casestore.requests.search import earlier_of_same, index_requester
from casestore.requests.trail import record
from casestore.storage.locks import hold_request
from casestore.storage.tables import Request, Staff
from casestore.wire.requests import Assignment, Extension, RecordedRequest, Transition
from casestore.wire.staff import StaffMember
from privacy.deadline import due_on, extended_until, may_extend
from privacy.hygiene import plain_text
from privacy.request import Cause, State, move, next_states
from privacy.verification import Level

_NOTICES = {
    State.REFUSED: "refusal",
    State.COMPLETED: "completion",
    State.CANCELLED: "cancellation",
}


class Handling:
    """Changes requests for staff, inside the transaction of the call; every act is in the trail."""

    def __init__(self, context: Context, session: AsyncSession, by: StaffMember) -> None:
        self._context = context
        self._session = session
        self._by = by

    async def record(self, key: str, new: RecordedRequest) -> Request:
        """Record what reached us by phone, letter or e-mail."""
        moment = new.received_at or self._context.now()
        said = new.model_copy(update={"details": plain_text(new.details)})
        request = received(self._context, key, said, moment)
        who = new.requester
        person = {"address": who.email, "name": who.name, "customer_number": who.customer_number}
        request.person = {part: value for part, value in person.items() if value}
        await store(self._session, self._context, request, self._by.name)
        await index_requester(self._session, self._context.database.vault, request)
        request.related = await earlier_of_same(self._session, request)
        notify(self._session, self._context, request, "receipt")
        return request

    async def move(self, reference: str, to: Transition) -> Request:
        """Move a request on, and tell the requester when that ends it."""
        request = await self._held(reference, to.version)
        if next_states(to.to):
            request.state = move(State(request.state), to.to)
        else:
            close(request, to.to)
        if to.to is State.VERIFIED:
            request.level, request.verified_at = Level.STAFF, self._context.now()
        how = to.method or to.cause
        self._record(request, f"{to.to}: {how}" if how else to.to.value, to.reason)
        if kind := _notice(to):
            notify(self._session, self._context, request, kind, reason=to.reason, cause=to.cause)
        return request

    async def extend(self, reference: str, extension: Extension) -> Request:
        """Take two further months, once, and within the first (Art. 12(3)), and tell why."""
        request = await self._open(reference, extension.version)
        extended, paused = request.extended_until is not None, request.paused_on is not None
        if not may_extend(request.due_on, self._today(), extended=extended, paused=paused):
            raise ConflictError("extension")
        request.extended_until = extended_until(*self._period(request))
        request.deadline = request.extended_until
        self._record(request, "extended", extension.reason)
        notify(self._session, self._context, request, "extension", reason=extension.reason)
        return request

    async def pause(self, reference: str, reason: str) -> Request:
        """Stop the period while the requester is asked who they are (Art. 12(6))."""
        request = await self._open(reference)
        if request.paused_on:
            raise ConflictError("paused")
        request.paused_on, request.deadline = self._today(), None
        self._record(request, "paused", reason)
        return request

    async def resume(self, reference: str, reason: str) -> Request:
        """Let the period go on: it ends as many days later as it stood still."""
        request = await self._open(reference)
        if request.paused_on is None:
            raise ConflictError("not paused")
        request.paused_days += (self._today() - request.paused_on).days
        request.due_on = due_on(*self._period(request))
        if request.extended_until:
            request.extended_until = extended_until(*self._period(request))
        request.paused_on, request.deadline = None, request.extended_until or request.due_on
        self._record(request, "resumed", reason)
        return request

    async def assign(self, reference: str, assignment: Assignment) -> Request:
        """Say who works on it; raises `ValueError` for somebody there is not."""
        request = await self._held(reference, assignment.version)
        if assignment.assignee and await self._session.get(Staff, assignment.assignee) is None:
            raise ValueError("assignee")
        request.assignee = assignment.assignee
        self._record(request, f"assigned: {assignment.assignee or 'nobody'}")
        return request

    async def note(self, reference: str, text: str) -> Request:
        """Add a note that only staff read."""
        request = await self._held(reference)
        self._record(request, "note", text)
        return request

    async def _held(self, reference: str, version: int | None = None) -> Request:
        """Hold the request; raises `ConflictError` when it is no longer as the caller saw it."""
        request = await hold_request(self._session, Request.reference == reference)
        if version is not None and version != request.version:
            raise ConflictError(f"version {request.version}")
        if request.shredded_at:
            raise ConflictError("shredded")
        return request

    async def _open(self, reference: str, version: int | None = None) -> Request:
        request = await self._held(reference, version)
        if not next_states(State(request.state)):
            raise ConflictError(request.state)
        return request

    def _period(self, request: Request) -> tuple[date, Callable[[date], bool], int]:
        """What the last day of an answer is computed from."""
        received_on = request.received_at.astimezone(self._context.settings.zone).date()
        return received_on, self._context.is_working_day, request.paused_days

    def _today(self) -> date:
        return self._context.now().astimezone(self._context.settings.zone).date()

    def _record(self, request: Request, kind: str, note: str | None = None) -> None:
        record(self._context, request, self._by.name, kind, note)


def _notice(to: Transition) -> str | None:
    """The mail that tells of it; who did not withdraw is not told that they did."""
    return "closing" if to.cause not in {None, Cause.WITHDRAWN} else _NOTICES.get(to.to)
