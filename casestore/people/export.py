"""What is held on one person, as JSON, for a copy of their data (GDPR Art. 15(3)).

Nobody else is named in it: who of the staff acted stays out, and so does who spoke for them.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.people.found import Found, find
from casestore.requests.filing import DATA_SUBJECT
from casestore.storage.tables import (
    AuditEvent,
    ChatNote,
    Conversation,
    Mail,
    Message,
    Request,
    RequestEvent,
    Webhook,
)
from casestore.wire.staff import StaffMember

_US = "us"


class PersonExport:
    """Copies of what is held on people; each is in the audit trail, without saying of whom."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def of(self, address: str, by: StaffMember, *, claimed: bool) -> dict[str, Any]:
        """All of whoever reads *address*; if *claimed*, with what only names it and may be a stranger's."""
        async with self._context.database.reading() as session:
            found = await find(session, self._context, address)
            told = {
                "address": address,
                "exported_at": self._context.now().isoformat(),
                **await _told(session, found, claimed=claimed),
            }
        async with self._context.database.writing() as session:
            what = f"person: {len(told['requests'])} requests, {len(told['chats'])} chats"
            event = AuditEvent(at=self._context.now(), actor=by.name, action="exported", object=what)
            session.add(event)
        return told


async def _told(session: AsyncSession, found: Found, *, claimed: bool) -> dict[str, Any]:
    requests, chats = list(found.requests), list(found.chats)
    if claimed:
        requests, chats = [*requests, *found.claimed_requests], [*chats, *found.claimed_chats]
    return {
        "directory": [{"number": c.number, "language": c.language, **c.person} for c in found.customers],
        "requests": [await _request(session, r, proved=r in found.requests) for r in requests],
        "chats": [await _chat(session, c, proved=c in found.chats) for c in chats],
        "codes": [{"sent_at": code.issued_at.isoformat()} for code in found.codes],
        "unsent_mails": [_mail(mail) for mail in found.mails],
        "only_claimed": {
            "requests": [request.reference for request in found.claimed_requests],
            "chats": [chat.id for chat in found.claimed_chats],
        },
    }


async def _request(session: AsyncSession, request: Request, *, proved: bool) -> dict[str, Any]:
    of = select(Mail).where(Mail.reference == request.reference).order_by(Mail.id)
    told = select(Webhook).where(Webhook.reference == request.reference).order_by(Webhook.id)
    events = select(RequestEvent).where(RequestEvent.request == request.id).order_by(RequestEvent.sequence)
    return {
        "reference": request.reference,
        "proved": proved,
        "rights": request.rights,
        "state": request.state,
        "channel": request.channel,
        "language": request.language,
        "received_at": request.received_at.isoformat(),
        "due_on": (request.extended_until or request.due_on).isoformat(),
        "verification": {"level": request.level, "on_file": request.on_file},
        "requester": {part: value for part, value in request.person.items() if part != "claimed"},
        "represented": request.on_behalf_of is not None,
        "said": request.details["said"],
        "asked": request.details.get("asked", {}),
        "events": [_event(event) for event in await session.scalars(events)],
        "mails": [_mail(mail) for mail in await session.scalars(of)],
        "webhooks": [_webhook(webhook) for webhook in await session.scalars(told)],
        "opened_at": await _opened(session, request.reference),
    }


async def _chat(session: AsyncSession, chat: Conversation, *, proved: bool) -> dict[str, Any]:
    said = select(Message).where(Message.conversation == chat.id).order_by(Message.position)
    notes = select(ChatNote).where(ChatNote.conversation == chat.id).order_by(ChatNote.sequence)
    return {
        "id": chat.id,
        "proved": proved,
        "language": chat.language,
        "begun_at": chat.created_at.isoformat(),
        "messages": [_said(m.sender, m.created_at.isoformat(), m) for m in await session.scalars(said)],
        "notes": [_said(_US, note.created_at.isoformat(), note) for note in await session.scalars(notes)],
        "opened_at": await _opened(session, chat.id),
    }


def _said(by: str, at: str, written: Message | ChatNote) -> dict[str, str]:
    return {"at": at, "by": by, "text": written.content["text"]}


def _event(event: RequestEvent) -> dict[str, Any]:
    """Of `assigned: anna` the first word: the second is a colleague."""
    kind = event.kind.partition(":")[0] if event.kind.startswith("assigned") else event.kind
    by = DATA_SUBJECT if event.actor == DATA_SUBJECT else _US
    note = event.note["text"] if event.note else None
    return {"at": event.at.isoformat(), "by": by, "kind": kind, "state": event.state, "note": note}


def _mail(mail: Mail) -> dict[str, Any]:
    return {"kind": mail.kind, "posted_at": mail.posted_at.isoformat(), "state": mail.state}


def _webhook(webhook: Webhook) -> dict[str, Any]:
    told = json.loads(webhook.payload)
    return {"type": told["type"], "at": told["timestamp"], "state": webhook.state}


async def _opened(session: AsyncSession, what: str) -> Sequence[str]:
    """When staff opened it: that they did is data of the person, who it was is not (CJEU C-579/21)."""
    opened = select(AuditEvent.at).where(AuditEvent.object == what, AuditEvent.action == "opened")
    return [at.isoformat() for at in await session.scalars(opened.order_by(AuditEvent.id))]
