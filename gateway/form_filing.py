"""One form, one request: filed before anything else, and a code sent once."""

import asyncio
from dataclasses import dataclass
from weakref import WeakValueDictionary

from casestore.client import CaseStore, ConflictingError
from casestore.wire.conversations import NewMessage, Said, Turn
from casestore.wire.requests import NewRequest, RequestCard
from gateway.page_words import PageWords


@dataclass(frozen=True)
class Filed:
    """What became of a form; *again* when it was sent before, *proved* when its code was entered since."""

    card: RequestCard
    code_sent: bool
    again: bool = False
    proved: bool = False


class Filing:
    """Files forms, one form at a time."""

    def __init__(self, cases: CaseStore, words: PageWords) -> None:
        self._cases = cases
        self._words = words
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def file(self, conversation: str, said: Said, new: NewRequest, address: str | None) -> Filed:
        """File the request and send the code; the same form again has no second effect.

        Raises `CaseStoreError` when any of it failed; then the form may be sent again.
        """
        lock = self._locks.setdefault(conversation, asyncio.Lock())
        async with lock:
            turn = await self._cases.take(conversation, said)
            if turn.replies is not None:
                return await self._before(conversation, turn)
            card = await self._filed(conversation, new)
            sent = address is not None and await self._cases.send_code(conversation, address) == "sent"
            await self._cases.reply(conversation, [self._noted(card, new, sent=sent)], turn.id)
            return Filed(card, code_sent=sent)

    async def _before(self, conversation: str, turn: Turn) -> Filed:
        noted = (turn.replies or [])[0]
        reference = noted.request.reference if noted.request else ""
        card = await self._cases.request(conversation, reference)
        proved = (await self._cases.conversation(conversation)).proved
        return Filed(card, code_sent=noted.expects == "code", again=True, proved=proved)

    async def _filed(self, conversation: str, new: NewRequest) -> RequestCard:
        try:
            return await self._cases.file_request(conversation, new)
        except ConflictingError:  # filed before, with an answer that never arrived, and changed since
            return (await self._cases.own_requests(conversation))[0]

    def _noted(self, card: RequestCard, new: NewRequest, *, sent: bool) -> NewMessage:
        text = self._words.of("form", new.language)["receipt"]["noted"]
        return NewMessage(
            sender="system",
            text=text.format(reference=card.reference),
            language=new.language,
            expects="code" if sent else None,
            request=card.reference,
        )
