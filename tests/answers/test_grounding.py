"""With the real content: answers quote the policy from its files and own up to its silence."""

import pytest

from answers.answer import Answer, Answers
from answers.reading import Candidate, Reading
from answers.topic import Outcome, Topic
from privacy.language import Language

UNREVIEWED = {"found_in_policy", "not_found_in_policy"}  # the words around passages no topic was reviewed for


def _composed(answers: Answers, topics: list[Topic], language: Language) -> list[Answer]:
    readings = [Reading(language, (Candidate(f"ask_policy/{topic.name}", 0.9),)) for topic in topics]
    return [answers.compose("Eine Frage", reading) for reading in readings]


def _topics(answers: Answers, outcome: Outcome) -> list[Topic]:
    return [
        topic
        for topic in answers.topics.values()
        if topic.outcome is outcome and topic.name not in UNREVIEWED
    ]


@pytest.mark.parametrize("language", Language)
def test_what_is_answered_cites_the_policy(answers, language: Language) -> None:
    composed = _composed(answers, _topics(answers, Outcome.ANSWERED), language)

    assert len(composed) > 50
    assert [answer.topic for answer in composed if not answer.citations] == []
    assert [answer.topic for answer in composed if not answer.answer] == []


@pytest.mark.parametrize("language", Language)
def test_every_quotation_is_cut_from_the_policy_files(answers, policy, language: Language) -> None:
    cited = [c for topic in answers.topics.values() for c in answers.citations(topic, language, 1.0)]

    assert len(cited) > 90
    assert [c.quote for c in cited if c.quote not in policy[language]] == []
    assert [c.original for c in cited if c.original not in policy[Language.GERMAN]] == []


@pytest.mark.parametrize("language", Language)
def test_every_citation_carries_the_german_original_and_its_place(answers, language: Language) -> None:
    cited = [c for topic in answers.topics.values() for c in answers.citations(topic, language, 1.0)]
    bindings = [answers.corpus.passage(c.passage, Language.GERMAN).text for c in cited]

    assert [binding[c.start : c.end] for c, binding in zip(cited, bindings, strict=True)] == [
        c.original for c in cited
    ]
    assert all((c.quote == c.original) is (language is Language.GERMAN) for c in cited)


@pytest.mark.parametrize("language", Language)
def test_silence_is_owned_up_to_with_a_way_forward(answers, language: Language) -> None:
    forward = answers.topics["way_forward"].lead[language]
    silent = _topics(answers, Outcome.NOT_IN_POLICY)

    composed = _composed(answers, silent, language)

    assert len(composed) > 50
    assert {answer.outcome for answer in composed} == {Outcome.NOT_IN_POLICY}
    assert [a.topic for a in composed if not a.answer.endswith(f" {forward}")] == []
    assert [
        a.topic for a, topic in zip(composed, silent, strict=True) if topic.lead[language] not in a.answer
    ] == []


@pytest.mark.parametrize("language", Language)
def test_the_law_stands_apart_from_the_answer_with_its_article(answers, language: Language) -> None:
    topics = [topic for topic in answers.topics.values() if topic.law]
    regulation = {Language.GERMAN: "DSGVO", Language.ENGLISH: "GDPR"}[language]

    composed = _composed(answers, topics, language)

    assert [[note["note"] for note in answer.law] for answer in composed] == [
        [note.note[language] for note in topic.law] for topic in topics
    ]
    assert [note for a in composed for note in a.law if regulation not in note["article"]] == []
    assert [a.topic for a in composed if any(note["note"] in a.answer for note in a.law)] == []
