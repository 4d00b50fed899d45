"""The calls of the case store that delete what was kept long enough."""

from datetime import datetime

import aiohttp

from casestore.client.connection import Connection, part
from casestore.wire.retention import Due, Expired, StaleChats, Sweeping, Swept

SWEEP_SECONDS = 600.0


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

    async def is_turn_to_sweep(self) -> bool:
        """Whether the caller is to delete what was kept long enough: one process an hour is."""
        return (await self._ask(Due, "POST", "/retention/turns")).due

    async def sweep(self, sweeping: Sweeping) -> dict[str, int]:
        """Delete or count what was kept long enough, all but chats; by kind."""
        return (
            await self._ask(
                Swept,
                "POST",
                "/retention/sweeps",
                json=sweeping.model_dump(mode="json"),
                timeout=aiohttp.ClientTimeout(total=SWEEP_SECONDS),
            )
        ).counts
