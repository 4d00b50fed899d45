"""One-time codes: sent to the address given, whether or not it is on file."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.outgoing.outbox import post
from casestore.requests.filing import verify
from casestore.storage.encryption import Vault
from casestore.storage.locks import hold, hold_conversation
from casestore.storage.tables import Code, Conversation, Request
from casestore.verification.directory import customer_with, index_of, mailbox_of
from casestore.verification.limits import is_guessed_at, is_limited
from casestore.wire.conversations import CodeChecked, CodeSent
from privacy.language import Language
from privacy.request import State, next_states
from privacy.verification import LIFETIME, TRIES, Level, code_in, digest, lasts, masked, matches, new_code


class Codes:
    """Sends and checks codes; the truth about verification lies here and nowhere else."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def send(self, conversation: str, address: str) -> CodeSent:
        """Send a code; older ones of the conversation die. Known and unknown addresses alike."""
        now, vault = self._context.now(), self._context.database.vault
        index = index_of(mailbox_of(address), vault)
        async with self._context.database.writing() as session:
            chat = await hold_conversation(session, conversation)
            await hold(session, "codes")
            await self._note_claim(session, conversation, address)
            if await is_limited(session, self._context, chat, index):
                return "limited"
            await session.execute(update(Code).where(Code.conversation == conversation).values(alive=False))
            code = new_code()
            session.add(
                Code(
                    conversation=conversation,
                    client=chat.client,
                    address={"address": address},
                    address_index=index,
                    digest=digest(code, key=vault.code_key, bound_to=_binding(conversation, index)),
                    issued_at=now,
                    expires_at=now + LIFETIME,
                    tries_left=TRIES,
                )
            )
            language = Language(chat.language)
            mail = self._context.letters.write("verification_code", language, to=address, code=code)
            post(session, self._context, mail, kind="verification_code")
        return "sent"

    async def check(self, conversation: str, typed: str) -> CodeChecked:
        """Check *typed*; the right code verifies the conversation's open requests."""
        async with self._context.database.writing() as session:
            chat = await hold_conversation(session, conversation)
            code = await _alive(session, conversation)
            if code is None or await self._is_over(session, code):
                return "dead"
            right = _is(code, typed, self._context.database.vault)
            if right:
                code.alive = False
                await self._prove(session, chat, code.address["address"])
            else:
                _count_wrong(code)  # held with the conversation: tries made at once are all counted
            return "right" if right else "wrong" if code.alive else "dead"

    async def _is_over(self, session: AsyncSession, code: Code) -> bool:
        """Whether its time is up, which is for good, or codes for its mailbox were guessed at too often."""
        await hold(session, code.address_index)
        code.alive = lasts(code.issued_at, code.expires_at - code.issued_at, self._context.now())
        return not code.alive or await is_guessed_at(session, self._context, code.address_index)

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
        chat.token_due = True
        waiting = select(Request).where(
            Request.conversation == chat.id,
            Request.state == State.RECEIVED,
            Request.level != Level.ON_FILE,
        )
        for request in await session.scalars(waiting.with_for_update()):
            await verify(session, self._context, request, proved)


async def without_codes(session: AsyncSession, context: Context, chat: Conversation, text: str) -> str:
    """Return *text* with the codes of *chat* made unreadable, also those that nobody waits for.

    *chat* is held: whatever stays readable was a guess at the code that may still be entered.
    """
    if chat.expects == "code":
        return masked(text)
    if code_in(text) is None:
        return text
    sent = list(await session.scalars(select(Code).where(Code.conversation == chat.id)))

    def is_one(typed: str) -> bool:
        found = any(_is(code, typed, context.database.vault) for code in sent)
        for code in sent:
            if code.alive and not found:
                _count_wrong(code)
        return found

    return masked(text, is_one)


async def _alive(session: AsyncSession, conversation: str) -> Code | None:
    latest = select(Code).where(Code.conversation == conversation, Code.alive)
    found: Code | None = await session.scalar(latest.order_by(Code.id.desc()).limit(1))
    return found


def _count_wrong(code: Code) -> None:
    code.tries_left -= 1
    code.alive = code.tries_left > 0


def _is(code: Code, typed: str, vault: Vault) -> bool:
    bound_to = _binding(code.conversation, code.address_index)
    return matches(typed, code.digest, key=vault.code_key, bound_to=bound_to)


def _binding(conversation: str, index: str) -> str:
    return f"{conversation}\n{index}"
