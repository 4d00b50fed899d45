"""What nobody has read against the policy text of today is not said; its own words are quoted instead."""

from pathlib import Path

import pytest

from answers.answer import Answer, Answers
from answers.reading import NOTHING, Candidate, Reading
from answers.topic import ContentError, Outcome
from privacy.language import Language
from tests.answers.library import LIBRARY, edited_content, library_answers, library_content

GERMAN, ENGLISH = Language
OFFICER = "wer-verantwortlich-ist-und-welche-fassung-gilt-2"
QUESTIONS = {
    GERMAN: "Wie erreiche ich Ihren Datenschutzbeauftragten?",
    ENGLISH: "How do I reach your data protection officer?",
}


@pytest.fixture(scope="module")
def library() -> Answers:
    return library_answers()


def _asked(answers: Answers, text: str, language: Language, label: str, *others: str) -> Answer:
    candidates = (Candidate(label, 0.9), *(Candidate(other, 0.05) for other in others))
    return answers.compose(text, Reading(language, candidates))


def test_under_the_text_they_were_reviewed_with_all_topics_speak(answers) -> None:
    assert answers.standing.is_reviewed
    assert [name for name, topic in answers.topics.items() if not answers.standing.holds(topic)] == []


@pytest.mark.parametrize("language", Language)
def test_under_the_reviewed_text_nothing_is_looked_up(answers, language: Language) -> None:
    words = answers.topics["nlu_fallback"].lead[language]

    said = answers.compose("Penetrationstests, penetration tests", Reading(language, (NOTHING,)))

    assert (said.outcome, said.answer, said.citations) == (Outcome.UNCLEAR, words, [])


@pytest.mark.parametrize("language", Language)
def test_under_another_text_no_silence_is_claimed_and_its_own_words_are_quoted(library, language) -> None:
    said = _asked(library, QUESTIONS[language], language, "ask_policy/dpo")

    [citation] = said.citations
    assert (said.outcome, said.topic, citation.passage) == (Outcome.ANSWERED, "dpo", OFFICER)
    assert "Tjark Wedelmann" in citation.quote
    assert said.answer == library.topics["found_in_policy"].lead[language]
    assert said.law == []


@pytest.mark.parametrize("language", Language)
def test_a_passage_that_is_found_is_quoted_byte_for_byte(library, language: Language) -> None:
    files = {code: (LIBRARY / f"customers.{code}.md").read_text(encoding="utf-8") for code in Language}

    [citation] = _asked(library, QUESTIONS[language], language, "ask_policy/dpo").citations

    assert citation.quote in files[language]
    assert citation.original in files[GERMAN]
    binding = library.corpus.passage(citation.passage, GERMAN).text
    assert binding[citation.start : citation.end] == citation.original


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("label", ["ask_policy/penetration_tests", "ask_policy/backups"])
def test_where_nothing_is_near_that_is_said_once_and_a_person_is_offered(library, language, label) -> None:
    words = library.topics["not_found_in_policy"].lead[language]
    forward = library.topics["way_forward"].lead[language]

    first, second = Candidate(label, 0.9), Candidate("ask_policy/encryption", 0.9)

    said = library.compose("Xyzzy?", Reading(language, (first,), (), (second,)))

    assert (said.outcome, said.topic) == (Outcome.NOT_IN_POLICY, label.rpartition("/")[2])
    assert (said.answer, said.citations) == (f"{words} {forward}", [])


def test_a_button_without_words_is_looked_up_by_the_title_of_its_topic(library) -> None:
    said = _asked(library, "", GERMAN, "ask_policy/law_enforcement")

    assert [citation.passage for citation in said.citations] == ["wer-daten-von-uns-bekommt"]


def test_what_nobody_understood_is_looked_up_in_a_text_nobody_reviewed(library) -> None:
    near = library.compose(QUESTIONS[GERMAN], Reading(GERMAN, (NOTHING,)))
    far = library.compose("Xyzzy?", Reading(GERMAN, (NOTHING,)))

    assert (near.outcome, [c.passage for c in near.citations]) == (Outcome.ANSWERED, [OFFICER])
    assert (far.outcome, far.citations) == (Outcome.UNCLEAR, [])


@pytest.mark.parametrize("label", ["exercise_right/erasure", "smalltalk/thanks", "request_handoff/person"])
def test_what_does_not_speak_of_the_policy_is_said_under_any(library, label: str) -> None:
    topic = library.topic(Candidate(label, 1.0))

    said = _asked(library, "Xyzzy", GERMAN, label)

    assert said.answer.startswith(topic.lead[GERMAN])
    assert said.outcome is topic.outcome


def test_a_topic_that_is_withheld_is_offered_without_its_passage(library) -> None:
    [other] = _asked(library, "Danke", GERMAN, "smalltalk/thanks", "ask_policy/retention").alternatives

    assert (other["topic"], other["passage"], other["heading"]) == ("retention", None, None)


@pytest.mark.parametrize("language", Language)
def test_a_topic_whose_words_all_stand_in_the_new_text_speaks_of_where_they_are_now(
    tmp_path: Path, language: Language
) -> None:
    moved = ("{#retention}", "{#storage}")
    added = ("{#risk}", "{#new}\nEtwas Neues.\n\n{#risk}")
    changed = Answers.load(edited_content(tmp_path, {GERMAN: [moved, added], ENGLISH: [moved, added]}))

    said = _asked(changed, "Wie lange?", language, "ask_policy/retention")

    assert not changed.standing.is_reviewed
    assert [citation.passage for citation in said.citations] == ["storage"]
    assert said.answer == changed.topics["retention"].lead[language]


@pytest.mark.parametrize(
    ("language", "words"),
    [(GERMAN, "nur so lange aufbewahren"), (ENGLISH, "only for as long as is necessary")],
)
def test_words_changed_in_one_language_withhold_the_topic_in_both(tmp_path, language, words) -> None:
    added = ("{#risk}", "{#new}\nEtwas Neues.\n\n{#risk}")
    edits = {GERMAN: [added], ENGLISH: [added]}
    edits[language] = [added, (words, "ewig")]
    changed = Answers.load(edited_content(tmp_path, edits)).standing

    assert not changed.holds(changed.topics["retention"])
    assert changed.holds(changed.topics["penetration_tests"])


@pytest.mark.parametrize("review", ["", "policy: 1", "- 380056bb1c5b", "policy_version: ["])
def test_without_a_version_under_review_nothing_is_loaded(tmp_path: Path, review: str) -> None:
    content = library_content(tmp_path)
    (content / "answers" / "review.yml").write_text(review, encoding="utf-8")

    with pytest.raises(ContentError, match=r"review\.yml"):
        Answers.load(content)
