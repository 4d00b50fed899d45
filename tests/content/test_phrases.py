"""The phrases the bot learns from: both languages of a topic in one file, none with two meanings."""

from collections import defaultdict
from pathlib import Path

from answers.language import identify

ENOUGH = 20  # phrases a label and language
FOREIGN = "data/nlu/out_of_scope/foreign_language.yml"  # is written in neither language


def test_no_phrase_stands_twice_in_a_language(phrases) -> None:
    labels = defaultdict(list)
    for phrase in phrases:
        labels[phrase.language, " ".join(phrase.text.casefold().split())].append(phrase.label)

    assert {phrase: found for phrase, found in labels.items() if len(found) > 1} == {}


def test_no_phrase_means_one_thing_in_german_and_another_in_english(phrases) -> None:
    labels = defaultdict(set)
    for phrase in phrases:
        labels[phrase.text.casefold()].add(phrase.label)

    assert {text: found for text, found in labels.items() if len(found) > 1} == {}


def test_every_label_has_enough_phrases_in_both_languages(phrases) -> None:
    counted = {(phrase.label, language): 0 for phrase in phrases for language in ("de", "en")}
    for phrase in phrases:
        counted[phrase.label, phrase.language] += 1

    assert {label: number for label, number in counted.items() if number < ENOUGH} == {}


def test_a_file_holds_one_topic_and_is_named_after_it(phrases) -> None:
    assert {p.file for p in phrases if Path(p.file).stem != (p.topic or p.intent)} == set()


def test_both_languages_of_a_label_stand_in_one_file(phrases) -> None:
    files = defaultdict(set)
    for phrase in phrases:
        files[phrase.label].add(phrase.file)

    assert {label: found for label, found in files.items() if len(found) > 1} == {}


def test_no_block_of_phrases_is_filed_under_the_wrong_language(phrases) -> None:
    blocks = defaultdict(list)
    for phrase in phrases:
        if phrase.file != FOREIGN:
            blocks[phrase.file, phrase.language].append(phrase.text)

    wrong = [block for block, texts in blocks.items() if identify("\n".join(texts)) != block[1]]

    assert wrong == []


def test_no_phrase_holds_what_rasa_takes_for_an_annotation_or_a_payload(phrases) -> None:
    assert [p.text for p in phrases if set(p.text) & set("[]{}") or p.text.startswith("/")] == []


def test_no_phrase_is_empty(phrases) -> None:
    assert [phrase.file for phrase in phrases if not phrase.text.strip("- ")] == []
