"""Chats: what was said, and whose turn it is."""

import asyncio
import contextlib
import hashlib
import secrets
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.chats import tokens, transcript
from casestore.chats.presence import LISTENS_SECONDS, TYPES_SECONDS, VISITOR, Trace
from casestore.chats.queue import enqueue, leave_to_bot, queued, state_of
from casestore.chats.satisfaction import is_verdict, take_verdict
from casestore.context import Context, NotFoundError
from casestore.reports.facts import count_answers, count_chat, count_person
from casestore.reports.figures import count_handoff
from casestore.requests.filing import card
from casestore.storage.locks import hold_conversation
from casestore.storage.tables import Conversation, Message, Request
from casestore.verification.codes import without_codes
from casestore.verification.identity import signed_in
from casestore.wire.conversations import (
    Changes,
    ChatMessage,
    ConversationState,
    ConversationView,
    NewMessage,
    Opened,
    Queued,
    Renewal,
    Renewed,
    Said,
    StaffWish,
    Turn,
)
from privacy.language import Language
from privacy.verification import HOLDS, lasts


class Conversations:
    """Opens, keeps and forgets conversations."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def open(self, language: Language, identity: str | None = None) -> Opened:
        """Open a conversation; identifier and token have 128 and 256 random bits.

        *identity* is a host page's token for a visitor who is logged in there.
        """
        opened = Opened(id=secrets.token_hex(16), token=secrets.token_urlsafe(32))
        now = self._context.now()
        async with self._context.database.writing() as session:
            proved = await signed_in(session, self._context.settings, identity) if identity else None
            session.add(
                Conversation(
                    id=opened.id,
                    token_hash=tokens.hashed(opened.token),
                    language=language,
                    created_at=now,
                    proved=proved,
                    proved_at=now if proved else None,
                )
            )
        return opened.model_copy(update={"signed_in": proved is not None})

    async def view(self, conversation: str, token: str | None = None) -> ConversationView:
        """Describe a conversation; with a *token*, only to who holds it."""
        async with self._context.database.reading() as session:
            found = await _find(session, conversation)
            if token is not None:
                await tokens.admit(session, self._context, found, token)
            state = await state_of(session, self._context, found)
        proved = bool(found.proved_at and lasts(found.proved_at, HOLDS, self._context.now()))
        return ConversationView(**state.model_dump(), proved=proved)

    async def take(self, conversation: str, said: Said) -> Turn:
        """Take down what the visitor said, which opens a closed chat; said before, it is only looked up."""
        async with self._context.database.writing() as session:
            found = await hold_conversation(session, conversation)
            end = await transcript.end_of(session, conversation)
            tokens.admit_saying(self._context, found, said, end)
            message = await transcript.by_client_id(session, conversation, said.client_id)
            replies = None
            if said.client:
                found.client = self._context.database.vault.index(f"client {said.client}")
            if message is None:
                if not end.visitor_spoke:
                    count_chat(session, self._context, found)
                message = await self._note(session, found, said, end)
                if is_verdict(message):
                    replies = await take_verdict(session, self._context, found, message)
                elif found.status == "closed":
                    leave_to_bot(found)
            elif message.answered:
                replies = await transcript.replies(session, conversation, message.position)
        self._context.presence.drop(Trace(conversation, "types", VISITOR))
        self._context.wakeups.changed(conversation)
        return Turn(
            id=str(message.position),
            status=found.status,  # type: ignore[arg-type]  # pydantic checks it
            language=Language(found.language),
            language_chosen=found.language_chosen,
            expects=found.expects,
            text=None if "payload" in message.content else message.content["text"],
            payload=message.content.get("payload"),
            replies=replies,
            renews=found.token_due or tokens.is_repeated(found, said.token, said.client_id),
        )

    async def renew_token(self, conversation: str, said: Renewal) -> Renewed:
        """Give who proved who they are another token; the former one is worth nothing from then on."""
        async with self._context.database.writing() as session:
            found = await hold_conversation(session, conversation)
            new = tokens.renew(self._context, found, said.token, said.client_id)
        if new:
            self._context.wakeups.changed(conversation)
        return Renewed(token=new)

    async def reply(
        self, conversation: str, messages: list[NewMessage], turn: int | None = None
    ) -> list[ChatMessage]:
        """Add *messages*, the answer to *turn* when one is named.

        When staff have the chat, what the bot waits for is kept and what it would say is not. A turn has one
        answer, the first, however many gateways were asked for one.
        """
        async with self._context.database.writing() as session:
            found = await hold_conversation(session, conversation)
            if turn and not await transcript.mark_answered(session, conversation, turn):
                return await transcript.replies(session, conversation, turn)
            said = [message for message in messages if found.status != "open" or message.beside_staff]
            added = [await self._add(session, found, message, turn) for message in said]
            count_answers(session, self._context, said)
            if messages:
                spoken = messages[-1].language
                found.language_chosen = found.language_chosen and found.language == spoken
                found.language, found.expects = spoken, messages[-1].expects
        self._context.wakeups.changed(conversation)
        return [transcript.rendered(message) for message in added]

    async def messages(self, conversation: str, token: str, after: int) -> list[ChatMessage]:
        """Everything after *after*, in order."""
        async with self._context.database.reading() as session:
            await tokens.admit(session, self._context, await _find(session, conversation), token)
            return [transcript.rendered(m) for m in await transcript.since(session, conversation, after)]

    async def changes(self, conversation: str, token: str, after: int, mark: str, wait: float) -> Changes:
        """What came after *after*, and the state; waits up to *wait* seconds until one is new."""
        deadline = asyncio.get_running_loop().time() + wait
        with self._context.wakeups.watch(conversation) as changed:
            while True:
                changed.clear()
                found = await self._changes(conversation, token, after)
                left = deadline - asyncio.get_running_loop().time()
                listens = Trace(conversation, "listens", VISITOR)
                self._context.presence.keep(listens, max(left, 0) + LISTENS_SECONDS)
                if found.messages or found.mark != mark or left <= 0:
                    return found
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), left)

    async def choose_language(self, conversation: str, token: str, language: Language) -> ConversationState:
        """Speak *language* from now on."""
        async with self._context.database.writing() as session:
            found = await hold_conversation(session, conversation)
            await tokens.admit(session, self._context, found, token)
            found.language, found.language_chosen = language, True
            state = await state_of(session, self._context, found)
        self._context.wakeups.changed(conversation)
        return state

    async def ask_for_staff(self, conversation: str, wish: StaffWish) -> Queued:
        """Put the conversation into the queue, or further ahead; not when staff have it already."""
        async with self._context.database.writing() as session:
            found = await hold_conversation(session, conversation)
            changed = enqueue(found, wish, self._context.now())
            if changed:
                count_person(session, self._context, found)
                count_handoff(session, wish.reason)
        self._context.wakeups.changed(conversation, queue=changed)
        return queued(self._context, found)

    async def type(self, conversation: str, token: str) -> None:
        """The visitor is writing; told only to the member of staff who has the chat."""
        async with self._context.database.reading() as session:
            found = await _find(session, conversation)
            await tokens.admit(session, self._context, found, token)
        if found.status == "open":
            self._context.presence.keep(Trace(conversation, "types", VISITOR), TYPES_SECONDS)

    async def forget(self, conversation: str, token: str) -> list[str]:
        """Remove the conversation and its messages; return the references of requests that stay."""
        async with self._context.database.writing() as session:
            found = await hold_conversation(session, conversation)
            tokens.check(found, token)  # also when it is too old for anything else
            waited = found.status == "waiting"
            await session.delete(found)
            kept = select(Request.reference).where(Request.conversation == conversation)
            references = list(await session.scalars(kept.order_by(Request.id)))
        self._context.wakeups.changed(conversation, queue=waited, moved=True)
        return references

    async def _note(
        self, session: AsyncSession, found: Conversation, said: Said, end: transcript.End
    ) -> Message:
        text = said.text or ""
        content: dict[str, Any] = {"text": await without_codes(session, self._context, found, text)}
        if said.button is not None:
            pressed = await transcript.button(session, found.id, said.button)
            content = {"text": pressed["title"], "payload": pressed["payload"], "reply": pressed.get("reply")}
        content["language"] = found.language
        return await transcript.add(
            session, self._context, found.id, "visitor", content, end=end, client_id=said.client_id
        )

    async def _add(
        self, session: AsyncSession, found: Conversation, message: NewMessage, reply_to: int | None
    ) -> Message:
        content = message.model_dump(mode="json", exclude={"sender", "request", "topic", "beside_staff"})
        for button in content["buttons"]:
            button["value"] = secrets.token_urlsafe(12)
        if message.request:
            request = await session.scalar(select(Request).where(Request.reference == message.request))
            content["request"] = card(request).model_dump(mode="json") if request else None
        return await transcript.add(
            session, self._context, found.id, message.sender, content, reply_to=reply_to
        )

    async def _changes(self, conversation: str, token: str, after: int) -> Changes:
        async with self._context.database.reading() as session:
            found = await _find(session, conversation)
            await tokens.admit(session, self._context, found, token)
            state = await state_of(session, self._context, found)
            later = await transcript.since(session, conversation, after)
        mark = hashlib.sha256(state.model_dump_json().encode()).hexdigest()[:16]
        return Changes(messages=[transcript.rendered(m) for m in later], state=state, mark=mark)


async def _find(session: AsyncSession, conversation: str) -> Conversation:
    found = await session.get(Conversation, conversation)
    if found is None:
        raise NotFoundError(conversation)
    return found
