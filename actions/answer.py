"""Answer from the policy text, or say that it is silent."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.services import answers
from actions.turn import reading_of, text_of
from answers.answer import Answer


class ActionAnswer(Action):
    """Says the answer to the latest message and remembers its topic."""

    def name(self) -> str:
        """Return the name used in `domain.yml`."""
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Compose the answer and utter it as one message."""
        answer = answers().compose(text_of(tracker), reading_of(tracker))
        say(dispatcher, answer)
        return [SlotSet("topic", answer.topic)]


def say(dispatcher: CollectingDispatcher, answer: Answer) -> None:
    """Utter *answer* with its citations."""
    shown = answer.as_dict()
    custom = {key: shown[key] for key in ("outcome", "citations", "law", "topic")}
    dispatcher.utter_message(text=answer.answer, json_message=custom)
