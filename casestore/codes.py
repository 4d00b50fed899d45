"""One-time codes: sent to the address given, whether or not it is on file."""

from datetime import timedelta

from limits import parse_many
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.directory import customer_with, index_of
from casestore.locks import hold, hold_conversation
from casestore.outbox import post
from casestore.requests import verify
from casestore.tables import Code, Conversation, Request
from casestore.wire import CodeChecked, CodeSent
from privacy.language import Language
from privacy.request import State, next_states
from privacy.verification import LIFETIME, TRIES, Level, digest, matches, new_code


class Codes:
    """Sends and checks codes; the truth about verification lies here and nowhere else."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def send(self, conversation: str, address: str) -> CodeSent:
        """Send a code; older ones of the conversation die. Known and unknown addresses alike."""
        now, vault = self._context.now(), self._context.database.vault
        index = index_of(address, vault)
        async with self._context.database.writing() as session:
            chat = await hold_conversation(session, conversation)
            await hold(session, "codes")
            if await self._limited(session, index, chat):
                return "limited"
            await session.execute(update(Code).where(Code.conversation == conversation).values(alive=False))
            code = new_code()
            bound_to = f"{conversation}\n{index}"
            session.add(
                Code(
                    conversation=conversation,
                    client=chat.client,
                    address={"address": address},
                    address_index=index,
                    digest=digest(code, key=vault.code_key, bound_to=bound_to),
                    issued_at=now,
                    expires_at=now + LIFETIME,
                    tries_left=TRIES,
                )
            )
            language = Language(chat.language)
            mail = self._context.letters.write("verification_code", language, to=address, code=code)
            post(session, self._context, mail, kind="verification_code")
            await self._note_claim(session, conversation, address)
        return "sent"

    async def check(self, conversation: str, typed: str) -> CodeChecked:
        """Check *typed*; the right code verifies the conversation's open requests."""
        vault = self._context.database.vault
        async with self._context.database.writing() as session:
            chat = await hold_conversation(session, conversation)
            code = await _alive(session, conversation)
            if code is None or code.expires_at <= self._context.now():
                return "dead"
            code.tries_left -= 1  # held with the conversation: tries made at once are all counted
            bound_to = f"{conversation}\n{code.address_index}"
            right = matches(typed, code.digest, key=vault.code_key, bound_to=bound_to)
            code.alive = not right and code.tries_left > 0
            if right:
                await self._prove(session, chat, code.address["address"])
            return "right" if right else "wrong" if code.alive else "dead"

    async def _note_claim(self, session: AsyncSession, conversation: str, address: str) -> None:
        """Keep where the requester can be reached, which proves nothing: staff see it on open requests."""
        unproved = (Request.conversation == conversation, Request.level == Level.NONE)
        for request in await session.scalars(select(Request).where(*unproved).with_for_update()):
            if next_states(State(request.state)):
                request.person = {"address": address, "claimed": True}

    async def _prove(self, session: AsyncSession, chat: Conversation, address: str) -> None:
        customer = await customer_with(session, address, self._context.database.vault)
        proved = {"address": address, "customer": customer.number if customer else None}
        chat.proved, chat.proved_at = proved, self._context.now()
        waiting = select(Request).where(
            Request.conversation == chat.id,
            Request.state == State.RECEIVED,
            Request.level != Level.ON_FILE,
        )
        for request in await session.scalars(waiting.with_for_update()):
            await verify(session, self._context, request, proved)

    async def _limited(self, session: AsyncSession, index: str, chat: Conversation) -> bool:
        """Count what was sent, over all chats: a limit outlives a restart."""
        settings = self._context.settings
        here = Code.conversation == chat.id
        if chat.client:
            here |= Code.client == chat.client
        limits = (
            (settings.limit_codes_address, Code.address_index == index),
            (settings.limit_codes_client, here),
            (settings.limit_codes_total, Code.id > 0),
        )
        return any([await self._exceeds(session, limit, which) for limit, which in limits])

    async def _exceeds(self, session: AsyncSession, limits: str, which: ColumnElement[bool]) -> bool:
        for limit in parse_many(limits):
            since = self._context.now() - timedelta(seconds=limit.get_expiry())
            sent = select(func.count()).select_from(Code).where(which, Code.issued_at > since)
            if (await session.scalar(sent) or 0) >= limit.amount:
                return True
        return False


async def _alive(session: AsyncSession, conversation: str) -> Code | None:
    latest = select(Code).where(Code.conversation == conversation, Code.alive)
    found: Code | None = await session.scalar(latest.order_by(Code.id.desc()).limit(1))
    return found
