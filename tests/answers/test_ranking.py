"""Readings are ranked by what they come to: several ways to the same answer count together."""

import numpy as np
import pytest

from answers.ranking import Kind, Ranking
from answers.reading import Candidate

KINDS = {
    "backups": Kind("not_in_policy"),
    "children": Kind("not_in_policy"),
    "ai_use": Kind("not_in_policy"),
    "retention": Kind("answered", "retention"),
    "after_contract": Kind("answered", "retention"),
    "cookies": Kind("answered", "collection/technology"),
    "access": Kind("request", "access"),
    "erasure": Kind("request", "erasure"),
}


def rank(scores: dict[str, float], kinds: dict[str, Kind], most: int = 9) -> tuple[Candidate, ...]:
    return Ranking(list(scores), kinds).rank(np.array(list(scores.values())), most)


def test_several_half_sure_ways_to_say_the_same_outweigh_one_other() -> None:
    scores = {"ask_policy/backups": 0.2, "ask_policy/children": 0.15, "ask_policy/cookies": 0.3}

    first, second = rank(scores, KINDS)

    assert first == Candidate("ask_policy/backups", 0.35)
    assert second == Candidate("ask_policy/cookies", 0.3)


def test_of_one_kind_the_likeliest_speaks_with_the_score_of_all() -> None:
    scores = {"ask_policy/after_contract": 0.3, "ask_policy/retention": 0.4, "exercise_right/access": 0.3}

    assert rank(scores, KINDS)[0] == Candidate("ask_policy/retention", pytest.approx(0.7))


def test_the_outcome_is_settled_before_the_passage() -> None:
    scores = {
        "ask_policy/retention": 0.25,
        "ask_policy/cookies": 0.2,
        "ask_policy/backups": 0.2,
        "ask_policy/children": 0.2,
        "exercise_right/access": 0.15,
    }

    ranked = rank(scores, KINDS)

    assert [candidate.topic for candidate in ranked] == ["retention", "backups", "cookies", "access"]


def test_rights_are_never_added_up_into_one() -> None:
    scores = {"exercise_right/access": 0.4, "exercise_right/erasure": 0.35, "ask_policy/cookies": 0.25}

    assert rank(scores, KINDS) == tuple(Candidate(label, score) for label, score in scores.items())


def test_a_topic_nobody_knows_the_kind_of_stands_for_itself() -> None:
    scores = {"smalltalk/thanks": 0.3, "out_of_scope/weather": 0.7}

    ranked = rank(scores, {})

    assert ranked == (Candidate("out_of_scope/weather", 0.7), Candidate("smalltalk/thanks", 0.3))


def test_no_probability_is_lost() -> None:
    scores = {f"ask_policy/{topic}": (n + 1) / 36 for n, topic in enumerate(KINDS)}

    assert sum(candidate.score for candidate in rank(scores, KINDS)) == pytest.approx(1)


def test_only_the_best_are_kept_and_the_best_stays_first() -> None:
    scores = {"ask_policy/cookies": 0.4, "ask_policy/backups": 0.3, "ask_policy/children": 0.2, "greet": 0.1}

    assert rank(scores, KINDS, 1) == rank(scores, KINDS)[:1]
    assert [c.topic for c in rank(scores, KINDS, 2)] == ["backups", "cookies"]
