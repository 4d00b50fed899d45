"""The calls of the case store that staff make, through the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel

from casestore.chat_wire import ChatPage, ChatView
from casestore.connection import Connection, part
from casestore.request_wire import (
    Assignment,
    Extension,
    RecordedRequest,
    Remark,
    RequestPage,
    RequestView,
    Transition,
)
from casestore.staff_wire import StaffMember

ChatAct = Literal["claim", "messages", "notes", "release", "close"]


class StaffCalls(Connection):
    """Each call with the token of the member of staff who makes it."""

    async def staff(self, token: str) -> StaffMember:
        """Tell whose token it is."""
        return await self._ask(StaffMember, "GET", "/staff/me", headers=_staff(token))

    async def requests(self, query: Mapping[str, str]) -> RequestPage:
        """List requests, masked."""
        return await self._ask(RequestPage, "GET", "/requests", params=query)

    async def open_request(self, reference: str, staff_token: str) -> RequestView:
        """Open one request for a member of staff."""
        return await self._ask(
            RequestView, "GET", f"/requests/{part(reference)}", headers=_staff(staff_token)
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
        where = f"/requests/{part(reference)}/{path.get(type(what), act)}"
        return await self._act(where, what, staff_token, key)

    async def _act(self, path: str, what: BaseModel, staff_token: str, key: str | None) -> RequestView:
        headers = _staff(staff_token) | _named(key)
        return await self._ask(RequestView, "POST", path, headers=headers, json=what.model_dump(mode="json"))

    async def chats(self, query: Mapping[str, str], staff_token: str) -> ChatPage:
        """List chats of a status."""
        return await self._ask(ChatPage, "GET", "/chats", params=query, headers=_staff(staff_token))

    async def open_chat(self, conversation: str, staff_token: str) -> ChatView:
        """Open one chat for a member of staff."""
        return await self._ask(ChatView, "GET", f"/chats/{part(conversation)}", headers=_staff(staff_token))

    async def act_on_chat(
        self,
        conversation: str,
        act: ChatAct,
        staff_token: str,
        said: Remark | None = None,
        key: str | None = None,
    ) -> ChatView:
        """Change a chat; messages and notes want what is *said*. Raises `TakenError`."""
        headers = _staff(staff_token) | _named(key)
        body = said.model_dump(mode="json") if said else None
        return await self._ask(
            ChatView, "POST", f"/chats/{part(conversation)}/{act}", headers=headers, json=body
        )


def _staff(token: str) -> dict[str, str]:
    return {"X-Staff-Token": token}


def _named(key: str | None) -> dict[str, str]:
    return {"Idempotency-Key": key} if key else {}
