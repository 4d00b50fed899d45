"""A reading goes through Rasa's tracker as JSON and comes back the same."""

import json

import pytest

from answers.reading import Candidate, Reading
from privacy.language import Language

READING = Reading(
    Language.ENGLISH,
    (Candidate("exercise_right/access", 0.75), Candidate("bot_challenge", 0.25)),
    ("access", "erasure"),
)


@pytest.mark.parametrize(
    "reading", [READING, Reading(Language.GERMAN, (Candidate("nlu_fallback", 1.0),))], ids=["rights", "none"]
)
def test_a_reading_survives_json(reading: Reading) -> None:
    assert Reading.from_dict(json.loads(json.dumps(reading.as_dict()))) == reading


@pytest.mark.parametrize("entry", [{"language": "fr", "candidates": [], "rights": []}, {"language": "de"}])
def test_what_is_no_reading_is_refused(entry: dict) -> None:
    with pytest.raises((KeyError, ValueError)):
        Reading.from_dict(entry)


def test_the_first_candidate_is_the_best() -> None:
    assert READING.best.label == "exercise_right/access"


@pytest.mark.parametrize(
    ("label", "intent", "topic"),
    [
        ("ask_policy/retention", "ask_policy", "retention"),
        ("bot_challenge", "bot_challenge", "bot_challenge"),
    ],
)
def test_a_label_names_intent_and_topic(label: str, intent: str, topic: str) -> None:
    candidate = Candidate(label, 1.0)

    assert (candidate.intent, candidate.topic) == (intent, topic)
