"""Every short question leads to an answer that is written, and to one only."""

from collections import Counter
from typing import Any

import pytest
import yaml

from answers.follow_up import FollowUps


@pytest.fixture(scope="module")
def follow_ups(root) -> FollowUps:
    return FollowUps.load(root / "content" / "answers" / "follow_ups.yml")


@pytest.fixture(scope="module")
def entries(root) -> dict[str, Any]:
    text = (root / "content" / "answers" / "follow_ups.yml").read_text(encoding="utf-8")
    return yaml.load(text, yaml.CSafeLoader)


def test_every_topic_that_is_named_exists(follow_ups, topics) -> None:
    assert len(follow_ups.topics()) > 50
    assert follow_ups.topics() - set(topics) == set()


def test_what_a_short_question_leads_to_is_about_the_policy_or_the_rights(follow_ups, topics) -> None:
    led_to = {topic for kind in follow_ups.kinds.values() for topic in (kind.otherwise, *kind.after.values())}

    assert {topics[name].outcome.value for name in led_to} <= {"answered", "not_in_policy"}


def test_every_kind_is_learnt_and_can_be_asked_back(follow_ups, phrases, topics) -> None:
    learnt = {phrase.intent for phrase in phrases if phrase.intent.startswith("follow_up_")}

    assert set(follow_ups.kinds) == learnt
    assert {topics[kind].outcome.value for kind in follow_ups.kinds} == {"unclear"}


def test_no_topic_leads_to_two(entries) -> None:
    for kind in entries.values():
        before = Counter(name for names in kind.get("after", {}).values() for name in names)

        assert [name for name, times in before.items() if times > 1] == []
