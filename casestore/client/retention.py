"""The calls of the case store that delete what was kept long enough."""

from datetime import datetime

from casestore.client.connection import Connection, part
from casestore.wire.retention import Expired, StaleChats


class RetentionCalls(Connection):
    """Made by the gateway from time to time, and by the operator's command."""

    async def stale_chats(self, before: datetime) -> list[str]:
        """The chats nobody has written in since *before*."""
        when = {"before": before.isoformat()}
        return (await self._ask(StaleChats, "GET", "/retention/chats", params=when)).chats

    async def expire_chat(self, conversation: str, before: datetime) -> bool:
        """Delete a chat unless somebody has written in it since *before*; raises `UnknownError`."""
        when = {"before": before.isoformat()}
        path = f"/retention/chats/{part(conversation)}"
        return (await self._ask(Expired, "DELETE", path, params=when)).deleted
