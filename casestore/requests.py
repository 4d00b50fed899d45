"""Data subject requests: filed at receipt, verified later, never lost."""

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import ConflictError, Context, NotFoundError
from casestore.directory import index_of
from casestore.locks import hold_conversation, hold_request
from casestore.outbox import post
from casestore.tables import Conversation, Request, RequestEvent
from casestore.wire import Change, NewRequest, RequestCard
from privacy.deadline import due_on
from privacy.language import Language
from privacy.reference import new_reference
from privacy.request import State, move, next_states
from privacy.verification import HOLDS, Level

DATA_SUBJECT = "data subject"


class Requests:
    """Files and changes requests."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def file(self, conversation: str, new: NewRequest) -> RequestCard:
        """File a request; the clock starts now (Art. 12(3)). The same key files it once."""
        key = f"{conversation}/{new.key}"
        async with self._context.database.writing() as session:
            chat = await hold_conversation(session, conversation)
            request = await session.scalar(select(Request).where(Request.key == key))
            if request is None:
                request = self._received(key, conversation, new)
                session.add(request)
                await session.flush()
                record(session, self._context, request, DATA_SUBJECT, "received")
                await self._verify_by_what_was_proved(session, chat, request)
            return card(request)

    async def change(self, reference: str, conversation: str, change: Change) -> RequestCard:
        """Add to a request of *conversation*, or withdraw it."""
        async with self._context.database.writing() as session:
            own = (Request.reference == reference) & (Request.conversation == conversation)
            request = await hold_request(session, own)
            if not next_states(State(request.state)):
                raise ConflictError(request.state)
            request.rights = list(dict.fromkeys([*request.rights, *change.rights]))
            if change.details:
                request.details = {"said": [*request.details["said"], change.details]}
            kind = "amended"
            if change.cancelled:
                request.state, kind = move(State(request.state), State.CANCELLED), "cancelled"
            record(session, self._context, request, DATA_SUBJECT, kind)
            return card(request)

    async def card(self, reference: str, conversation: str) -> RequestCard:
        """What a visitor sees of a request of this *conversation*."""
        async with self._context.database.reading() as session:
            own = (Request.reference == reference) & (Request.conversation == conversation)
            return card(await find(session, own))

    def _received(self, key: str, conversation: str, new: NewRequest) -> Request:
        now = self._context.now()
        day = now.astimezone(self._context.settings.zone).date()
        return Request(
            reference=new_reference(),
            key=key,
            rights=list(dict.fromkeys(new.rights)),
            state=State.RECEIVED,
            channel=new.channel,
            language=new.language,
            received_at=now,
            due_on=due_on(day, self._context.is_working_day),
            person={},
            details={"said": [new.details] if new.details else []},
            conversation=conversation,
        )

    async def _verify_by_what_was_proved(
        self, session: AsyncSession, chat: Conversation, request: Request
    ) -> None:
        """A code entered in this conversation holds for a while: no new one is asked for."""
        if chat.proved and chat.proved_at and self._context.now() - chat.proved_at <= HOLDS:
            await verify(session, self._context, request, chat.proved)


async def verify(session: AsyncSession, context: Context, request: Request, proved: dict[str, Any]) -> None:
    """Note whose mailbox was proved; only one that is on file makes the request verified."""
    address, customer = proved["address"], proved["customer"]
    request.level = Level.ON_FILE if customer else Level.MAILBOX
    request.on_file = customer is not None
    request.verified_at = context.now()
    request.person = {"address": address, "customer_number": customer}
    request.address_index = index_of(address, context.database.vault)
    request.related = await _earlier(session, request)
    if customer:
        request.state = move(State(request.state), State.VERIFIED)
    record(session, context, request, DATA_SUBJECT, f"code entered: {request.level}")
    post(session, context, _receipt(context, request, address))


async def find(session: AsyncSession, which: ColumnElement[bool]) -> Request:
    """Return the one request that fits; raises `NotFoundError`."""
    request = await session.scalar(select(Request).where(which))
    if request is None:
        raise NotFoundError("request")
    return request


def record(session: AsyncSession, context: Context, request: Request, actor: str, kind: str) -> None:
    """Add an event to the request's trail."""
    session.add(RequestEvent(request=request.id, at=context.now(), actor=actor, kind=kind))


def card(request: Request) -> RequestCard:
    """What a visitor sees of *request*."""
    return RequestCard(
        reference=request.reference,
        rights=request.rights,  # type: ignore[arg-type]  # pydantic makes them rights
        state=State(request.state),
        received_at=request.received_at,
        due_on=request.extended_until or request.due_on,
    )


async def _earlier(session: AsyncSession, request: Request) -> str | None:
    """The first request of the same address, to which a further one is linked."""
    same = (Request.address_index == request.address_index) & (Request.id < request.id)
    first: str | None = await session.scalar(
        select(Request.reference).where(same).order_by(Request.id).limit(1)
    )
    return first


def _receipt(context: Context, request: Request, address: str) -> dict[str, str]:
    received_on = request.received_at.astimezone(context.settings.zone).date()
    return context.letters.write(
        "receipt",
        Language(request.language),
        to=address,
        reference=request.reference,
        received_on=received_on,
        due_on=request.due_on,
    )
