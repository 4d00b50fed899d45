"""Someone in a chat of their own, seen from the case store."""

from casestore.client import CaseStore
from casestore.wire.conversations import (
    Button,
    ChatMessage,
    CodeChecked,
    ConversationView,
    NewMessage,
    Opened,
    Said,
    Turn,
)
from casestore.wire.requests import NewRequest, RequestCard, RequestView
from privacy.handoff import Priority
from privacy.language import Language
from privacy.right import Right
from tests.casestore.inbox import Inbox


class Visitor:
    """What a visitor does; the code comes from the mailbox."""

    def __init__(self, store: CaseStore, inbox: Inbox, chat: Opened, language: Language) -> None:
        self.store = store
        self.inbox = inbox
        self.chat = chat
        self.language = language

    async def files(self, *rights: Right, key: str = "first", details: str = "") -> RequestCard:
        wanted = list(rights) or [Right.ACCESS]
        new = NewRequest(key=key, rights=wanted, language=self.language, details=details)
        return await self.store.file_request(self.chat.id, new)

    async def is_sent_a_code(self, address: str) -> str:
        assert await self.store.send_code(self.chat.id, address) == "sent"
        return (await self.inbox.next_with_code())[1]

    async def types(self, code: str) -> CodeChecked:
        return await self.store.check_code(self.chat.id, code)

    async def proves(self, address: str) -> None:
        assert await self.types(await self.is_sent_a_code(address)) == "right"

    async def says(self, text: str, client_id: str = "1", client: str = "") -> Turn:
        said = Said(token=self.chat.token, client_id=client_id, text=text, client=client)
        return await self.store.take(self.chat.id, said)

    async def presses(self, value: str, client_id: str = "pressed") -> Turn:
        said = Said(token=self.chat.token, client_id=client_id, button=value)
        return await self.store.take(self.chat.id, said)

    async def hears(
        self, text: str, turn: Turn | None = None, expects: str | None = None, **payloads: str
    ) -> list[ChatMessage]:
        """Let the bot say *text*, with a button for each of *payloads*, titled by its name."""
        buttons = [Button(title=title, payload=payload) for title, payload in payloads.items()]
        message = NewMessage(
            sender="bot", text=text, language=self.language, buttons=buttons, expects=expects
        )
        return await self.store.reply(self.chat.id, [message], turn.id if turn else None)

    async def wants_a_person(self, reason: str = "person", priority: Priority = Priority.NORMAL) -> None:
        await self.store.ask_for_staff(self.chat.id, reason, priority)

    async def stands(self) -> ConversationView:
        return await self.store.conversation(self.chat.id, self.chat.token)

    async def reads(self, after: str = "0") -> list[ChatMessage]:
        return await self.store.messages(self.chat.id, self.chat.token, after)


async def listed(store: CaseStore, request: RequestCard) -> RequestView:
    """The request as the register lists it."""
    (item,) = (await store.requests({"q": request.reference})).items
    return item


def another(code: str) -> str:
    """A code of the same shape that is not *code*."""
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}d}"
