"""Of a message with several wishes none is lost, and none is made up."""

import pytest

from answers.parts import (
    MOST_QUESTIONS,
    SURE_CLAUSE,
    SURE_QUESTION,
    SURE_REQUEST,
    SURE_RIGHT,
    questions_in,
    rights_in,
    rights_in_letter,
)
from answers.ranking import Kind
from answers.reading import Candidate
from answers.segments import Segment

ACCESS = Candidate("exercise_right/access", 0.999)
ERASURE = Candidate("exercise_right/erasure", 0.999)
OBJECTION = Candidate("exercise_right/objection", 0.999)
RETENTION = Candidate("ask_policy/retention", 0.9)
COOKIES = Candidate("ask_policy/cookies", 0.9)
THANKS = Candidate("smalltalk/thanks", 0.999)
KINDS = {
    "retention": Kind("answered", "retention"),
    "after_contract": Kind("answered", "retention"),
    "cookies": Kind("answered", "collection/technology"),
    "backups": Kind("not_in_policy"),
    "children": Kind("not_in_policy"),
}


def _said(candidate: Candidate, *, clause: bool = False, asks: bool = False, denies: bool = False):
    return Segment("…", clause, asks, denies), candidate


def _with(candidate: Candidate, score: float) -> Candidate:
    return Candidate(candidate.label, score)


def test_rights_stand_in_the_order_of_mention_each_once() -> None:
    read = [_said(ERASURE), _said(THANKS), _said(ACCESS), _said(ERASURE)]

    assert rights_in(read, ACCESS) == ("erasure", "access")


@pytest.mark.parametrize(
    ("clause", "score", "rights"),
    [
        (False, SURE_RIGHT, ("access",)),
        (False, SURE_RIGHT + 0.001, ("access", "erasure")),
        (True, SURE_CLAUSE, ("access",)),
        (True, SURE_CLAUSE + 0.001, ("access", "erasure")),
    ],
)
def test_only_a_sure_part_adds_a_right(clause: bool, score: float, rights: tuple[str, ...]) -> None:
    read = [_said(ACCESS), _said(_with(ERASURE, score), clause=clause)]

    assert rights_in(read, ACCESS) == rights


def _sentence(text: str, *, clause: bool = False, denies: bool = False):
    return Segment(text, clause, asks=False, denies=denies), THANKS


def _right_named(text: str) -> str | None:
    """Stands for the classifier: the right that the text names."""
    return text if text in {"access", "erasure", "objection"} else None


def test_a_letter_exercises_what_its_sentences_exercise_and_its_clauses_add_nothing() -> None:
    read = [_sentence("erasure"), _sentence("…"), _sentence("access"), _sentence("objection", clause=True)]

    assert rights_in_letter(read, _with(THANKS, 0.5), _right_named) == ("erasure", "access")


def test_what_a_letter_does_not_want_is_not_exercised() -> None:
    read = [_sentence("erasure", denies=True), _sentence("objection", denies=True)]

    assert rights_in_letter(read, ACCESS, _right_named) == ("objection",)


def test_a_letter_that_reads_as_a_request_is_one_and_one_that_needs_a_person_is_none() -> None:
    told = [_sentence("…"), _sentence("…")]
    handoff = Candidate("request_handoff/deceased", 0.9)

    assert rights_in_letter(told, ACCESS, _right_named) == ("access",)
    assert rights_in_letter(told, RETENTION, _right_named) == ()
    assert rights_in_letter([_sentence("erasure")], handoff, _right_named) == ()


def test_a_request_of_which_no_part_is_sure_exercises_what_the_whole_says() -> None:
    read = [_said(_with(ERASURE, 0.6)), _said(_with(ACCESS, 0.5))]

    assert rights_in(read, _with(ACCESS, 0.7)) == ("access",)


@pytest.mark.parametrize(("score", "rights"), [(SURE_REQUEST, ()), (SURE_REQUEST + 0.01, ("erasure",))])
def test_a_sure_sentence_makes_a_request_of_a_message_about_something_else(score, rights) -> None:
    read = [_said(_with(ERASURE, score)), _said(RETENTION, asks=True)]

    assert rights_in(read, RETENTION) == rights


def test_neither_a_question_alone_nor_a_clause_of_it_is_a_request() -> None:
    assert rights_in([_said(RETENTION, asks=True), _said(ERASURE, clause=True)], RETENTION) == ()
    assert rights_in([_said(RETENTION), _said(THANKS)], RETENTION) == ()
    assert rights_in([_said(ERASURE)], RETENTION) == ()  # the only sentence is the whole message


def test_what_is_not_wanted_is_not_exercised_but_no_more_ads_is_an_objection() -> None:
    read = [_said(ACCESS), _said(ERASURE, denies=True), _said(OBJECTION, denies=True)]

    assert rights_in(read, ACCESS) == ("access", "objection")


def test_do_not_delete_anything_makes_no_request_of_a_question() -> None:
    assert rights_in([_said(ERASURE, denies=True), _said(RETENTION, asks=True)], RETENTION) == ()


def test_questions_stand_in_order_and_only_where_something_is_asked() -> None:
    read = [_said(COOKIES, asks=True), _said(ERASURE, asks=True), _said(RETENTION, asks=True)]

    assert questions_in(read, KINDS) == (COOKIES, RETENTION)
    assert questions_in([_said(COOKIES), _said(RETENTION)], KINDS) == ()


@pytest.mark.parametrize(("score", "found"), [(SURE_QUESTION, False), (SURE_QUESTION + 0.01, True)])
def test_only_a_sure_question_is_answered_beside_another(score: float, found: bool) -> None:
    assert bool(questions_in([_said(_with(COOKIES, score), asks=True)], KINDS)) is found


def test_two_ways_to_the_same_passage_are_one_question_but_two_silences_are_two() -> None:
    labels = ["retention", "after_contract", "backups", "children"]
    read = [_said(Candidate(f"ask_policy/{label}", 0.9), asks=True) for label in labels]

    assert [question.topic for question in questions_in(read, KINDS)] == ["retention", "backups", "children"]


def test_and_how_long_counts_after_a_question_and_not_before_any() -> None:
    duration = Candidate("follow_up_duration", 0.9)

    assert questions_in([_said(COOKIES, asks=True), _said(duration, asks=True)], KINDS) == (COOKIES, duration)
    assert questions_in([_said(duration, asks=True), _said(COOKIES, asks=True)], KINDS) == (COOKIES,)


def test_no_more_questions_are_answered_than_can_be_read() -> None:
    read = [_said(Candidate(f"ask_policy/{number}", 0.9), asks=True) for number in range(MOST_QUESTIONS + 2)]

    assert [question.topic for question in questions_in(read, {})] == ["0", "1", "2"]
