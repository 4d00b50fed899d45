"""An editor learns which topics to read again, and what has changed in the policy."""

import os
from pathlib import Path

import pytest

from answers.answer import Answers
from answers.review import Changes, Review, binding_text, remember, text_before
from answers.topic import Outcome
from privacy.language import Language
from tests.answers.library import edited_content, library_answers

GERMAN, ENGLISH = Language
FOUND = {"found_in_policy", "not_found_in_policy"}  # the words around passages: no topics of the policy


@pytest.fixture(scope="module")
def library() -> Review:
    return Review.of(library_answers())


def _names(answers: Answers, *outcomes: Outcome) -> set[str]:
    return {name for name, topic in answers.topics.items() if topic.outcome in outcomes} - FOUND


def test_of_a_reviewed_text_nothing_is_to_be_read_again(answers) -> None:
    review = Review.of(answers)

    assert set(review.speaking) == _names(answers, Outcome.ANSWERED)
    assert set(review.silent) == _names(answers, Outcome.NOT_IN_POLICY)
    assert review.withheld == {}


def test_of_another_text_every_topic_is_to_be_read_again(library: Review) -> None:
    expected = _names(library_answers(), Outcome.ANSWERED, Outcome.NOT_IN_POLICY)

    assert (library.speaking, library.silent) == ([], [])
    assert set(library.withheld) == expected


def test_the_editor_is_shown_where_the_new_text_may_speak_of_a_topic(library: Review) -> None:
    assert library.withheld["dpo"] == "wer-verantwortlich-ist-und-welche-fassung-gilt-2"
    assert library.withheld["children"].startswith("kinder-und-jugendliche")
    assert library.withheld["penetration_tests"] is None


def test_after_one_passage_changed_only_its_topics_and_all_silences_are_read_again(tmp_path: Path) -> None:
    edits = {
        GERMAN: [("Wir führen regelmäßig Penetrationstests", "Wir führen nie Penetrationstests")],
        ENGLISH: [("We regularly carry out penetration", "We never carry out penetration")],
    }
    changed = Answers.load(edited_content(tmp_path, edits))

    review = Review.of(changed)

    assert set(review.withheld) & _names(changed, Outcome.ANSWERED) == {"penetration_tests"}
    assert set(review.withheld) >= _names(changed, Outcome.NOT_IN_POLICY)
    assert "retention" in review.speaking
    assert review.silent == []


def test_passages_that_came_went_or_differ_are_told_apart() -> None:
    before = {"same": "gleich", "old": "weg", "other": "so"}
    now = {"new": "neu", "other": "anders", "same": "gleich"}

    assert Changes.between(before, now) == Changes(added=["new"], removed=["old"], changed=["other"])
    assert Changes.between(now, now) == Changes([], [], [])


def test_at_first_there_is_no_text_to_compare_with(answers, tmp_path: Path) -> None:
    assert text_before(answers.corpus, tmp_path / "never-made") is None

    remember(answers.corpus, tmp_path / "kept")

    assert text_before(answers.corpus, tmp_path / "kept") is None


def test_a_text_that_was_kept_comes_back_letter_for_letter(answers, tmp_path: Path) -> None:
    other = library_answers().corpus
    remember(other, tmp_path)
    remember(answers.corpus, tmp_path)

    assert text_before(answers.corpus, tmp_path) == (other.version, binding_text(other))
    assert "Penetrationstests" in binding_text(answers.corpus)["security/testing"]


def test_of_several_texts_the_last_one_kept_counts(answers, tmp_path: Path) -> None:
    for age, version in [(30, "aaa"), (10, "ccc"), (20, "bbb")]:
        path = tmp_path / f"{version}.json"
        path.write_text('{"passage": "Worte"}', encoding="utf-8")
        os.utime(path, (1_000_000 - age, 1_000_000 - age))

    assert text_before(answers.corpus, tmp_path) == ("ccc", {"passage": "Worte"})


def test_a_text_that_was_kept_is_not_written_over(answers, tmp_path: Path) -> None:
    path = tmp_path / f"{answers.corpus.version}.json"
    path.write_text("{}", encoding="utf-8")

    remember(answers.corpus, tmp_path)

    assert path.read_text(encoding="utf-8") == "{}"
