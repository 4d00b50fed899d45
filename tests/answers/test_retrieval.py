"""The policy's own words nearest to a question are found, whole, in both languages."""

import json
from pathlib import Path

import pytest

from answers.corpus import load_corpus
from answers.reading import Candidate, Reading
from answers.retrieval import PassageIndex
from privacy.language import Language
from tests.answers.library import LIBRARY, ROOT, library_answers

GERMAN, ENGLISH = Language
POLICY = {
    GERMAN: "# Haus\n{#dog}\nWir haben einen Hund. Er bellt nachts.\n{#cat}\nUnsere Katze schläft. Immer.\n",
    ENGLISH: "# House\n{#dog}\nWe have a dog. It barks at night.\n{#cat}\nOur cat sleeps, always.\n",
}
PHRASES = {
    GERMAN: {"ask/animal_noise": ["Wer bellt da?", "bellt da was"], "ask/sleep": ["Was schläft hier?"]},
    ENGLISH: {"ask/animal_noise": ["who barks?", "is something barking"], "ask/sleep": ["who sleeps here?"]},
}
# What a perfect reader would take the questions of the second sample policy for.
TOPICS = {
    "automated_decisions": ["de-12"],
    "call_recording": ["de-21", "en-21"],
    "certification": ["de-23", "en-23"],
    "children": ["de-11", "en-11"],
    "controller_identity": ["de-01", "en-01"],
    "cookie_details": ["de-14"],
    "data_centre_details": ["de-25", "en-25"],
    "debt_collection": ["de-26", "en-26"],
    "dpo": ["de-02", "en-02"],
    "encryption": ["de-24", "en-24"],
    "fees": ["de-07", "en-08"],
    "guest_wifi": ["en-20"],
    "identity_check": ["de-09", "en-10"],
    "ip_address": ["en-15"],
    "legal_basis": ["de-18", "en-19"],
    "named_countries": ["de-15"],
    "penetration_tests": ["de-22", "en-22"],
    "phishing": ["de-30", "en-30"],
    "record_retention": ["de-06", "en-06"],
    "response_time": ["de-08", "en-09"],
    "right_to_complain": ["de-03", "en-03"],
    "security_badges": ["de-27", "en-27"],
    "selling_data": ["de-17"],
    "technical_support": ["de-28", "en-28"],
    "video_surveillance": ["de-19"],
}


@pytest.fixture(params=Language)
def index(request, tmp_path: Path) -> PassageIndex:
    for language, text in POLICY.items():
        (tmp_path / f"customers.{language}.md").write_text(text, encoding="utf-8")
    return PassageIndex.build(load_corpus(tmp_path), PHRASES, request.param)


def test_the_sentence_with_the_words_of_the_question_is_found_in_both_languages(index) -> None:
    found = index.search("einen Hund / a dog", {})

    assert found.evidence.passage == "dog"
    assert found.evidence.words == {GERMAN: "Wir haben einen Hund.", ENGLISH: "We have a dog."}


def test_what_people_say_about_the_topic_leads_to_the_sentence_where_the_question_does_not(index) -> None:
    alone, with_topic = index.search("xyzzy", {}), index.search("xyzzy", {"animal_noise": 1.0})

    assert alone.score == 0
    assert with_topic.evidence.words == {GERMAN: "Er bellt nachts.", ENGLISH: "It barks at night."}
    assert with_topic.score > 0


def test_the_surer_the_topic_the_more_it_counts(index) -> None:
    less, more = (index.search("xyzzy", {"animal_noise": weight}).score for weight in (0.2, 0.8))

    assert 0 < less < more
    assert index.search("xyzzy", {"unheard_of": 1.0}).score == 0


def test_a_passage_cut_differently_in_the_languages_is_quoted_whole(index) -> None:
    words = {item.passage: item.words for item in index.evidence}["cat"]

    assert words == {GERMAN: "Unsere Katze schläft. Immer.", ENGLISH: "Our cat sleeps, always."}


@pytest.mark.parametrize("folder", [LIBRARY, ROOT / "content" / "policy"], ids=["library", "ours"])
def test_whatever_is_found_can_be_cited_word_for_word(folder: Path) -> None:
    corpus = load_corpus(folder)
    evidence = PassageIndex.build(corpus, PHRASES, GERMAN).evidence

    cited = [
        corpus.cite(item.passage, item.words, language, 1.0) for item in evidence for language in Language
    ]

    assert {citation.passage for citation in cited} == set(corpus.names())


def test_under_a_policy_nobody_wrote_topics_for_the_right_passage_is_found() -> None:
    lines = (LIBRARY / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = {entry["id"].removeprefix("library-"): entry for entry in map(json.loads, lines)}
    asked = [(topic, questions[number]) for topic, numbers in TOPICS.items() for number in numbers]

    wrong = [question["id"] for topic, question in asked if not _is_right(topic, question)]

    assert len(asked) > 40
    assert len(wrong) <= len(asked) * 0.2, wrong


def _is_right(topic: str, question: dict) -> bool:
    reading = Reading(Language(question["language"]), (Candidate(f"ask_policy/{topic}", 0.9),))
    said = library_answers().compose(question["text"], reading)
    return [c.passage for c in said.citations] == question["passages"] and said.outcome == question["outcome"]
