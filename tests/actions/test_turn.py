"""What an action knows of the turn: how it was read, and what a button says of itself."""

import pytest

from actions.turn import entity_of, language_of, reading_of, text_of, turn_id
from answers.reading import Candidate, Reading
from privacy.language import Language
from tests.actions.conversation import Conversation


@pytest.fixture
def chat():
    return Conversation(None, "chat")


def test_what_was_written_is_read_as_rasa_read_it(chat):
    chat.hears("Löschen Sie alles", "exercise_right/erasure", rights=["erasure", "access"])

    reading = Reading(Language.GERMAN, (Candidate("exercise_right/erasure", 0.9),), ("erasure", "access"))
    assert reading_of(chat.tracker()) == reading


@pytest.mark.parametrize(
    ("intent", "entities", "label", "rights"),
    [
        ("exercise_right", {"topic": "erasure"}, "exercise_right/erasure", ("erasure",)),
        ("ask_policy", {"topic": "retention"}, "ask_policy/retention", ()),
        ("request_handoff", {}, "request_handoff", ()),
        ("submit_code", {"outcome": "right"}, "submit_code", ()),
    ],
)
@pytest.mark.parametrize("language", list(Language))
def test_a_button_means_what_it_carries(chat, intent, entities, label, rights, language):
    chat.slots["language"] = language
    chat.is_pressed(intent, **entities)

    assert reading_of(chat.tracker()) == Reading(language, (Candidate(label, 1.0),), rights)


def test_a_button_has_no_words_of_the_visitor(chat):
    chat.is_pressed("exercise_right", topic="erasure")

    assert text_of(chat.tracker()) == ""
    assert entity_of(chat.tracker(), "topic") == "erasure"
    assert entity_of(chat.tracker(), "outcome") is None


def test_before_anything_was_said_german_is_spoken(chat):
    chat.slots.clear()

    assert language_of(chat.tracker()) is Language.GERMAN
    assert text_of(chat.tracker()) == ""


def test_the_turn_is_named_by_the_gateway_and_else_by_rasa(chat):
    chat.turn = "7"
    chat.hears("Hallo")
    named = turn_id(chat.tracker())
    chat.latest["metadata"] = None

    assert (named, turn_id(chat.tracker())) == ("7", "random")
