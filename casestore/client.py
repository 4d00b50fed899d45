"""How the other processes reach the case store."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Self, TypeVar
from urllib.parse import quote

import aiohttp
from pydantic import BaseModel, TypeAdapter

from casestore.request_wire import (
    Assignment,
    Change,
    Extension,
    NewRequest,
    RecordedRequest,
    Remark,
    RequestCard,
    RequestPage,
    RequestView,
    Transition,
)
from casestore.staff_wire import StaffMember
from casestore.wire import (
    ChatMessage,
    CodeChecked,
    CodeSent,
    ConversationView,
    NewMessage,
    Opened,
    Said,
    Turn,
)
from privacy.language import Language
from settings import Settings

_Model = TypeVar("_Model", bound=BaseModel)
_messages = TypeAdapter(list[ChatMessage])
_new_messages = TypeAdapter(list[NewMessage])
_cards = TypeAdapter(list[RequestCard])
_sent: TypeAdapter[CodeSent] = TypeAdapter(CodeSent)
_checked: TypeAdapter[CodeChecked] = TypeAdapter(CodeChecked)


class CaseStoreError(Exception):
    """The case store refused the call or could not be reached."""


class UnknownError(CaseStoreError):
    """There is no such conversation, request or member of staff."""


class ForbiddenError(CaseStoreError):
    """The token given does not open this."""


class NotPermittedError(CaseStoreError):
    """Who calls may not do this."""


class UnfitError(CaseStoreError):
    """What was sent cannot be taken."""


class ConflictingError(CaseStoreError):
    """The call does not fit the present state."""


_ERRORS = {
    401: ForbiddenError,
    403: NotPermittedError,
    404: UnknownError,
    409: ConflictingError,
    422: UnfitError,
}


class CaseStore:
    """The calls of the case store; create it inside a running event loop."""

    def __init__(self, url: str, service_token: str, timeout: float = 8.0) -> None:
        self._session = aiohttp.ClientSession(
            base_url=url,
            headers={"Authorization": f"Bearer {service_token}"},
            timeout=aiohttp.ClientTimeout(total=timeout, sock_connect=1.0),
        )

    @classmethod
    def at(cls, settings: Settings) -> Self:
        """The case store of *settings*."""
        return cls(settings.casestore_url, settings.service_token.get_secret_value())

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def is_ready(self) -> bool:
        """Whether the case store and its database answer."""
        try:
            await self._call("GET", "/healthz")
        except CaseStoreError:
            return False
        return True

    async def open_conversation(self, language: Language, identity: str | None = None) -> Opened:
        """Open a conversation, for who is logged in at the host page with its token."""
        body = {"language": language, "identity": identity}
        return await self._ask(Opened, "POST", "/conversations", json=body)

    async def conversation(self, conversation: str, token: str | None = None) -> ConversationView:
        """Describe a conversation; with a *token*, only to who holds it."""
        path = f"/conversations/{_part(conversation)}"
        return await self._ask(ConversationView, "GET", path, headers=_visitor(token))

    async def take(self, conversation: str, said: Said) -> Turn:
        """Take down what the visitor said."""
        body = said.model_dump(mode="json")
        return await self._ask(Turn, "POST", f"/conversations/{_part(conversation)}/turns", json=body)

    async def reply(
        self, conversation: str, messages: list[NewMessage], turn: str | None = None
    ) -> list[ChatMessage]:
        """Add messages, the answer to *turn* when one is named."""
        answer = await self._call(
            "POST",
            f"/conversations/{_part(conversation)}/messages",
            params={"turn": turn} if turn else {},
            data=_new_messages.dump_json(messages),
        )
        return _messages.validate_json(answer)

    async def messages(
        self, conversation: str, token: str, after: str = "0", wait: float = 0
    ) -> list[ChatMessage]:
        """List what came after *after*; waits up to *wait* seconds for the first."""
        answer = await self._call(
            "GET",
            f"/conversations/{_part(conversation)}/messages",
            params={"after": after, "wait": str(wait)},
            headers=_visitor(token),
            timeout=aiohttp.ClientTimeout(total=wait + 8.0),
        )
        return _messages.validate_json(answer)

    async def forget(self, conversation: str, token: str) -> list[str]:
        """Remove a conversation; return the references of the requests that stay."""
        answer = await self._call("DELETE", f"/conversations/{_part(conversation)}", headers=_visitor(token))
        return list(_loads(answer)["kept_requests"])

    async def ask_for_staff(self, conversation: str) -> None:
        """Put a conversation into the queue."""
        await self._call("POST", f"/conversations/{_part(conversation)}/handoff")

    async def file_request(self, conversation: str, new: NewRequest) -> RequestCard:
        """File a request; the same key files it once."""
        path = f"/conversations/{_part(conversation)}/requests"
        return await self._ask(RequestCard, "POST", path, json=new.model_dump(mode="json"))

    async def request(self, conversation: str, reference: str) -> RequestCard:
        """Show a conversation's own request."""
        return await self._ask(
            RequestCard, "GET", f"/conversations/{_part(conversation)}/requests/{_part(reference)}"
        )

    async def own_requests(self, conversation: str) -> list[RequestCard]:
        """The requests of a conversation and of the mailbox proved in it, newest first."""
        return _cards.validate_json(await self._call("GET", f"/conversations/{_part(conversation)}/requests"))

    async def change_request(self, conversation: str, reference: str, change: Change) -> RequestCard:
        """Add to a conversation's own request, or withdraw it."""
        path = f"/conversations/{_part(conversation)}/requests/{_part(reference)}"
        return await self._ask(RequestCard, "PATCH", path, json=change.model_dump(mode="json"))

    async def send_code(self, conversation: str, address: str) -> CodeSent:
        """Send a one-time code to *address*."""
        path = f"/conversations/{_part(conversation)}/codes"
        answer = await self._call("POST", path, json={"address": address})
        return _sent.validate_python(_loads(answer)["outcome"])

    async def check_code(self, conversation: str, code: str) -> CodeChecked:
        """Check the code a visitor typed."""
        path = f"/conversations/{_part(conversation)}/codes/check"
        answer = await self._call("POST", path, json={"code": code})
        return _checked.validate_python(_loads(answer)["outcome"])

    async def requests(self, query: Mapping[str, str]) -> RequestPage:
        """List requests, masked."""
        return await self._ask(RequestPage, "GET", "/requests", params=query)

    async def open_request(self, reference: str, staff_token: str) -> RequestView:
        """Open one request for a member of staff."""
        return await self._ask(
            RequestView, "GET", f"/requests/{_part(reference)}", headers=_staff(staff_token)
        )

    async def record_request(
        self, new: RecordedRequest, staff_token: str, key: str | None = None
    ) -> RequestView:
        """Record a request that reached staff; the same *key* records it once."""
        return await self._act("/requests", new, staff_token, key)

    async def act(
        self,
        reference: str,
        what: Transition | Extension | Assignment | Remark,
        staff_token: str,
        key: str | None = None,
        act: str = "notes",
    ) -> RequestView:
        """Change a request; *act* says what a remark is for: notes, pause or resumption."""
        path = {Transition: "transitions", Extension: "extension", Assignment: "assignment"}
        where = f"/requests/{_part(reference)}/{path.get(type(what), act)}"
        return await self._act(where, what, staff_token, key)

    async def _act(self, path: str, what: BaseModel, staff_token: str, key: str | None) -> RequestView:
        headers = _staff(staff_token) | ({"Idempotency-Key": key} if key else {})
        return await self._ask(RequestView, "POST", path, headers=headers, json=what.model_dump(mode="json"))

    async def staff(self, token: str) -> StaffMember:
        """Tell whose token it is."""
        return await self._ask(StaffMember, "GET", "/staff/me", headers=_staff(token))

    async def _ask(self, model: type[_Model], method: str, path: str, **options: Any) -> _Model:
        return model.model_validate_json(await self._call(method, path, **options))

    async def _call(self, method: str, path: str, **options: Any) -> bytes:
        try:
            async with self._session.request(method, path, **options) as response:
                body = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise CaseStoreError(f"{method} {path.split('/')[1]}: {type(error).__name__}") from error
        if response.status >= HTTPStatus.BAD_REQUEST:
            raise _ERRORS.get(response.status, CaseStoreError)(f"{method}: {response.status}")
        return body


def _part(text: str) -> str:
    """One part of a path: what a stranger put into it leads nowhere else."""
    return quote(text, safe="").replace(".", "%2E")


def _visitor(token: str | None) -> dict[str, str]:
    return {} if token is None else {"X-Conversation-Token": token}


def _staff(token: str) -> dict[str, str]:
    return {"X-Staff-Token": token}


def _loads(body: bytes) -> Any:
    return TypeAdapter(dict[str, Any]).validate_json(body)
