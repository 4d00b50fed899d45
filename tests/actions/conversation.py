"""A conversation around an action: what the visitor did, and what the action made of it."""

from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from auskunft import store
from casestore.wire.requests import NewRequest, RequestCard, RequestView
from tests.installation import Installation


@dataclass
class Done:
    """What an action said and remembered."""

    messages: list[dict[str, Any]]
    events: list[EventType]

    @property
    def said(self) -> list[str]:
        """The names of the responses, or the words themselves."""
        return [message["response"] or message["text"] for message in self.messages]

    @property
    def slots(self) -> dict[str, Any]:
        """The slots that were set."""
        return {event["name"]: event["value"] for event in self.events if event["event"] == "slot"}


@dataclass
class Conversation:
    """One chat of the case store, and what Rasa remembers of it."""

    running: Installation
    id: str
    slots: dict[str, Any] = field(default_factory=lambda: {"language": "de"})
    loop: bool = False
    turn: str = "1"
    events: list[dict[str, Any]] = field(default_factory=list)
    latest: dict[str, Any] = field(default_factory=dict)

    def hears(self, text: str, label: str = "nlu_fallback", *, rights: Any = (), score: float = 0.9) -> None:
        """The visitor wrote *text*, which was read as *label*."""
        reading = {"language": self.slots["language"], "candidates": [[label, score]], "rights": list(rights)}
        intent = {"name": label.partition("/")[0]}
        self._latest({"text": text, "intent": intent, "entities": [], "reading": reading})

    def is_pressed(self, intent: str, **entities: str) -> None:
        """The visitor pressed a button, or the gateway spoke for them."""
        carried = [{"entity": name, "value": value} for name, value in entities.items()]
        self._latest({"text": f"/{intent}", "intent": {"name": intent}, "entities": carried})

    async def runs(self, action: Any) -> Done:
        """Run *action* and remember the slots it sets."""
        dispatcher = CollectingDispatcher()
        done = Done(dispatcher.messages, await action.run(dispatcher, self.tracker(), {}))
        self.slots |= done.slots
        return done

    def tracker(self) -> Tracker:
        """The conversation as Rasa sends it."""
        loop = {"name": "intake_form"} if self.loop else {}
        slots, events = dict(self.slots), list(self.events)  # the form changes them
        return Tracker(self.id, slots, self.latest, events, False, None, loop, None)  # noqa: FBT003

    async def files(self, *rights: str) -> RequestCard:
        """File a request past the action, and let the form begin."""
        new = NewRequest(key="filed", rights=list(rights), language="de")
        card = await self.running.cases.file_request(self.id, new)
        self.slots |= {"reference": card.reference, "rights": list(rights)}
        self.loop = True
        return card

    async def proves(self, address: str) -> None:
        """Send a code to *address* and enter it."""
        await self.running.cases.send_code(self.id, address)
        await self.running.cases.check_code(self.id, await self.running.code())

    def stored(self) -> list[Any]:
        """State and level of every request there is, oldest first."""
        return self.running.execute("SELECT state, level FROM requests ORDER BY id")

    async def details(self, reference: str) -> list[str]:
        """What a request keeps of the data subject's words."""
        return (await self.opened(reference)).details

    async def opened(self, reference: str) -> RequestView:
        """A request as staff see it."""
        token = await store.staff_token(self.running.settings, "demo")
        return await self.running.cases.open_request(reference, token)

    def _latest(self, message: dict[str, Any]) -> None:
        self.latest = {**message, "metadata": {"turn": self.turn}, "message_id": "random"}
        self.events.append({"event": "user", **message})
