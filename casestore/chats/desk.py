"""Chats as staff read them: listed by status, opened one by one."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.chats import transcript
from casestore.chats.presence import READS, VISITOR, Trace
from casestore.chats.queue import in_turn
from casestore.context import Context, NotFoundError
from casestore.requests.filing import own_cards
from casestore.requests.register import OPENS_ALL, PAGE, masked_address
from casestore.staff.accounts import display_names
from casestore.storage.tables import AuditEvent, ChatNote, Code, Conversation, Message
from casestore.wire.chats import ChatItem, ChatLine, ChatOpening, ChatPage, ChatQuery, ChatView, Proof
from casestore.wire.staff import StaffMember
from privacy.verification import HOLDS, Level, lasts

READS_SECONDS = 25.0  # that a page which reads on is believed to be there
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class DeskChats:
    """Lists chats, and opens single ones with a note in the audit trail."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def page(self, query: ChatQuery) -> ChatPage:
        """Return the chats of a status, fifty at a time: who waits in turn, all else newest first."""
        async with self._context.database.reading() as session:
            rows = list(await session.scalars(_listed(query)))
            called = await display_names(session)
        more = _cursor(rows[PAGE - 1]) if len(rows) > PAGE else None
        items = [ChatItem.model_validate(_item(row)) for row in rows[:PAGE]]
        return ChatPage(items=items, next=more, called=called)

    async def open(
        self,
        conversation: str,
        reader: StaffMember,
        how: ChatOpening = ChatOpening(),  # noqa: B008  # not changed
    ) -> ChatView:
        """Return one chat; that it was opened is recorded, unless the reader has it.

        A page that goes on reading is recorded once, and once more when it shows addresses whole.
        """
        whole = reader.role in OPENS_ALL and not how.masked
        async with self._context.database.writing() as session:
            view = await view_for(session, self._context, conversation, reader, masked=how.masked)
            reads = Trace(conversation, READS[whole], reader.name)
            goes_on = how.live and self._context.presence.keep(reads, READS_SECONDS)
            if not goes_on and (view.assignee != reader.name or (whole and how.live)):
                action = "opened whole" if whole and how.live else "opened"
                note(session, self._context, reader, action, conversation)
        return view


def note(session: AsyncSession, context: Context, by: StaffMember, action: str, conversation: str) -> None:
    """Write down who did what with a chat."""
    session.add(AuditEvent(at=context.now(), actor=by.name, action=action, object=conversation))


async def view_for(
    session: AsyncSession, context: Context, conversation: str, reader: StaffMember, *, masked: bool = False
) -> ChatView:
    """One chat with its messages, notes and requests, as *reader* may see it; raises `NotFoundError`."""
    whole = reader.role in OPENS_ALL and not masked
    chat = await session.get(Conversation, conversation)
    if chat is None:
        raise NotFoundError(conversation)
    lines = await _lines(session, conversation)
    if not whole:
        hidden = await _masking(session, chat)
        lines = [_without(hidden, line) for line in lines]
    there = context.presence
    return ChatView(
        **_item(chat),
        proved=_proof(context, chat, whole=whole),
        expects=chat.expects,
        messages=lines,
        requests=await own_cards(session, context, chat),
        called=await display_names(session),
        readers=sorted(there.of(chat.id, *READS) - {reader.name}),
        typing=VISITOR in there.of(chat.id, "types"),
        visitor_here=VISITOR in there.of(chat.id, "listens"),
    )


def _listed(query: ChatQuery) -> Select[tuple[Conversation]]:
    wanted = select(Conversation).where(Conversation.status == query.status).limit(PAGE + 1)
    if query.assignee:
        wanted = wanted.where(Conversation.assignee == query.assignee)
    *priority, moment, number = query.cursor.split(".") if query.cursor else ("", "")
    if query.status == "waiting":
        if query.cursor:
            wanted = wanted.where(in_turn() > (*priority, _moment(moment), number))
        return wanted.order_by(Conversation.priority, Conversation.waiting_since, Conversation.id)
    if query.cursor:
        newest = tuple_(Conversation.created_at, Conversation.id)
        wanted = wanted.where(newest < (_moment(moment), number))
    return wanted.order_by(Conversation.created_at.desc(), Conversation.id.desc())


def _cursor(last: Conversation) -> str:
    if last.status == "waiting" and last.waiting_since:
        return f"{last.priority}.{(last.waiting_since - _EPOCH) // timedelta(microseconds=1)}.{last.id}"
    return f"{(last.created_at - _EPOCH) // timedelta(microseconds=1)}.{last.id}"


def _moment(microseconds: str) -> datetime:
    return _EPOCH + timedelta(microseconds=int(microseconds))


def _item(chat: Conversation) -> dict[str, Any]:
    return {name: getattr(chat, name) for name in ChatItem.model_fields}


def _proof(context: Context, chat: Conversation, *, whole: bool) -> Proof | None:
    if chat.proved is None or chat.proved_at is None:
        return None
    address, customer = chat.proved["address"], chat.proved["customer"]
    return Proof(
        level=chat.proved.get("level") or (Level.ON_FILE if customer else Level.MAILBOX),
        address=address if whole else masked_address(address),
        customer_number=customer if whole else None,
        on_file=customer is not None,
        verified_at=chat.proved_at,
        holds=lasts(chat.proved_at, HOLDS, context.now()),
    )


async def _lines(session: AsyncSession, conversation: str) -> list[ChatLine]:
    """Messages and notes, each note after the message it was written after."""
    notes = select(ChatNote).where(ChatNote.conversation == conversation).order_by(ChatNote.sequence)
    lines = [(m.position, 0, _said(m)) for m in await transcript.since(session, conversation, 0)]
    lines += [(n.after, n.sequence, _noted(n)) for n in await session.scalars(notes)]
    return [line for *_, line in sorted(lines, key=lambda placed: placed[:2])]


def _said(message: Message) -> ChatLine:
    shown = transcript.rendered(message).model_dump()
    return ChatLine(**shown, author=message.content.get("author"))


def _noted(written: ChatNote) -> ChatLine:
    return ChatLine(
        id=f"note-{written.sequence}",
        sender="note",
        author=written.author,
        text=written.content["text"],
        language=written.content["language"],
        outcome=None,
        citations=[],
        law=[],
        buttons=[],
        expects=None,
        request=None,
        created_at=written.created_at,
    )


async def _masking(session: AsyncSession, chat: Conversation) -> re.Pattern[str]:
    """What finds the visitor's addresses: proved in the chat, or given in it for a code."""
    sent = await session.scalars(select(Code).where(Code.conversation == chat.id))
    found = {code.address["address"] for code in sent} | ({chat.proved["address"]} if chat.proved else set())
    return re.compile("|".join(map(re.escape, sorted(found))) or r"(?!)", re.IGNORECASE)


def _without(hidden: re.Pattern[str], line: ChatLine) -> ChatLine:
    return line.model_copy(update={"text": hidden.sub(lambda hit: masked_address(hit[0]) or "", line.text)})
