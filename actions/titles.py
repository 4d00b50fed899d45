"""Rights as people read them."""

from rasa_sdk import Tracker

from actions.services import answers
from actions.turn import language_of
from casestore.wire.requests import RequestCard


def titles(card: RequestCard, tracker: Tracker) -> str:
    """The rights of a request, in the language spoken now."""
    topics, language = answers().topics, language_of(tracker)
    return ", ".join(topics[right.value].title[language] for right in card.rights)
