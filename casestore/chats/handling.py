"""What staff do with a chat: claim it, speak, note, give it back to the bot, close it."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.chats import transcript
from casestore.chats.desk import note
from casestore.chats.presence import TYPES_SECONDS, Trace
from casestore.chats.queue import leave_to_bot
from casestore.chats.satisfaction import question_whether_helped
from casestore.chats.words import ChatWords
from casestore.context import ConflictError, Context, TakenError
from casestore.reports.facts import count_claim
from casestore.storage.locks import hold_conversation
from casestore.storage.tables import ChatNote, Conversation, Staff
from casestore.wire.staff import StaffMember
from privacy.hygiene import plain_text
from privacy.language import Language

MAY_STAND_IN = frozenset({"lead", "privacy"})  # give back, close or take what a colleague has
MAY_HAVE = MAY_STAND_IN | {"agent"}


class ChatHandling:
    """Changes chats for staff, inside the transaction of the call."""

    def __init__(self, context: Context, session: AsyncSession, by: StaffMember, words: ChatWords) -> None:
        self._context = context
        self._session = session
        self._by = by
        self._words = words

    async def claim(self, conversation: str) -> None:
        """Take a chat that no colleague has; raises `TakenError`."""
        chat = await hold_conversation(self._session, conversation)
        if chat.status == "open" and chat.assignee != self._by.name:
            raise TakenError(chat.assignee or "")
        if chat.status != "open":
            if chat.status == "closed":
                leave_to_bot(chat)
            count_claim(self._session, self._context, chat)
            chat.status, chat.assignee = "open", self._by.name
            await self._tell_of(self._by, chat, "joined")
            self._record(chat, "claimed")

    async def say(self, conversation: str, text: str) -> None:
        """Speak to the visitor."""
        chat = await self._held(conversation)
        self._context.presence.drop(Trace(chat.id, "types", self._by.name))
        whose = {"author": self._by.name, "speaker": self._by.display_name}
        content = {"text": _clean(text), "language": chat.language, **whose}
        await transcript.add(self._session, self._context, chat.id, "staff", content)

    async def note(self, conversation: str, text: str) -> None:
        """Write what only staff read, in whatever chat."""
        chat = await hold_conversation(self._session, conversation)
        own = select(func.max(ChatNote.sequence)).where(ChatNote.conversation == chat.id)
        written = ChatNote(
            conversation=chat.id,
            sequence=(await self._session.scalar(own) or 0) + 1,
            after=(await transcript.end_of(self._session, chat.id)).position,
            author=self._by.name,
            created_at=self._context.now(),
            content={"text": _clean(text), "language": chat.language},
        )
        self._session.add(written)
        await self._session.flush()

    async def release(self, conversation: str) -> None:
        """Give the chat back to the bot, which waits again for what it waited for."""
        chat = await self._held(conversation, MAY_STAND_IN)
        leave_to_bot(chat)
        await self._tell(chat, "handed_back", chat.expects)
        self._record(chat, "released")

    async def close(self, conversation: str) -> None:
        """End a chat, also one that nobody has claimed; the visitor opens it again by writing."""
        chat, buttons = await hold_conversation(self._session, conversation), []
        if chat.status != "waiting":
            chat = await self._held(conversation, MAY_STAND_IN)
            buttons = question_whether_helped(self._words, Language(chat.language))
        chat.status, chat.assignee = "closed", self._by.name
        await self._tell(chat, "closed", chat.expects, buttons)
        self._record(chat, "closed")

    async def transfer(self, conversation: str, to: str) -> None:
        """Give the chat to a colleague who works here; who may stand in takes it from one so."""
        chat = await self._held(conversation, MAY_STAND_IN)
        colleague = await self._session.get(Staff, to)
        if colleague is None or colleague.disabled or colleague.role not in MAY_HAVE:
            raise ValueError(to)
        if chat.assignee != to:
            chat.assignee, colleague.at_desk_at = to, self._context.now()
            await self._tell_of(colleague, chat, "transferred")
            self._record(chat, f"transferred to {to}")

    async def types(self, conversation: str) -> None:
        """Who has the chat is writing in it."""
        chat = await self._held(conversation)
        self._context.presence.keep(Trace(chat.id, "types", self._by.name), TYPES_SECONDS)

    async def _held(self, conversation: str, stand_in: frozenset[str] = frozenset()) -> Conversation:
        """The chat that the caller, or a colleague for whom the roles *stand_in* may stand in, has."""
        chat = await hold_conversation(self._session, conversation)
        if chat.status != "open":
            raise ConflictError(chat.status)
        if chat.assignee != self._by.name and self._by.role not in stand_in:
            raise TakenError(chat.assignee or "")
        return chat

    async def _tell(
        self,
        chat: Conversation,
        name: str,
        expects: str | None = None,
        buttons: Sequence[dict[str, str]] = (),
    ) -> None:
        """Say in the chat what became of it."""
        text = self._words.say(name, Language(chat.language))
        content = {"text": text, "language": chat.language, "expects": expects, "buttons": list(buttons)}
        await transcript.add(self._session, self._context, chat.id, "system", content)

    async def _tell_of(self, colleague: StaffMember | Staff, chat: Conversation, name: str) -> None:
        """Say in the chat who it is with now."""
        text = self._words.tell_of(colleague.display_name, name, Language(chat.language))
        content = {"text": text, "language": chat.language}
        await transcript.add(self._session, self._context, chat.id, "system", content)

    def _record(self, chat: Conversation, action: str) -> None:
        note(self._session, self._context, self._by, action, chat.id)


def _clean(text: str) -> str:
    """Raises `ValueError` when nothing is left that anybody sees."""
    if not (clean := plain_text(text)):
        raise ValueError("empty")
    return clean
