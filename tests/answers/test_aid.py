"""The answer aid says the same in both languages, reads every sentence, and lets staff choose."""

import pytest

from answers.aid import MOST_PARTS, aid, chosen, parts_of
from answers.reading import Candidate, Reading
from privacy.language import Language

GERMAN, ENGLISH = Language
RETENTION = Reading(GERMAN, (Candidate("ask_policy/retention", 0.99),))


def test_the_answer_stands_in_both_languages_with_its_quotations(answers):
    said = aid(answers, "Wie lange?", RETENTION, [])

    german, english = (said["answers"][code] for code in Language)
    assert (said["language"], german["topic"], english["topic"]) == ("de", "retention", "retention")
    assert german["answer"].startswith("In der Regel")
    assert english["answer"].startswith("As a rule")
    assert german["citations"][0]["quote"] == english["citations"][0]["original"]


def test_each_part_says_what_it_comes_to(answers):
    erasure = Reading(GERMAN, (Candidate("exercise_right/erasure", 0.99),), ("erasure",))

    said = aid(answers, "…", erasure, [("Wie lange?", RETENTION), ("Löschen!", erasure)])

    assert [(p["text"], p["outcome"], p["rights"]) for p in said["parts"]] == [
        ("Wie lange?", "answered", []),
        ("Löschen!", "request", ["erasure"]),
    ]


@pytest.mark.parametrize(("topic", "rights"), [("retention", []), ("erasure", ["erasure"])])
def test_what_staff_choose_is_answered_whatever_was_read(answers, topic, rights):
    said = aid(answers, "Hm.", chosen(answers, topic, GERMAN), [])["answers"][GERMAN]

    assert (said["topic"], said["rights"]) == (topic, rights)


def test_every_topic_can_be_chosen(answers):
    for topic in answers.topics:
        said = aid(answers, "Hm.", chosen(answers, topic, ENGLISH), [])
        assert said["answers"][GERMAN]["answer"], topic


def test_one_sentence_has_no_parts_and_a_long_letter_only_so_many():
    assert parts_of("Wie lange speichern Sie meine Daten?") == []
    assert parts_of("Erstens das. Zweitens dies.") == ["Erstens das.", "Zweitens dies."]
    assert len(parts_of("Das ist ein Satz. " * 200)) == MOST_PARTS
