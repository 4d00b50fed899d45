"""The commands about what is kept how long."""

from datetime import datetime, timedelta

from auskunft.failure import OperatorError
from auskunft.log_files import LogFiles
from auskunft.store import OPERATOR, open_store
from casestore.client import CaseStore, CaseStoreError
from casestore.context import ConflictError, NotFoundError
from casestore.retention.shredding import Shredding
from casestore.wire.retention import Sweeping
from doors.rasa import RasaUnavailableError
from gateway.rasa import Rasa
from gateway.retention import expire_chats
from settings import Settings


async def sweep(settings: Settings, at: datetime, *, dry: bool) -> dict[str, int]:
    """Delete what is over then, or only count it, by kind; the system must be running."""
    before = at - timedelta(days=settings.keep_chats)
    cases, rasa = CaseStore.at(settings), Rasa.at(settings)
    try:
        chats = len(await cases.stale_chats(before)) if dry else await expire_chats(cases, rasa, before)
        swept = await cases.sweep(Sweeping(at=at, by=OPERATOR.name, dry=dry, chats=chats))
    except (CaseStoreError, RasaUnavailableError) as error:
        message = "The system does not answer: start it with `auskunft up`, then run this again."
        raise OperatorError(message) from error
    finally:
        await cases.close()
        await rasa.close()
    return {"chats": chats, **swept, "log files": _delete_logs(settings, at, dry=dry)}


async def set_held(settings: Settings, reference: str, reason: str, *, held: bool) -> None:
    """Keep a request until it is released, or let it go when its time is over; it is in its trail."""
    async with open_store(settings) as context:
        shredding = Shredding(context)
        change = shredding.hold if held else shredding.release
        try:
            await change(reference, OPERATOR.name, reason)
        except NotFoundError as error:
            message = f"There is no request {reference}."
            raise OperatorError(message) from error
        except ConflictError as error:
            message = f"{reference} is {'held' if held else 'not held'} already, or was shredded."
            raise OperatorError(message) from error


def log_files(settings: Settings) -> LogFiles:
    """The log files of *settings*."""
    return LogFiles(settings.data.resolve() / "log", settings.keep_logs, settings.log_megabytes * 1_000_000)


def _delete_logs(settings: Settings, at: datetime, *, dry: bool) -> int:
    over = log_files(settings).over(at)
    for copy in [] if dry else over:
        copy.unlink()
    return len(over)
