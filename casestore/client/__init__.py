"""How the other processes reach the case store."""

from __future__ import annotations

from typing import Any

import aiohttp
from pydantic import TypeAdapter

from casestore.client.accounts import AccountCalls
from casestore.client.chats import ChatCalls
from casestore.client.connection import (
    CaseStoreError,
    ConflictingError,
    ForbiddenError,
    NotPermittedError,
    TakenError,
    UnfitError,
    UnknownError,
    part,
)
from casestore.client.due import DueCalls
from casestore.client.feedback import FeedbackCalls
from casestore.client.retention import RetentionCalls
from casestore.client.staff import StaffCalls
from casestore.wire.conversations import (
    Changes,
    ChatMessage,
    CodeChecked,
    CodeSent,
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
from casestore.wire.requests import Change, NewRequest, RequestCard
from privacy.handoff import Priority
from privacy.language import Language

__all__ = [
    "CaseStore",
    "CaseStoreError",
    "ConflictingError",
    "ForbiddenError",
    "NotPermittedError",
    "TakenError",
    "UnfitError",
    "UnknownError",
]

_messages = TypeAdapter(list[ChatMessage])
_new_messages = TypeAdapter(list[NewMessage])
_cards = TypeAdapter(list[RequestCard])
_sent: TypeAdapter[CodeSent] = TypeAdapter(CodeSent)
_checked: TypeAdapter[CodeChecked] = TypeAdapter(CodeChecked)


class CaseStore(AccountCalls, ChatCalls, StaffCalls, RetentionCalls, FeedbackCalls, DueCalls):
    """The calls of the case store."""

    async def is_ready(self) -> bool:
        """Whether the case store and its database answer, and fit one another."""
        try:
            await self._call("GET", "/readyz")
        except CaseStoreError:
            return False
        return True

    async def open_conversation(self, language: Language, identity: str | None = None) -> Opened:
        """Open a conversation, for who is logged in at the host page with its token."""
        body = {"language": language, "identity": identity}
        return await self._ask(Opened, "POST", "/conversations", json=body)

    async def conversation(self, conversation: str, token: str | None = None) -> ConversationView:
        """Describe a conversation; with a *token*, only to who holds it."""
        path = f"/conversations/{part(conversation)}"
        return await self._ask(ConversationView, "GET", path, headers=_visitor(token))

    async def take(self, conversation: str, said: Said) -> Turn:
        """Take down what the visitor said."""
        body = said.model_dump(mode="json")
        return await self._ask(Turn, "POST", f"/conversations/{part(conversation)}/turns", json=body)

    async def renewed_token(self, conversation: str, said: Said) -> str | None:
        """The chat's new token, for who has the former one and has *said* this; `None` when none is due."""
        path = f"/conversations/{part(conversation)}/token"
        body = Renewal(token=said.token, client_id=said.client_id).model_dump()
        return (await self._ask(Renewed, "POST", path, json=body)).token

    async def reply(
        self, conversation: str, messages: list[NewMessage], turn: str | None = None
    ) -> list[ChatMessage]:
        """Add messages, the answer to *turn* when one is named."""
        answer = await self._call(
            "POST",
            f"/conversations/{part(conversation)}/messages",
            params={"turn": turn} if turn else {},
            data=_new_messages.dump_json(messages),
        )
        return _messages.validate_json(answer)

    async def messages(self, conversation: str, token: str, after: str = "0") -> list[ChatMessage]:
        """List what came after *after*."""
        path = f"/conversations/{part(conversation)}/messages"
        answer = await self._call("GET", path, params={"after": after}, headers=_visitor(token))
        return _messages.validate_json(answer)

    async def changes(
        self, conversation: str, token: str, after: str, mark: str = "", wait: float = 0
    ) -> Changes:
        """Tell what is new since *after* and *mark*; waits up to *wait* seconds for it."""
        return await self._ask(
            Changes,
            "GET",
            f"/conversations/{part(conversation)}/changes",
            params={"after": after, "mark": mark, "wait": str(wait)},
            headers=_visitor(token),
            timeout=aiohttp.ClientTimeout(total=wait + 8.0),
        )

    async def choose_language(self, conversation: str, token: str, language: Language) -> ConversationState:
        """Speak *language* from now on."""
        path = f"/conversations/{part(conversation)}/language"
        return await self._ask(
            ConversationState, "PUT", path, headers=_visitor(token), json={"language": language}
        )

    async def forget(self, conversation: str, token: str) -> list[str]:
        """Remove a conversation; return the references of the requests that stay."""
        answer = await self._call("DELETE", f"/conversations/{part(conversation)}", headers=_visitor(token))
        return list(_loads(answer)["kept_requests"])

    async def ask_for_staff(self, conversation: str, reason: str, priority: Priority) -> Queued:
        """Put a conversation into the queue; *reason* is the name of a topic."""
        wish = StaffWish(reason=reason, priority=priority).model_dump(mode="json")
        return await self._ask(Queued, "POST", f"/conversations/{part(conversation)}/handoff", json=wish)

    async def visitor_types(self, conversation: str, token: str) -> None:
        """The visitor is writing."""
        await self._call("POST", f"/conversations/{part(conversation)}/typing", headers=_visitor(token))

    async def file_request(self, conversation: str, new: NewRequest) -> RequestCard:
        """File a request; the same key files it once."""
        path = f"/conversations/{part(conversation)}/requests"
        return await self._ask(RequestCard, "POST", path, json=new.model_dump(mode="json"))

    async def request(self, conversation: str, reference: str) -> RequestCard:
        """Show a conversation's own request."""
        return await self._ask(
            RequestCard, "GET", f"/conversations/{part(conversation)}/requests/{part(reference)}"
        )

    async def own_requests(self, conversation: str) -> list[RequestCard]:
        """The requests of a conversation and of the mailbox proved in it, newest first."""
        return _cards.validate_json(await self._call("GET", f"/conversations/{part(conversation)}/requests"))

    async def change_request(self, conversation: str, reference: str, change: Change) -> RequestCard:
        """Add to a conversation's own request, or withdraw it."""
        path = f"/conversations/{part(conversation)}/requests/{part(reference)}"
        return await self._ask(RequestCard, "PATCH", path, json=change.model_dump(mode="json"))

    async def send_code(self, conversation: str, address: str) -> CodeSent:
        """Send a one-time code to *address*."""
        path = f"/conversations/{part(conversation)}/codes"
        answer = await self._call("POST", path, json={"address": address})
        return _sent.validate_python(_loads(answer)["outcome"])

    async def check_code(self, conversation: str, code: str) -> CodeChecked:
        """Check the code a visitor typed."""
        path = f"/conversations/{part(conversation)}/codes/check"
        answer = await self._call("POST", path, json={"code": code})
        return _checked.validate_python(_loads(answer)["outcome"])


def _visitor(token: str | None) -> dict[str, str]:
    return {} if token is None else {"X-Conversation-Token": token}


def _loads(body: bytes) -> Any:
    return TypeAdapter(dict[str, Any]).validate_json(body)
