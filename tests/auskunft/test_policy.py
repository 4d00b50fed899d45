"""`auskunft policy check` says what to read again, line by line, and what changed since last time."""

from pathlib import Path

import pytest

from answers.answer import Answers
from answers.replies import Replies
from auskunft.policy import replies_report, report
from privacy.language import Language
from tests.answers.library import ROOT, edited_content, library_answers

GERMAN, ENGLISH = Language
EDITS = {
    GERMAN: [
        ("{#retention}", "{#storage}"),
        ("{#risk}", "{#new}\nEtwas Neues.\n\n{#risk}"),
        ("Wir führen regelmäßig Penetrationstests", "Wir führen nie Penetrationstests"),
    ],
    ENGLISH: [("{#retention}", "{#storage}"), ("{#risk}", "{#new}\nSomething new.\n\n{#risk}")],
}


@pytest.fixture(scope="module")
def ours() -> Answers:
    return Answers.load(ROOT / "content")


@pytest.fixture(scope="module")
def edited(tmp_path_factory) -> Answers:
    return Answers.load(edited_content(tmp_path_factory.mktemp("content"), EDITS))


def test_a_reviewed_text_is_reported_in_two_lines_with_its_numbers(ours: Answers, tmp_path: Path) -> None:
    first, second = report(ours, tmp_path / "kept")

    assert first == f"Policy {ours.corpus.version}: {len(ours.corpus.names())} passages in two languages."
    assert second.endswith("every quotation stands in it.")
    assert int(second.partition(" topics answered")[0]) > 50


def test_another_text_is_reported_topic_by_topic_with_what_to_do(tmp_path: Path) -> None:
    other = library_answers()

    lines = list(report(other, tmp_path))

    assert lines[1] == f"The topics were reviewed with version {other.standing.reviewed}, not with this one."
    assert lines[2].startswith("0 topics still answer")
    assert "  dpo: perhaps wer-verantwortlich-ist-und-welche-fassung-gilt-2" in lines
    assert "  penetration_tests: nothing found" in lines
    assert lines[-1].endswith(f"then write {other.corpus.version} into content/answers/review.yml.")
    assert not any("every quotation stands in it" in line for line in lines)


def test_the_number_of_topics_withheld_is_the_number_listed(edited: Answers, tmp_path: Path) -> None:
    lines = list(report(edited, tmp_path))

    listed = [line for line in lines if line.startswith("  ")]
    assert f"{len(listed)} topics are withheld until reviewed" in lines[3]
    assert [line for line in listed if line.startswith("  retention:")] == []


def test_what_changed_since_the_last_text_is_named(ours: Answers, edited: Answers, tmp_path: Path) -> None:
    assert not any(line.startswith("Since") for line in report(ours, tmp_path))

    *_, last = report(edited, tmp_path)

    version = ours.corpus.version
    assert last == f"Since version {version}: new: new, storage; gone: retention; changed: security/testing."


def test_asking_twice_reports_the_same_change_again(ours: Answers, edited: Answers, tmp_path: Path) -> None:
    list(report(ours, tmp_path))

    assert list(report(edited, tmp_path)) == list(report(edited, tmp_path))


def test_a_text_whose_passages_are_all_the_same_is_said_to_be(ours: Answers, tmp_path: Path) -> None:
    list(report(ours, tmp_path))
    (tmp_path / f"{ours.corpus.version}.json").rename(tmp_path / "aaaaaaaaaaaa.json")

    *_, last = report(ours, tmp_path)

    assert last == "Since version aaaaaaaaaaaa: the same passages."


def test_the_canned_replies_that_rest_on_a_changed_passage_are_named(ours: Answers, edited: Answers) -> None:
    [whole] = replies_report(Replies.load(ROOT / "content", ours.corpus))
    head, line = replies_report(Replies.load(ROOT / "content", edited.corpus))

    assert whole == "16 canned replies; the passages they rest on are as they were."
    assert head == "1 of 16 canned replies rest on passages that have changed:"
    assert line.endswith("/retention: read it again, then write what it rests on today: retention is gone")
