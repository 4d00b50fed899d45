"""The command that deletes what was kept long enough."""

from datetime import datetime, timedelta

from auskunft.failure import OperatorError
from casestore.client import CaseStore, CaseStoreError
from gateway.rasa import Rasa, RasaUnavailableError
from gateway.retention import expire_chats
from settings import Settings


async def delete_old_chats(settings: Settings, at: datetime, *, dry: bool) -> int:
    """Delete the chats whose time is over then, or only count them; the system must be running."""
    before = at - timedelta(days=settings.keep_chats)
    cases, rasa = CaseStore.at(settings), Rasa.at(settings)
    try:
        return len(await cases.stale_chats(before)) if dry else await expire_chats(cases, rasa, before)
    except (CaseStoreError, RasaUnavailableError) as error:
        message = "The system does not answer: start it with `auskunft up`, then run this again."
        raise OperatorError(message) from error
    finally:
        await cases.close()
        await rasa.close()
