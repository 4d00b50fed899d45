"""Answer from the policy text, or say that it is silent."""

import json
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.person import is_lost, offered_person
from actions.services import answers
from actions.turn import reading_of, text_of
from answers.answer import Answer
from answers.reading import Candidate, Reading
from answers.topic import Outcome

Button = dict[str, str]
_FOLLOWED_UP = {Outcome.ANSWERED, Outcome.NOT_IN_POLICY}  # what a short question may ask more about


class ActionAnswer(Action):
    """Says the answer to the latest message and remembers its topic."""

    def name(self) -> str:
        """Return the name used in `domain.yml`."""
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Compose the answer and utter it as one message."""
        reading = reading_of(tracker)
        answer = answers().compose(text_of(tracker), reading, before=tracker.get_slot("topic"))
        if is_lost(tracker, answer.outcome):
            offer = answers().topics["offer_person"].lead[answer.language]
            say(dispatcher, answer, [*_buttons(reading), offered_person(tracker)], offer)
        else:
            say(dispatcher, answer, _buttons(reading))
        return [SlotSet("topic", answer.topic)] if answer.outcome in _FOLLOWED_UP else []


def say(
    dispatcher: CollectingDispatcher, answer: Answer, buttons: list[Button] | None = None, more: str = ""
) -> None:
    """Utter *answer* with its citations; *more* is said after it."""
    shown = answer.as_dict()
    if buttons and not more and answer.outcome is not Outcome.UNCLEAR:
        more = answers().topics["otherwise"].lead[answer.language]
    text = "\n\n".join(filter(None, (answer.answer, more)))
    custom = {key: shown[key] for key in ("outcome", "citations", "law", "topic")}
    dispatcher.utter_message(text=text, json_message=custom, buttons=buttons)


def _buttons(reading: Reading) -> list[Button]:
    return [
        {"title": title, "payload": _payload(candidate)} for title, candidate in answers().choices(reading)
    ]


def _payload(candidate: Candidate) -> str:
    """What Rasa hears when this reading is chosen."""
    topic = json.dumps({"topic": candidate.topic}) if "/" in candidate.label else ""
    return f"/{candidate.intent}{topic}"
