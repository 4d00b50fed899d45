"""A canned reply with a gap nobody fills, or in one language only, is refused by name."""

import pytest

from answers.corpus import load_corpus
from answers.replies import Replies
from answers.topic import ContentError
from settings import content_folder

GOOD = """
variables:
  name: {de: "[Name]", en: "[name]"}
replies:
  hello:
    title: {de: Gruß, en: Greeting}
    text:
      de: Guten Tag, {name}.
      en: Hello, {name}.
"""


@pytest.fixture
def load(tmp_path):
    def load(text):
        (tmp_path / "replies.yml").write_text(text, encoding="utf-8")
        return Replies.load(tmp_path, load_corpus(content_folder() / "policy"))

    return load


def test_what_is_known_is_filled_in_once_and_never_read_as_a_variable_again(load):
    replies = load(GOOD)

    assert replies.filled(replies.replies[0], "de", {"name": "{name}"}) == "Guten Tag, {name}."
    assert replies.filled(replies.replies[0], "en", {}) == "Hello, [name]."


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("Hello, {name}", "Hello, {nobody}"),
        GOOD.replace("      en: Hello, {name}.\n", ""),
        GOOD.replace("hello:", "Hello there:"),
        "replies: [",
        "",
    ],
)
def test_a_reply_that_cannot_be_sent_is_refused(load, text):
    with pytest.raises(ContentError):
        load(text)


def test_a_passage_that_is_gone_makes_a_reply_outdated(load):
    replies = load(f"{GOOD}    rests_on: {{retired: abc}}\n")

    assert replies.outdated(replies.replies[0]) == ["retired"]
