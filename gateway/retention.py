"""Deletes chats everywhere once they were kept long enough."""

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from casestore.client import CaseStore, CaseStoreError, UnknownError
from gateway.rasa import Rasa, RasaUnavailableError

logger = logging.getLogger(__name__)

PAUSE = 3600.0  # seconds between two looks


async def expire_chats(cases: CaseStore, rasa: Rasa, before: datetime) -> int:
    """Delete the chats nobody has written in since *before*, and count them.

    A chat goes from Rasa's tracker first: should the case store be down then, the chat is found again.
    Raises `RasaUnavailableError` or `CaseStoreError`.
    """
    deleted = 0
    for conversation in await cases.stale_chats(before):
        await rasa.forget(conversation)
        with suppress(UnknownError):  # its visitor, or another gateway, was faster
            deleted += await cases.expire_chat(conversation, before)
    return deleted


async def expire_for_ever(cases: CaseStore, rasa: Rasa, days: int) -> None:
    """Look every hour; what fails is logged and tried again."""
    while True:
        try:
            deleted = await expire_chats(cases, rasa, datetime.now(UTC) - timedelta(days=days))
            if deleted:
                logger.info("deleted %d chats after %d days", deleted, days)
        except (CaseStoreError, RasaUnavailableError) as error:
            logger.warning("old chats were not deleted: %s", type(error).__name__)
        await asyncio.sleep(PAUSE)
