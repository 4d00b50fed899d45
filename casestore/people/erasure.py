"""Erases what is held on one person, and tells what has to stay, until when and why (GDPR Art. 17)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, select

from casestore.context import Context
from casestore.people.found import Found, find
from casestore.storage.tables import AuditEvent, Conversation, Mail, Request, RequestEvent
from casestore.wire.staff import StaffMember
from privacy.request import OPEN


class Stays(NamedTuple):
    """What is not erased, until when (`None`: until somebody decides), and the rule it stays by."""

    what: str
    until: str | None
    why: str


class Erasure:
    """Erases people; that it happened is in the audit trail, without saying to whom."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def found(self, address: str) -> Found:
        """What there is."""
        async with self._context.database.reading() as session:
            return await find(session, self._context, address)

    async def erase(self, found: Found, chats: list[Conversation], by: StaffMember) -> dict[str, int]:
        """Delete *chats*, which Rasa has forgotten before, and what mails that never left still hold."""
        dead = [mail.id for mail in found.mails if mail.state == "dead"]
        async with self._context.database.writing() as session:
            gone = delete(Conversation).where(Conversation.id.in_([chat.id for chat in chats]))
            await session.execute(gone)
            for mail in await session.scalars(select(Mail).where(Mail.id.in_(dead)).with_for_update()):
                mail.mail = {}
            erased = {"chats": len(chats), "mails": len(dead)}
            what = "person: " + ", ".join(f"{count} {name}" for name, count in erased.items())
            session.add(AuditEvent(at=self._context.now(), actor=by.name, action="erased", object=what))
        await self._context.database.compact()
        return erased

    async def stays(self, found: Found) -> list[Stays]:
        """What must stay of what was found."""
        return [
            *[await self._request(request) for request in found.requests],
            *self._codes(found),
            *(Stays(f"mail {m.kind}", None, "on its way") for m in found.mails if m.state == "waiting"),
            *(Stays(f"customer {c.number}", None, "the controller's own record") for c in found.customers),
        ]

    async def _request(self, request: Request) -> Stays:
        what, years = f"request {request.reference}", self._context.settings.keep_requests
        if request.state in OPEN:
            return Stays(what, None, "open: it has to be answered, Art. 12(3)")
        if request.shredded_at:
            return Stays(what, None, "tells of nobody any more")
        if request.held or not years:
            return Stays(what, None, "held for legal claims, Art. 17(3)(e)")
        ended = select(RequestEvent.at).where(
            RequestEvent.request == request.id, RequestEvent.state.not_in(OPEN)
        )
        async with self._context.database.reading() as session:
            closed: Any = await session.scalar(ended.order_by(RequestEvent.sequence).limit(1))
        until = f"{closed.astimezone(self._context.settings.zone).year + years}-12-31"
        return Stays(what, until, "closed: shows how it was answered, Art. 17(3)(b) and (e)")

    def _codes(self, found: Found) -> Iterator[Stays]:
        if found.codes:
            days = timedelta(days=self._context.settings.keep_codes)
            until = (found.codes[-1].issued_at + days).date().isoformat() if days else None
            yield Stays(f"{len(found.codes)} codes", until, "limits count them, Art. 32")
