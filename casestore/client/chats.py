"""The calls of the case store about chats that staff make, through the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import aiohttp
from pydantic import BaseModel

from casestore.client.connection import Connection, part
from casestore.client.staff import by_staff, named
from casestore.wire.chats import ChatOpening, ChatPage, ChatView, DeskChanges, Queue, Watch

ChatAct = Literal["claim", "messages", "notes", "release", "close", "transfer"]


class ChatCalls(Connection):
    """Each call with the token of the member of staff who makes it."""

    async def chats(self, query: Mapping[str, str], staff_token: str) -> ChatPage:
        """List chats of a status."""
        return await self._ask(ChatPage, "GET", "/chats", params=query, headers=by_staff(staff_token))

    async def open_chat(
        self, conversation: str, staff_token: str, how: ChatOpening | None = None
    ) -> ChatView:
        """Open one chat for a member of staff."""
        where, options = f"/chats/{part(conversation)}", _query(how or ChatOpening())
        return await self._ask(ChatView, "GET", where, headers=by_staff(staff_token), params=options)

    async def act_on_chat(
        self,
        conversation: str,
        act: ChatAct,
        staff_token: str,
        said: BaseModel | None = None,
        key: str | None = None,
    ) -> ChatView:
        """Change a chat; messages, notes and transfers want what is *said*. Raises `TakenError`."""
        headers = by_staff(staff_token) | named(key)
        body = said.model_dump(mode="json") if said else None
        return await self._ask(
            ChatView, "POST", f"/chats/{part(conversation)}/{act}", headers=headers, json=body
        )

    async def queue(self, staff_token: str) -> Queue:
        """How many chats wait and are with staff."""
        return await self._ask(Queue, "GET", "/desk/queue", headers=by_staff(staff_token))

    async def watch(self, what: Watch, staff_token: str) -> DeskChanges:
        """Tell which chats have changed; waits for a change as long as asked to."""
        return await self._ask(
            DeskChanges,
            "GET",
            "/desk/changes",
            params=_query(what),
            headers=by_staff(staff_token),
            timeout=aiohttp.ClientTimeout(total=what.wait + 8.0),
        )

    async def staff_types(self, conversation: str, staff_token: str) -> None:
        """The member of staff who has the chat is writing to the visitor."""
        await self._call("POST", f"/chats/{part(conversation)}/typing", headers=by_staff(staff_token))


def _query(what: BaseModel) -> dict[str, str]:
    return {name: str(value) for name, value in what.model_dump(exclude_none=True).items()}
