"""Accepted feedback becomes training data that Rasa and our own reader read back."""

import yaml

from answers.phrases import FOLDER, load_phrases
from answers.teaching import training_data
from privacy.language import Language

NEW = "Wie viele Jahre: heben Sie {das} eigentlich auf?"


def written(tmp_path, *said):
    text = training_data(said, FOLDER)
    (tmp_path / "feedback.yml").write_text(text, encoding="utf-8")
    return text, load_phrases(tmp_path)


def test_each_phrase_is_read_back_under_its_intent_and_topic(tmp_path):
    _, read = written(
        tmp_path,
        ("retention", Language.GERMAN, NEW),
        ("erasure", Language.ENGLISH, "Wipe me off\nyour disks"),
    )

    assert read[Language.GERMAN] == {"ask_policy/retention": [NEW]}
    assert read[Language.ENGLISH] == {"exercise_right/erasure": ["Wipe me off your disks"]}


def test_what_is_known_already_is_left_out_and_said_twice_it_stands_once(tmp_path):
    known = load_phrases(FOLDER)[Language.GERMAN]["ask_policy/retention"][0]
    said = [("retention", Language.GERMAN, phrase) for phrase in (known, NEW, NEW)]

    _, read = written(tmp_path, *said)

    assert read[Language.GERMAN] == {"ask_policy/retention": [NEW]}


def test_a_topic_without_an_intent_is_named_and_left_out(tmp_path):
    text, read = written(tmp_path, ("way_forward", Language.GERMAN, NEW))

    assert "way_forward" in text
    assert yaml.safe_load(text)["nlu"] == []
    assert read[Language.GERMAN] == {}
