"""One turn of a conversation at a time, whichever replica takes it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore
from rasa.utils.endpoints import EndpointConfig

from doors.one_at_a_time import OneAtATime


class ConversationLocks(LockStore):
    """Holds conversations in the Redis that `url:` names, without it within this process.

    Rasa's own stores look once a second whether it is their turn, and hand out tickets
    in Redis by reading and then writing, so that two replicas may draw the same.
    """

    def __init__(self, endpoint_config: EndpointConfig) -> None:
        self._turns = OneAtATime("turn", endpoint_config.url or "")
        super().__init__()

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 0,  # Rasa's, between two looks
    ) -> AsyncGenerator[None, None]:
        """Hold a conversation; raises `LockError` after *lock_lifetime* seconds."""
        async with AsyncExitStack() as held:
            try:
                async with asyncio.timeout(lock_lifetime):
                    await held.enter_async_context(self._turns.hold(conversation_id))
            except TimeoutError as error:
                raise LockError("the turn before takes too long") from error
            yield
