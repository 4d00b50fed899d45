"""A letter is read back before it is acted on, and nothing is erased without a warning."""

import re
from pathlib import Path

import pytest
import yaml

from actions.ask_confirmation import ActionAskConfirmation
from actions.ask_details import ActionAskDetails
from tests.actions.conversation import Conversation

ROOT = Path(__file__).resolve().parents[2]
RESPONSES = {
    name: wordings
    for path in (ROOT / "data" / "responses").glob("*.yml")
    for name, wordings in yaml.safe_load(path.read_text(encoding="utf-8"))["responses"].items()
}


@pytest.fixture
def chat():
    return Conversation(None, "chat")


async def test_without_a_letter_only_the_erasure_is_to_be_confirmed(chat):
    chat.slots["rights"] = ["access", "erasure"]

    done = await chat.runs(ActionAskConfirmation())

    assert done.said == ["utter_access_before_erasure", "utter_ask_confirmation_erasure"]
    assert done.events == []


@pytest.mark.parametrize("language", ["de", "en"])
async def test_a_letter_is_read_back_with_its_rights_by_name_and_what_identifies(chat, language):
    chat.slots |= {"language": language, "rights": ["access", "erasure"], "letter": "er…@example.com, K-…01"}

    *_, read_back = (await chat.runs(ActionAskConfirmation())).messages

    assert read_back["response"] == "utter_read_back"
    assert read_back["rights"] == _titles(language)
    assert read_back["identifiers"] == "er…@example.com, K-…01"


async def test_a_letter_that_names_nobody_is_read_back_without_identifiers(chat):
    chat.slots |= {"rights": ["access"], "letter": " "}

    done = await chat.runs(ActionAskConfirmation())

    assert done.said == ["utter_read_back_rights"]


@pytest.mark.parametrize(
    ("rights", "said"),
    [
        (["erasure", "access"], ["utter_access_before_erasure", "utter_warn_erasure", "utter_read_back"]),
        (["erasure"], ["utter_warn_erasure", "utter_read_back"]),
        (["access", "objection"], ["utter_read_back"]),
    ],
)
async def test_a_letter_that_asks_for_erasure_is_warned_of_it_first(chat, rights, said):
    chat.slots |= {"rights": rights, "letter": "K-…01"}

    assert (await chat.runs(ActionAskConfirmation())).said == said


@pytest.mark.parametrize("letter", [" ", "K-…01"])
async def test_every_blank_in_the_words_is_filled(chat, letter):
    chat.slots |= {"rights": ["erasure"], "letter": letter}

    for message in (await chat.runs(ActionAskConfirmation())).messages:
        texts = [wording["text"] for wording in RESPONSES[message["response"]]]
        blanks = {blank for text in texts for blank in re.findall(r"\{(\w+)\}", text)}
        assert blanks <= {name for name, value in message.items() if value}


async def test_who_says_that_something_is_missing_is_asked_what_the_letter_meant(chat):
    chat.slots |= {"rights": ["access"], "letter": " ", "confirmation": "no"}

    done = await chat.runs(ActionAskDetails())

    assert done.said == ["utter_ask_details_letter"]
    assert set(done.said) <= set(RESPONSES)


def _titles(language: str) -> str:
    entries = yaml.safe_load((ROOT / "content" / "answers" / "requests.yml").read_text(encoding="utf-8"))
    return ", ".join(entries[right]["title"][language] for right in ("access", "erasure"))
