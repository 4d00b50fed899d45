"""Everything the bot may understand has an answer of the right kind, and no answer is out of reach."""

import pytest

from answers.letter import right_of, topic_of

# Answers that no phrase leads to: the program falls back on them or adds them.
UNSPOKEN = {
    "desk_closed",
    "desk_open",
    "empty",
    "file_meanwhile",
    "foreign_request",
    "found_in_policy",
    "letter_part",
    "nlu_fallback",
    "not_found_in_policy",
    "offer_person",
    "otherwise",
    "out_of_scope",
    "unclear_choice",
    "way_forward",
}
OUTCOMES = {
    "ask_policy": {"answered", "not_in_policy"},
    "ask_right": {"answered", "not_in_policy"},
    "exercise_right": {"request"},
    "request_status": {"request_status"},
    "request_reminder": {"request_status"},
    "request_cancel": {"request_cancel"},
    "request_amend": {"request_amend"},
    "request_handoff": {"handoff"},
    "smalltalk": {"smalltalk"},
    "bot_challenge": {"smalltalk"},
    "out_of_scope": {"out_of_scope"},
}
RIGHTS = {
    "access",
    "rectification",
    "erasure",
    "restriction",
    "portability",
    "objection",
    "withdraw_consent",
}


def test_every_label_has_an_answer(phrases, topics) -> None:
    labels = {(p.intent, p.topic or p.intent) for p in phrases if topic_of(f"{p.intent}/{p.topic}")}

    unanswered = {(intent, topic) for intent, topic in labels if topic not in topics}

    assert len(labels) > 150
    assert {intent for intent, _ in unanswered} <= {
        "letter_part",
        "out_of_scope",
    }  # one answer for all the rest
    assert "out_of_scope" in topics


def test_every_answer_has_phrases_that_lead_to_it(phrases, topics) -> None:
    reached = {phrase.topic or phrase.intent for phrase in phrases}

    assert set(topics) - reached - UNSPOKEN == set()


def test_no_topic_belongs_to_two_intents(phrases) -> None:
    labels = {(phrase.topic or phrase.intent, phrase.intent) for phrase in phrases}

    assert len(labels) == len(dict(labels))


@pytest.mark.parametrize(("intent", "outcomes"), OUTCOMES.items())
def test_an_intent_comes_to_its_own_kind_of_answer(phrases, topics, intent: str, outcomes: set[str]) -> None:
    names = {phrase.topic or intent for phrase in phrases if phrase.intent == intent}

    found = {name: topics[name].outcome.value for name in names if name in topics}

    assert names
    assert {name: outcome for name, outcome in found.items() if outcome not in outcomes} == {}


def test_exactly_the_seven_rights_can_be_exercised(phrases) -> None:
    labels = {f"{p.intent}/{p.topic}" for p in phrases if p.intent == "exercise_right"}

    assert {right_of(label) for label in labels} == RIGHTS


def test_what_is_answered_has_evidence_and_nothing_else_claims_any(topics) -> None:
    answered = {name for name, topic in topics.items() if topic.outcome == "answered"}
    with_evidence = {name for name, topic in topics.items() if topic.evidence}

    assert answered - with_evidence == {"found_in_policy"}  # gets what retrieval finds
    assert {topics[name].outcome.value for name in with_evidence - answered} <= {"not_in_policy"}
