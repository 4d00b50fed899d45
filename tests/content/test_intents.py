"""No intent falls between the phrases, the domain and the rules."""

import pytest

from tests.domain import actions_of


@pytest.fixture(scope="module")
def declared(domain) -> set[str]:
    return {intent for entry in domain["intents"] for intent in entry}


@pytest.fixture(scope="module")
def followed(dialogue) -> list[tuple[set[str], bool]]:
    return [(set(_intents(told["steps"])), "condition" in told) for told in dialogue]


def test_every_intent_that_is_learnt_is_declared_and_the_other_way_round(phrases, declared) -> None:
    assert {phrase.intent for phrase in phrases} == declared


def test_every_intent_leads_somewhere_out_of_the_form(declared, followed) -> None:
    outside = {intent for intents, in_form in followed if not in_form for intent in intents}

    assert (declared | {"nlu_fallback"}) - outside == set()


def test_every_intent_leads_somewhere_within_the_form(declared, followed) -> None:
    inside = {intent for intents, in_form in followed if in_form for intent in intents}

    assert (declared | {"nlu_fallback"}) - inside == set()


def test_no_rule_waits_for_an_intent_nobody_learnt(declared, followed) -> None:
    named = {intent for intents, _ in followed for intent in intents}

    assert named - declared - {"nlu_fallback"} == set()


def test_every_action_of_a_rule_is_declared(dialogue, domain, responses) -> None:
    taken = {step["action"] for told in dialogue for step in told["steps"] if "action" in step}
    utterances = {name for name, _ in responses}
    builtin = {"action_deactivate_loop"}

    assert taken - set(actions_of(domain)) - set(domain["forms"]) - utterances - builtin == set()


def _intents(steps: list[dict]) -> list[str]:
    inner = [step for outer in steps for step in outer.get("or", [outer])]
    return [step["intent"] for step in inner if "intent" in step]
