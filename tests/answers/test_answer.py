"""An answer says how the message was read, and what else it might have meant."""

import json
import shutil
from pathlib import Path

import pytest

from answers.answer import Answer, Answers
from answers.passage import MisquoteError
from answers.reading import Candidate, Reading
from answers.topic import ContentError, Outcome
from privacy.language import Language

CONTENT = Path(__file__).parents[2] / "content"
FIELDS = {
    "id",
    "text",
    "language",
    "outcome",
    "rights",
    "topic",
    "confidence",
    "answer",
    "citations",
    "alternatives",
    "law",
}
CITATION = {"passage", "section", "heading", "quote", "original", "start", "end", "policy_version", "score"}


def _composed(answers: Answers, label: str, language: Language, *others: str) -> Answer:
    candidates = (Candidate(label, 0.93214), *(Candidate(other, 0.02) for other in others))
    return answers.compose("Eine Frage", Reading(language, candidates, ("access", "erasure")))


def test_an_answer_says_how_it_was_read(answers) -> None:
    answer = _composed(answers, "ask_policy/retention", Language.ENGLISH)

    assert (answer.text, answer.language, answer.topic) == ("Eine Frage", Language.ENGLISH, "retention")
    assert answer.confidence == answer.citations[0].score == 0.932


@pytest.mark.parametrize("language", Language)
def test_only_silence_is_followed_by_the_way_forward(answers, language: Language) -> None:
    forward = answers.topics["way_forward"].lead[language]

    answer = _composed(answers, "ask_policy/retention", language)

    assert answer.answer == answers.topics["retention"].lead[language]
    assert forward not in answer.answer


def test_rights_belong_to_requests_only(answers) -> None:
    assert _composed(answers, "exercise_right/access", Language.GERMAN).rights == ["access", "erasure"]
    assert _composed(answers, "ask_right/right_access", Language.GERMAN).rights == []


def test_the_next_readings_are_the_alternatives(answers) -> None:
    others = ("ask_policy/cookies", "exercise_right/erasure", "smalltalk/thanks")

    cookies, erasure = _composed(answers, "ask_policy/retention", Language.ENGLISH, *others).alternatives

    assert (cookies["topic"], cookies["outcome"], cookies["rights"]) == ("cookies", "answered", [])
    assert cookies["passage"] == "collection/technology"
    assert cookies["heading"] == answers.corpus.passage("collection/technology", Language.ENGLISH).heading
    assert (erasure["outcome"], erasure["rights"], erasure["passage"]) == ("request", ["erasure"], None)
    assert erasure["title"] == answers.topics["erasure"].title[Language.ENGLISH]


@pytest.mark.parametrize("language", Language)
def test_what_is_not_understood_offers_the_likeliest_readings(answers, language: Language) -> None:
    answer = _composed(answers, "nlu_fallback", language, "ask_policy/cookies", "ask_policy/retention")

    assert (answer.outcome, answer.citations, answer.rights) == (Outcome.UNCLEAR, [], [])
    assert [alternative["topic"] for alternative in answer.alternatives] == ["cookies", "retention"]


def test_a_topic_without_an_entry_gets_the_answer_of_its_intent(answers) -> None:
    answer = _composed(answers, "out_of_scope/weather", Language.GERMAN)

    assert answer.outcome is Outcome.OUT_OF_SCOPE
    assert answer.answer == answers.topics["out_of_scope"].lead[Language.GERMAN]


def test_a_reading_nobody_wrote_an_answer_for_is_named(answers) -> None:
    with pytest.raises(ContentError, match="ask_policy/unheard_of"):
        _composed(answers, "ask_policy/unheard_of", Language.GERMAN)


@pytest.mark.parametrize("language", Language)
def test_the_answer_object_is_json_of_the_promised_shape(answers, language: Language) -> None:
    answer = _composed(answers, "ask_policy/retention", language, "ask_right/fees")

    told = json.loads(json.dumps(answer.as_dict()))

    assert set(told) >= FIELDS
    assert set(told["citations"][0]) >= CITATION
    assert set(told["alternatives"][0]) >= {"outcome", "passage", "heading", "rights", "score"}
    assert (told["language"], told["outcome"]) == (language.value, "answered")


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("Daten nur so lange aufbewahren", "Daten nie aufbewahren"),
        ("personal data only for as", "data for as"),
    ],
)
def test_content_with_a_misquote_in_either_language_is_not_loaded(
    tmp_path: Path, words: str, instead: str
) -> None:
    shutil.copytree(CONTENT, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "answers" / "retention.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(words, instead), encoding="utf-8")

    with pytest.raises(MisquoteError, match="retention"):
        Answers.load(tmp_path)


def test_answers_are_told_apart_by_their_ids(answers) -> None:
    reading = Reading(Language.GERMAN, (Candidate("ask_policy/retention", 1.0),))

    assert answers.compose("?", reading, "7").id == "7"
    assert answers.compose("?", reading).id != answers.compose("?", reading).id


@pytest.mark.parametrize("language", Language)
def test_of_two_questions_the_answered_one_counts_and_silence_is_still_owned_up_to(answers, language) -> None:
    first, second = Candidate("ask_policy/backups", 0.9), Candidate("ask_policy/retention", 0.9)

    answer = answers.compose("?", Reading(language, (first,), (), (second,)))

    assert (answer.outcome, answer.topic) == (Outcome.ANSWERED, "backups")
    for name in ("backups", "retention", "way_forward"):
        assert answer.answer.count(answers.topics[name].lead[language]) == 1


def test_what_two_questions_rest_on_is_cited_once(answers) -> None:
    first, second = Candidate("ask_policy/retention", 0.9), Candidate("ask_policy/after_contract", 0.9)

    answer = answers.compose("?", Reading(Language.GERMAN, (first,), (), (second,)))

    assert [citation.passage for citation in answer.citations] == ["retention"]
