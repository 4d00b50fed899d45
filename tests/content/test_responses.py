"""Whatever the bot may say, it says once in each language: Rasa is silent or draws lots otherwise."""

import json
import re
from collections import Counter

from tests.domain import actions_of

PLACEHOLDER = re.compile(r"\{\w+\}")
NAMED = re.compile(r"\butter_(?!message\b)\w+(?:\{[^}]*\})?")


def test_every_utterance_has_one_wording_a_language_under_its_condition(responses) -> None:
    conditions = {name: [wording["condition"] for wording in wordings] for name, wordings in responses}

    wrong = {name: found for name, found in conditions.items() if _sorted(found) != _sorted(_expected())}

    assert len(conditions) > 20
    assert wrong == {}


def test_no_utterance_stands_in_two_files(responses) -> None:
    counted = Counter(name for name, _ in responses)

    assert [name for name, times in counted.items() if times > 1] == []


def test_every_wording_has_words(responses) -> None:
    assert [name for name, wordings in responses if not all(w["text"].strip() for w in wordings)] == []


def test_both_wordings_are_filled_with_the_same_facts(responses) -> None:
    wrong = {
        name
        for name, wordings in responses
        if len({tuple(sorted(PLACEHOLDER.findall(wording["text"]))) for wording in wordings}) > 1
    }

    assert wrong == set()


def test_buttons_do_the_same_in_both_languages(responses) -> None:
    payloads = {
        name: {tuple(button["payload"] for button in wording.get("buttons", [])) for wording in wordings}
        for name, wordings in responses
    }

    assert [name for name, found in payloads.items() if len(found) > 1] == []


def test_every_button_says_something_the_domain_knows(responses, domain) -> None:
    known = {intent for entry in domain["intents"] for intent in entry}
    pressed = {
        button["payload"].removeprefix("/").partition("{")[0]
        for _, wordings in responses
        for wording in wordings
        for button in wording.get("buttons", [])
    }

    assert pressed
    assert pressed - known == set()


def test_every_utterance_that_an_action_names_is_written(responses, root) -> None:
    written = {name for name, _ in responses}
    sources = [path.read_text(encoding="utf-8") for path in sorted((root / "actions").glob("*.py"))]
    named = {name for source in sources for name in NAMED.findall(source)}

    missing = {name for name in named if not any(_may_be(name, utterance) for utterance in written)}

    assert len(named) > 10
    assert missing == set()


def test_every_slot_of_the_form_is_asked_for_and_explained(responses, domain) -> None:
    written = {name for name, _ in responses}
    slots = domain["forms"]["intake_form"]["required_slots"]

    asked = {
        s for s in slots if f"utter_ask_intake_form_{s}" in written or f"action_ask_{s}" in actions_of(domain)
    }

    assert asked == set(slots)
    assert {f"utter_explain_{slot}" for slot in slots} <= written


def _expected() -> list[list[dict[str, str]]]:
    return [[{"type": "slot", "name": "language", "value": language}] for language in ("de", "en")]


def _sorted(conditions: list[list[dict[str, str]]]) -> list[str]:
    return sorted(json.dumps(condition, sort_keys=True) for condition in conditions)


def _may_be(name: str, utterance: str) -> bool:
    beginning, brace, _ = name.partition("{")
    return utterance.startswith(beginning) if brace else utterance == name
