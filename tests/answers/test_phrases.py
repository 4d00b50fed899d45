"""The phrases are read by language and label, in the order they were written."""

from pathlib import Path

import pytest

from answers.phrases import FOLDER, load_phrases
from privacy.language import Language

GERMAN, ENGLISH = Language
COOKIES = """version: "3.1"
nlu:
- intent: ask_policy
  metadata: {language: de, topic: cookies}
  examples: |
    - Setzen Sie Cookies?

    - Cookies - was ist das
- intent: ask_policy
  metadata: {language: en, topic: cookies}
  examples: |
    - do you use cookies?
"""
MORE = COOKIES.replace("Setzen Sie Cookies?", "Noch ein Cookie")
PERSON = """nlu:
- intent: request_handoff
  metadata: {language: de}
  examples: "- Mensch bitte"
"""


def test_phrases_are_kept_by_language_and_label(tmp_path: Path) -> None:
    (tmp_path / "cookies.yml").write_text(COOKIES, encoding="utf-8")

    phrases = load_phrases(tmp_path)

    assert phrases[GERMAN] == {"ask_policy/cookies": ["Setzen Sie Cookies?", "Cookies - was ist das"]}
    assert phrases[ENGLISH] == {"ask_policy/cookies": ["do you use cookies?"]}


def test_a_label_may_be_spread_over_files_and_folders_and_have_no_topic(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.yml").write_text(COOKIES, encoding="utf-8")
    (tmp_path / "b" / "cookies.yml").write_text(MORE, encoding="utf-8")
    (tmp_path / "b" / "person.yml").write_text(PERSON, encoding="utf-8")

    phrases = load_phrases(tmp_path)[GERMAN]

    assert [text.partition(" ")[0] for text in phrases["ask_policy/cookies"]] == [
        "Setzen",
        "Cookies",
        "Noch",
        "Cookies",
    ]
    assert phrases["request_handoff"] == ["Mensch bitte"]


@pytest.mark.parametrize("language", Language)
def test_an_empty_folder_holds_no_phrases(tmp_path: Path, language: Language) -> None:
    assert load_phrases(tmp_path)[language] == {}


def test_a_language_we_do_not_speak_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cookies.yml").write_text(COOKIES.replace("language: en", "language: fr"), encoding="utf-8")

    with pytest.raises(ValueError, match="fr"):
        load_phrases(tmp_path)


@pytest.mark.parametrize("language", Language)
def test_our_own_phrases_are_found(language: Language) -> None:
    phrases = load_phrases(FOLDER)[language]

    assert len(phrases["exercise_right/erasure"]) > 20
    assert all(text == text.strip() and text for said in phrases.values() for text in said)
