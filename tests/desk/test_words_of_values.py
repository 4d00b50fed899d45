"""Whatever the code can put on a page of the desk has words there, in both languages."""

import re
from pathlib import Path
from typing import get_args

import pytest

from answers.answer import FOREIGN
from answers.topic import Outcome, load_topics
from casestore.wire.accounts import Role
from casestore.wire.conversations import Sender, Status
from casestore.wire.requests import SentMail
from desk import account, request_list_page
from desk.chat_pages import LISTS
from desk.notices import CHOICES
from desk.wording import Wording
from privacy.handoff import Reason
from privacy.language import Language
from privacy.request import Channel, State
from privacy.right import Right
from privacy.verification import Level, Method
from settings import content_folder

ACTIONS = Path(__file__).parents[2] / "actions"
SHOWN_OUTCOMES = set(Outcome) - {Outcome.SMALLTALK}  # what a chat's packet leaves out
VALUES = {
    "account.done": account.DONE,
    "account.notices": CHOICES,
    "account.problems": account.PROBLEMS,
    "answers.verdicts": Outcome,
    "chats.empty": LISTS,
    "chats.languages": Language,
    "chats.lists": LISTS,
    "chats.outcomes": SHOWN_OUTCOMES,
    "chats.reasons": Reason,
    "chats.request_states": State,
    "chats.senders": get_args(Sender),
    "chats.states": get_args(Status),
    "frame.roles": get_args(Role),
    "requests.channels": Channel,
    "requests.languages": Language,
    "requests.levels": Level,
    "requests.mails.states": get_args(SentMail.model_fields["state"].annotation),
    "requests.methods": Method,
    "requests.rights": Right,
    "requests.states": State,
    "requests.views": request_list_page.VIEWS,
}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("where", VALUES)
def test_every_value_has_words(where, language):
    wording = Wording.load(content_folder())

    assert all(wording.say(f"{where}.{value}", language).strip() for value in VALUES[where])


def test_every_topic_has_a_title_and_no_reason_is_a_topic_as_well():
    topics = load_topics(content_folder() / "answers")

    assert all(topic.title[language].strip() for topic in topics.values() for language in Language)
    assert not topics.keys() & set(Reason)


def test_a_person_is_asked_for_with_topics_and_reasons_that_have_words():
    asked = {
        reason
        for file in ACTIONS.glob("*.py")
        for reason in re.findall(r"ask_for_staff\(\s*[\w.()]+,\s*([^,]+),", file.read_text("utf-8"))
    }

    assert asked == {"topic.name", "FOREIGN", "Reason.ADDRESS_CHANGE"}
    assert FOREIGN in load_topics(content_folder() / "answers")
