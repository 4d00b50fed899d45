"""Deletes everywhere what was kept long enough; chats here, since they lie in Rasa's tracker too."""

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from casestore.client import CaseStore, CaseStoreError, UnknownError
from casestore.wire.retention import Sweeping
from doors.rasa import RasaUnavailableError
from gateway.rasa import Rasa

logger = logging.getLogger(__name__)

PAUSE = 600.0  # seconds between two looks at whose turn it is


async def expire_chats(cases: CaseStore, rasa: Rasa, before: datetime) -> int:
    """Delete the chats nobody has written in since *before*, and count them.

    A chat goes from Rasa's tracker first: should the case store be down then, the chat is found again.
    What a turn that was cut short has left there goes by its age. Raises `RasaUnavailableError` or
    `CaseStoreError`.
    """
    deleted = 0
    for conversation in await cases.stale_chats(before):
        await rasa.forget(conversation)
        with suppress(UnknownError):  # its visitor, or another gateway, was faster
            deleted += await cases.expire_chat(conversation, before)
    await rasa.forget_before(before)
    return deleted


async def sweep_for_ever(cases: CaseStore, rasa: Rasa, keep_chats: int) -> None:
    """Sweep every hour, one gateway of all; what fails is logged and tried again. *keep_chats* are days."""
    while True:
        with suppress(CaseStoreError):  # it is starting, or somebody is told of it elsewhere
            if await cases.is_turn_to_sweep():
                await _sweep(cases, rasa, timedelta(days=keep_chats))
        await asyncio.sleep(PAUSE)


async def _sweep(cases: CaseStore, rasa: Rasa, keep_chats: timedelta) -> None:
    """All but chats goes also while Rasa is down."""
    at, chats = datetime.now(UTC), 0
    try:
        chats = await expire_chats(cases, rasa, at - keep_chats)
    except (CaseStoreError, RasaUnavailableError) as error:
        logger.warning("old chats were not deleted: %s", type(error).__name__)
    try:
        swept = await cases.sweep(Sweeping(at=at, chats=chats))
    except CaseStoreError as error:
        logger.warning("what was kept long enough was not deleted: %s", type(error).__name__)
    else:
        logger.info("deleted what was kept long enough: %d chats, %s", chats, swept)
