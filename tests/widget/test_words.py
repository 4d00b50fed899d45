"""The words of the chat's window: in both languages, all used, and the bot's own where it has them."""

import json
import re

import pytest
import yaml

from gateway.embed import BUILDS
from privacy.request import State
from privacy.right import Right
from settings import content_folder

SOURCE = BUILDS.parent / "src"
WORDS = json.loads((SOURCE / "words.json").read_text(encoding="utf-8"))
CASE = SOURCE.parents[1] / "data" / "responses" / "case.yml"
CODE = "".join(path.read_text(encoding="utf-8") for path in [*SOURCE.glob("*.ts"), *SOURCE.rglob("*.tsx")])
ON_THE_WIRE = {*Right, *(f"state_{state}" for state in State), "visitor", "bot", "staff", "system"}


@pytest.mark.parametrize("name", WORDS)
def test_every_word_stands_in_both_languages_with_the_same_values(name):
    word = WORDS[name]

    assert set(word) == {"de", "en"}
    assert all(text == text.strip() and text for text in word.values())
    assert set(re.findall(r"\{\w+\}", word["de"])) == set(re.findall(r"\{\w+\}", word["en"]))


def test_every_word_is_used():
    used = set(re.findall(r'"([a-z_]+)"', CODE))

    assert set(WORDS) - ON_THE_WIRE - used == set()


def test_every_right_and_every_state_has_a_word():
    assert set(WORDS) >= ON_THE_WIRE


def test_rights_are_called_as_the_bot_calls_them():
    requests = yaml.safe_load((content_folder() / "answers" / "requests.yml").read_text(encoding="utf-8"))

    assert {right: WORDS[right] for right in Right} == {right: requests[right]["title"] for right in Right}


@pytest.mark.parametrize("state", [State.VERIFIED, State.IN_PROGRESS, State.COMPLETED, State.CANCELLED])
def test_states_are_called_as_the_bot_calls_them(state):
    responses = yaml.safe_load(CASE.read_text(encoding="utf-8"))["responses"][f"utter_case_{state}"]

    said = {response["condition"][0]["value"]: response["text"] for response in responses}
    assert all(word in said[language] for language, word in WORDS[f"state_{state}"].items())
