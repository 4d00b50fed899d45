"""Chats: what was said, and whose turn it is."""

import asyncio
import contextlib
import hashlib
import hmac
import secrets
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import ConflictError, Context, NotAllowedError, NotFoundError
from casestore.identity import signed_in
from casestore.locks import hold_conversation
from casestore.request_wire import RequestCard
from casestore.requests import card
from casestore.tables import Conversation, Message, Request
from casestore.wire import ChatMessage, ConversationView, NewMessage, Opened, Said, Turn
from privacy.language import Language
from privacy.verification import HOLDS, masked


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
                    token_hash=_hash(opened.token),
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
            _check(found, token)
        return ConversationView(
            id=found.id,
            status=found.status,
            language=Language(found.language),
            expects=found.expects,
            proved=bool(found.proved_at and self._context.now() - found.proved_at <= HOLDS),
        )

    async def take(self, conversation: str, said: Said) -> Turn:
        """Take down what the visitor said; what was said before is only looked up."""
        async with self._context.database.writing() as session:
            found = await hold_conversation(session, conversation)
            _check(found, said.token)
            message = await _by_client_id(session, conversation, said.client_id)
            replies = None
            if said.client:
                found.client = self._context.database.vault.index(f"client {said.client}")
            if message is None:
                message = await self._note(session, found, said)
            elif message.answered:
                replies = await _replies(session, conversation, message.position)
        await self._announce()
        return Turn(
            id=str(message.position),
            status=found.status,
            language=Language(found.language),
            expects=found.expects,
            payload=message.content.get("payload"),
            replies=replies,
        )

    async def reply(
        self, conversation: str, messages: list[NewMessage], turn: int | None = None
    ) -> list[ChatMessage]:
        """Add *messages*, the answer to *turn* when one is named."""
        async with self._context.database.writing() as session:
            found = await hold_conversation(session, conversation)
            if turn and (asked := await session.get(Message, (conversation, turn))):
                asked.answered = True
            added = [await self._add(session, found, message, turn) for message in messages]
            if messages:
                found.language, found.expects = messages[-1].language, messages[-1].expects
        await self._announce()
        return [_rendered(message) for message in added]

    async def messages(self, conversation: str, token: str, after: int, wait: float) -> list[ChatMessage]:
        """Everything after *after*, in order; waits up to *wait* seconds for the first."""
        deadline = asyncio.get_running_loop().time() + wait
        while True:
            async with self._context.chats_change:
                found = await self._since(conversation, token, after)
                left = deadline - asyncio.get_running_loop().time()
                if found or left <= 0:
                    return found
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._context.chats_change.wait(), left)

    async def ask_for_staff(self, conversation: str) -> None:
        """Put the conversation into the queue, unless staff have it already."""
        async with self._context.database.writing() as session:
            found = await hold_conversation(session, conversation)
            if found.status == "bot":
                found.status = "waiting"

    async def forget(self, conversation: str, token: str) -> list[str]:
        """Remove the conversation and its messages; return the references of requests that stay."""
        async with self._context.database.writing() as session:
            found = await hold_conversation(session, conversation)
            _check(found, token)
            await session.delete(found)
            kept = select(Request.reference).where(Request.conversation == conversation)
            return list(await session.scalars(kept.order_by(Request.id)))

    async def _note(self, session: AsyncSession, found: Conversation, said: Said) -> Message:
        text = said.text or ""
        content: dict[str, Any] = {"text": masked(text) if found.expects == "code" else text}
        if said.button is not None:
            button = await _button(session, found.id, said.button)
            content = {"text": button["title"], "payload": button["payload"]}
        content["language"] = found.language
        return await self._store(session, found.id, "visitor", content, client_id=said.client_id)

    async def _add(
        self, session: AsyncSession, found: Conversation, message: NewMessage, reply_to: int | None
    ) -> Message:
        content = message.model_dump(mode="json", exclude={"sender", "request"})
        for button in content["buttons"]:
            button["value"] = secrets.token_urlsafe(12)
        if message.request:
            request = await session.scalar(select(Request).where(Request.reference == message.request))
            content["request"] = card(request).model_dump(mode="json") if request else None
        return await self._store(session, found.id, message.sender, content, reply_to=reply_to)

    async def _store(
        self, session: AsyncSession, conversation: str, sender: str, content: dict[str, Any], **more: Any
    ) -> Message:
        last = select(func.max(Message.position)).where(Message.conversation == conversation)
        position = (await session.scalar(last) or 0) + 1
        message = Message(
            conversation=conversation,
            position=position,
            sender=sender,
            created_at=self._context.now(),
            content=content,
            **more,
        )
        session.add(message)
        await session.flush()
        return message

    async def _since(self, conversation: str, token: str, after: int) -> list[ChatMessage]:
        async with self._context.database.reading() as session:
            _check(await _find(session, conversation), token)
            later = select(Message).where(Message.conversation == conversation, Message.position > after)
            return [_rendered(m) for m in await session.scalars(later.order_by(Message.position))]

    async def _announce(self) -> None:
        async with self._context.chats_change:
            self._context.chats_change.notify_all()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogateescape")).hexdigest()


def _check(conversation: Conversation, token: str) -> None:
    if not hmac.compare_digest(conversation.token_hash, _hash(token)):
        raise NotAllowedError(conversation.id)


async def _find(session: AsyncSession, conversation: str) -> Conversation:
    found = await session.get(Conversation, conversation)
    if found is None:
        raise NotFoundError(conversation)
    return found


async def _by_client_id(session: AsyncSession, conversation: str, client_id: str) -> Message | None:
    same = select(Message).where(Message.conversation == conversation, Message.client_id == client_id)
    found: Message | None = await session.scalar(same)
    return found


async def _replies(session: AsyncSession, conversation: str, position: int) -> list[ChatMessage]:
    same = select(Message).where(Message.conversation == conversation, Message.reply_to == position)
    return [_rendered(m) for m in await session.scalars(same.order_by(Message.position))]


async def _button(session: AsyncSession, conversation: str, value: str) -> dict[str, str]:
    """Find the button with that *value*; raises `ConflictError` when the chat has none."""
    own = select(Message).where(Message.conversation == conversation)
    for message in await session.scalars(own.order_by(Message.position.desc())):
        for button in message.content.get("buttons", []):
            if hmac.compare_digest(button["value"].encode(), value.encode()):
                return dict(button)
    raise ConflictError(value)


def _rendered(message: Message) -> ChatMessage:
    content = message.content
    buttons = [{"title": b["title"], "value": b["value"]} for b in content.get("buttons", [])]
    request = content.get("request")
    return ChatMessage(
        id=str(message.position),
        sender=message.sender,  # type: ignore[arg-type]  # pydantic checks it
        text=content["text"],
        language=content["language"],
        outcome=content.get("outcome"),
        citations=content.get("citations", []),
        law=content.get("law", []),
        buttons=buttons,
        expects=content.get("expects"),
        request=RequestCard(**request) if request else None,
        created_at=message.created_at,
    )
