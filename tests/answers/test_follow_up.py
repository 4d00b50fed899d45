"""“And how long?” asks about what was spoken of before, and about nothing when nothing was."""

from pathlib import Path

import pytest

from answers.follow_up import FollowUps
from answers.topic import ContentError

ENTRIES = """
follow_up_duration:
  otherwise: retention
  after:
    record_retention: [cookies, call_recording]
    response_time: [access]
follow_up_more:
  otherwise: contact
"""


@pytest.fixture
def follow_ups(tmp_path: Path) -> FollowUps:
    (tmp_path / "follow_ups.yml").write_text(ENTRIES, encoding="utf-8")
    return FollowUps.load(tmp_path / "follow_ups.yml")


@pytest.mark.parametrize(
    ("intent", "before", "topic"),
    [
        ("follow_up_duration", "cookies", "record_retention"),
        ("follow_up_duration", "call_recording", "record_retention"),
        ("follow_up_duration", "access", "response_time"),
        ("follow_up_duration", "encryption", "retention"),
        ("follow_up_more", "cookies", "contact"),
    ],
)
def test_a_short_question_asks_about_the_topic_before(follow_ups, intent, before, topic) -> None:
    assert follow_ups.topic(intent, before) == topic


def test_at_the_start_there_is_nothing_to_follow_up(follow_ups) -> None:
    assert follow_ups.topic("follow_up_duration", None) is None


@pytest.mark.parametrize("intent", ["ask_policy", "exercise_right", "nlu_fallback"])
def test_a_question_of_its_own_follows_nothing(follow_ups, intent) -> None:
    assert follow_ups.topic(intent, "cookies") is None


def test_every_topic_that_is_named_can_be_checked(follow_ups) -> None:
    named = {
        "retention",
        "record_retention",
        "response_time",
        "contact",
        "cookies",
        "call_recording",
        "access",
    }

    assert follow_ups.topics() == named


@pytest.mark.parametrize(
    "entries",
    [
        "",
        "- a list",
        "follow_up_more: contact",
        "follow_up_more:\n  after: {}",
        "follow_up_more: [",
        "a: b: c",
    ],
)
def test_a_file_that_is_wrong_is_named(tmp_path: Path, entries: str) -> None:
    path = tmp_path / "follow_ups.yml"
    path.write_text(entries, encoding="utf-8")

    with pytest.raises(ContentError, match=r"follow_ups\.yml"):
        FollowUps.load(path)


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"follow_ups\.yml"):
        FollowUps.load(tmp_path / "follow_ups.yml")
