"""One visitor's message: taken down, answered, the answer kept."""

import json
import logging
from typing import NamedTuple

from casestore.client import CaseStore
from casestore.wire.conversations import ChatMessage, NewMessage, Said, Turn
from doors.one_at_a_time import OneAtATime
from doors.rasa import RasaUnavailableError
from gateway.figures import count_answer, count_redactions
from gateway.rasa import Rasa
from gateway.redaction import redact
from gateway.redaction.finding import Kind
from gateway.words import ChatWords
from privacy.language import Language
from privacy.verification import code_in

logger = logging.getLogger(__name__)


class Answered(NamedTuple):
    """What was answered, and the chat's token from now on, where it is another one."""

    messages: list[ChatMessage]
    token: str | None = None


class Turns:
    """Answers messages, those of one conversation one after the other."""

    def __init__(self, cases: CaseStore, rasa: Rasa, words: ChatWords, order: OneAtATime) -> None:
        self._cases = cases
        self._rasa = rasa
        self._words = words
        self._order = order

    async def take(self, conversation: str, said: Said) -> Answered:
        """Answer what was said; said again, it gets the same answer and has no second effect.

        What nobody needs is taken out first: neither the case store nor Rasa ever hears it.
        """
        redacted = redact(said.text or "")
        count_redactions(redacted.kinds)
        if redacted.kinds:
            said = said.model_copy(update={"text": redacted.text})
        async with self._order.hold(conversation):
            turn = await self._cases.take(conversation, said)
            messages = turn.replies
            if messages is None:
                answer = await self._reply_to(conversation, said, turn, redacted.kinds)
                messages = await self._cases.reply(conversation, answer, turn.id)
            renews = turn.renews or _code_of(said, turn)
            token = await self._cases.renewed_token(conversation, said) if renews else None
            return Answered(messages, token)

    async def speak(self, conversation: str, token: str, language: Language) -> list[ChatMessage]:
        """Speak *language* from now on; what the bot waits for is asked again in another one."""
        async with self._order.hold(conversation):
            before = await self._cases.conversation(conversation, token)
            state = await self._cases.choose_language(conversation, token, language)
            if before.language == language or not state.expects or state.status == "closed":
                return []
            asked = {
                "conversation": conversation,
                "turn": "",  # the visitor said nothing
                "language": language,
                "expects": state.expects,
                "text": None,
                "payload": "/ask_repeat",
            }
            try:
                answered = await self._rasa.take_turn(asked)
            except RasaUnavailableError:
                logger.warning("rasa does not answer")
                return []
            question = [message for message in answered.messages if message.outcome is None]
            return await self._cases.reply(conversation, question)

    async def _reply_to(
        self, conversation: str, said: Said, turn: Turn, removed: tuple[Kind, ...]
    ) -> list[NewMessage]:
        notices = await self._untold(conversation, said.token, turn, removed)
        if turn.status == "open":  # staff own the chat: the bot is silent
            return notices
        return [*notices, *await self._answer(conversation, said, turn)]

    async def _untold(
        self, conversation: str, token: str, turn: Turn, kinds: tuple[Kind, ...]
    ) -> list[NewMessage]:
        """That something of these *kinds* was taken out, unless the chat was told of that kind before."""
        if not kinds:
            return []
        heard = {message.text for message in await self._cases.messages(conversation, token, "0")}
        new = (k for k in kinds if heard.isdisjoint(self._words.removed(k, spoken) for spoken in Language))
        return [
            NewMessage(
                sender="system",
                text=self._words.removed(kind, turn.language),
                language=turn.language,
                expects=turn.expects,
                beside_staff=True,
            )
            for kind in new
        ]

    async def _answer(self, conversation: str, said: Said, turn: Turn) -> list[NewMessage]:
        text, payload = turn.text, turn.payload
        if code := _code_of(said, turn):
            outcome = await self._cases.check_code(conversation, code)
            text, payload = None, f"/submit_code{json.dumps({'outcome': outcome})}"
        asked = {
            "conversation": conversation,
            "turn": turn.id,
            "language": turn.language,
            "language_chosen": turn.language_chosen,
            "expects": turn.expects,
            "text": text,
            "payload": payload,
        }
        try:
            answered = await self._rasa.take_turn(asked)
        except RasaUnavailableError:
            logger.warning("rasa does not answer")
            count_answer("unavailable", turn.language)
            return [self._notice("unavailable", turn)]
        for message in answered.messages:
            if message.outcome:  # others ask or notify
                count_answer(message.outcome, message.language)
        return answered.messages or [self._notice("speechless", turn)]

    def _notice(self, name: str, turn: Turn) -> NewMessage:
        return NewMessage(
            sender="system",
            text=self._words.say(name, turn.language),
            language=turn.language,
            expects=turn.expects,
        )


def _code_of(said: Said, turn: Turn) -> str | None:
    return code_in(said.text or "") if turn.expects == "code" else None
