"""Data subject requests from chats: filed at receipt, verified later, never lost."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import ConflictError, Context, NotFoundError
from casestore.reports.figures import count_filed
from casestore.requests.notices import notify
from casestore.requests.search import earlier_of_same, index_requester, of_address
from casestore.requests.trail import record
from casestore.storage.locks import hold_conversation, hold_request
from casestore.storage.tables import Conversation, Request
from casestore.wire.requests import Change, NewRequest, RequestBody, RequestCard
from privacy.deadline import due_on
from privacy.reference import new_reference
from privacy.request import State, move, next_states
from privacy.verification import HOLDS, Level, lasts

DATA_SUBJECT = "data subject"


class Requests:
    """Files, shows and changes requests for conversations."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def file(self, conversation: str, new: NewRequest) -> RequestCard:
        """File a request; the clock starts now (Art. 12(3)).

        The same key files it once; raises `ConflictError` when it came with other rights before.
        """
        key = f"{conversation}/{new.key}"
        async with self._context.database.writing() as session:
            chat = await hold_conversation(session, conversation)
            request = await session.scalar(select(Request).where(Request.key == key))
            if request is None:
                request = received(self._context, key, new, self._context.now())
                request.conversation = conversation
                request.details["asked"] = new.asked
                await store(session, self._context, request, DATA_SUBJECT)
                if proved := _proved(self._context, chat):
                    await verify(session, self._context, request, proved)
            elif request.rights[: len(new.rights)] != list(dict.fromkeys(new.rights)):
                raise ConflictError(key)
            return card(request)

    async def change(self, reference: str, conversation: str, change: Change) -> RequestCard:
        """Add to a request of *conversation*, or withdraw it."""
        async with self._context.database.writing() as session:
            chat = await hold_conversation(session, conversation)
            request = await hold_request(
                session, (Request.reference == reference) & _own(self._context, chat)
            )
            if not next_states(State(request.state)):
                raise ConflictError(request.state)
            kind = _apply(request, change)
            record(self._context, request, DATA_SUBJECT, kind, change.details or None)
            if kind == "cancelled":
                notify(session, self._context, request, "cancellation")
            return card(request)

    async def card(self, reference: str, conversation: str) -> RequestCard:
        """What a visitor sees of a request; raises `NotFoundError` for one that is not theirs."""
        for own in await self.cards(conversation):
            if own.reference == reference:
                return own
        raise NotFoundError(reference)

    async def cards(self, conversation: str) -> list[RequestCard]:
        """The requests of the conversation, and those of the mailbox proved in it, newest first."""
        async with self._context.database.reading() as session:
            chat = await session.get(Conversation, conversation)
            if chat is None:
                raise NotFoundError(conversation)
            return await own_cards(session, self._context, chat)


async def own_cards(session: AsyncSession, context: Context, chat: Conversation) -> list[RequestCard]:
    """The requests of *chat*, and those of the mailbox proved in it, newest first."""
    own = select(Request).where(_own(context, chat)).order_by(Request.id.desc())
    return [card(request) for request in await session.scalars(own)]


def _own(context: Context, chat: Conversation) -> ColumnElement[bool]:
    here = Request.conversation == chat.id
    proved = _proved(context, chat)
    if proved is None:
        return here
    return here | Request.id.in_(of_address(proved["address"], context.database.vault))


def _proved(context: Context, chat: Conversation) -> dict[str, Any] | None:
    """What was proved in the conversation, for as long as it holds."""
    if chat.proved is None or chat.proved_at is None:
        return None
    return chat.proved if lasts(chat.proved_at, HOLDS, context.now()) else None


def received(context: Context, key: str, new: RequestBody, moment: datetime) -> Request:
    """A request that reached us at *moment*; not stored yet."""
    day = due_on(moment.astimezone(context.settings.zone).date(), context.is_working_day)
    return Request(
        reference=new_reference(),
        key=key,
        rights=list(dict.fromkeys(new.rights)),
        state=State.RECEIVED,
        channel=new.channel,
        language=new.language,
        received_at=moment,
        due_on=day,
        paused_days=0,
        deadline=day,
        level=Level.NONE,
        person={},
        on_behalf_of=new.on_behalf_of.model_dump() if new.on_behalf_of else None,
        details={"said": [new.details] if new.details else [], "asked": {}, "review": new.review},
        trail_length=0,
        trail_seal="",
    )


async def store(session: AsyncSession, context: Context, request: Request, actor: str) -> None:
    """Store a new request with its first event."""
    session.add(request)
    count_filed(session, request.rights, request.channel)
    await session.flush()
    record(context, request, actor, "received")


async def verify(session: AsyncSession, context: Context, request: Request, proved: dict[str, Any]) -> None:
    """Note whose mailbox was proved; only one that is on file makes the request verified."""
    address, customer = proved["address"], proved["customer"]
    request.level = proved.get("level") or (Level.ON_FILE if customer else Level.MAILBOX)
    request.on_file = customer is not None
    request.verified_at = context.now()
    request.person = {"address": address, "customer_number": customer}
    await index_requester(session, context.database.vault, request)
    request.related = await earlier_of_same(session, request)
    if customer:
        request.state = move(State(request.state), State.VERIFIED)
    record(context, request, DATA_SUBJECT, f"proved: {request.level}")
    notify(session, context, request, "receipt")


def close(request: Request, state: State) -> None:
    """End a request: it has no deadline any more."""
    request.state, request.deadline = move(State(request.state), state), None


def card(request: Request) -> RequestCard:
    """What a visitor sees of *request*."""
    return RequestCard(
        reference=request.reference,
        rights=request.rights,  # type: ignore[arg-type]  # pydantic makes them rights
        state=State(request.state),
        received_at=request.received_at,
        due_on=request.extended_until or request.due_on,
    )


def _apply(request: Request, change: Change) -> str:
    """Change *request* and name what happened."""
    if change.cancelled:
        close(request, State.CANCELLED)
        return "cancelled"
    request.rights = list(dict.fromkeys([*(change.instead_of or request.rights), *change.rights]))
    said = [*request.details["said"], change.details] if change.details else request.details["said"]
    request.details = {
        "said": said,
        "asked": {**request.details.get("asked", {}), **change.asked},
        "review": change.review or request.details.get("review"),
    }
    if change.on_behalf_of:
        request.on_behalf_of = change.on_behalf_of.model_dump()
    return "reminded" if change.reminded else "amended"
