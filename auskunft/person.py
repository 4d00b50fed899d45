"""What is held on one person: handed out, erased."""

from typing import Any, NamedTuple

from auskunft.failure import OperatorError
from auskunft.store import OPERATOR, open_store
from casestore.people.erasure import Erasure, Stays
from casestore.people.export import PersonExport
from casestore.storage.tables import Conversation
from doors.rasa import RasaUnavailableError
from gateway.rasa import Rasa
from settings import Settings


class Erased(NamedTuple):
    """How many of each kind went, or would go, and what stays."""

    counts: dict[str, int]
    stays: list[Stays]


async def export(settings: Settings, address: str, *, claimed: bool) -> dict[str, Any]:
    """Everything on whoever reads *address*; it is recorded."""
    async with open_store(settings) as context:
        return await PersonExport(context).of(address, OPERATOR, claimed=claimed)


async def erase(settings: Settings, address: str, *, claimed: bool, dry: bool) -> Erased:
    """Erase what may go; chats go from Rasa's tracker first, so that the system must be running."""
    async with open_store(settings) as context:
        erasure = Erasure(context)
        found = await erasure.found(address)
        chats = [*found.chats, *(found.claimed_chats if claimed else [])]
        stays = await erasure.stays(found)
        if dry:
            dead = sum(mail.state == "dead" for mail in found.mails)
            return Erased({"chats": len(chats), "mails": dead}, stays)
        await _forget(settings, chats)
        return Erased(await erasure.erase(found, chats, OPERATOR), stays)


async def _forget(settings: Settings, chats: list[Conversation]) -> None:
    rasa = Rasa.at(settings)
    try:
        for chat in chats:
            await rasa.forget(chat.id)
    except RasaUnavailableError as error:
        message = "The system does not answer: start it with `auskunft up`, then run this again."
        raise OperatorError(message) from error
    finally:
        await rasa.close()
