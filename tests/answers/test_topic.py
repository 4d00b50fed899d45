"""Topics are read whole, or the file and the topic that are wrong are named."""

from pathlib import Path

import pytest

from answers.topic import ContentError, Evidence, Outcome, load_topics
from privacy.handoff import Priority
from privacy.language import Language

TOPIC = """
office:
  title: {de: Büro, en: Office}
  outcome: answered
  lead: {de: " Wir haben ein Büro. ", en: We have an office.}
"""
EVIDENCE = "- {passage: preamble, de: Worte, en: words}"
LAW = """
access:
  article: Art. 15 GDPR
  article_de: Art. 15 DSGVO
  note: {de: Man darf fragen., en: One may ask.}
"""


@pytest.mark.parametrize("key", ["evidence", "related"])
def test_a_topic_is_read_with_all_it_has(tmp_path: Path, key: str) -> None:
    more = f"  {key}:\n  {EVIDENCE}\n  law: [access]\n  staff_note: {{de: Merkwürdig, en: Odd}}\n"
    _write(tmp_path, TOPIC + more)

    topic = load_topics(tmp_path)["office"]

    assert topic.outcome is Outcome.ANSWERED
    assert topic.title == {Language.GERMAN: "Büro", Language.ENGLISH: "Office"}
    assert topic.lead[Language.GERMAN] == "Wir haben ein Büro."
    assert topic.evidence == (Evidence("preamble", {Language.GERMAN: "Worte", Language.ENGLISH: "words"}),)
    assert topic.law[0].article == {Language.GERMAN: "Art. 15 DSGVO", Language.ENGLISH: "Art. 15 GDPR"}
    assert topic.law[0].note[Language.ENGLISH] == "One may ask."
    assert topic.staff_note == {Language.GERMAN: "Merkwürdig", Language.ENGLISH: "Odd"}


def test_a_topic_may_do_without_evidence_law_and_note(tmp_path: Path) -> None:
    _write(tmp_path, TOPIC)

    topic = load_topics(tmp_path)["office"]

    assert (topic.evidence, topic.law, topic.staff_note, topic.priority) == ((), (), None, Priority.NORMAL)


def test_a_topic_says_how_urgent_it_is(tmp_path: Path) -> None:
    _write(tmp_path, TOPIC + "  priority: high\n")

    assert load_topics(tmp_path)["office"].priority is Priority.HIGH


@pytest.mark.parametrize(
    "entry",
    [
        TOPIC.replace("outcome: answered", "outcome: said"),
        TOPIC.replace("outcome: answered", ""),
        TOPIC.replace(", en: We have an office.", ""),
        TOPIC.replace("de: Büro, ", ""),
        TOPIC + f"  evidence:\n  {EVIDENCE.replace('passage: preamble, ', '')}\n",
        TOPIC + f"  evidence:\n  {EVIDENCE.replace(', en: words', '')}\n",
        TOPIC + "  law: [unheard_of]\n",
        TOPIC + "  staff_note: {de: Merkwürdig}\n",
        TOPIC + "  priority: highest\n",
        "office:\n",
    ],
)
def test_a_wrong_entry_is_named_with_its_file(tmp_path: Path, entry: str) -> None:
    _write(tmp_path, entry)

    with pytest.raises(ContentError, match=r"about\.yml: 'office'"):
        load_topics(tmp_path)


def test_a_topic_in_two_files_is_refused(tmp_path: Path) -> None:
    _write(tmp_path, TOPIC)
    (tmp_path / "contact.yml").write_text(TOPIC, encoding="utf-8")

    with pytest.raises(ContentError, match=r"contact\.yml: 'office' stands in two files"):
        load_topics(tmp_path)


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    _write(tmp_path, "office: [")

    with pytest.raises(ContentError, match=r"about\.yml"):
        load_topics(tmp_path)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    _write(tmp_path, TOPIC)
    (tmp_path / "about.yml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(ContentError, match=r"about\.yml"):
        load_topics(tmp_path)


def test_a_missing_law_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"law\.yml"):
        load_topics(tmp_path)


def test_an_empty_file_holds_no_topics(tmp_path: Path) -> None:
    _write(tmp_path, "# to be written\n")

    assert load_topics(tmp_path) == {}


def _write(folder: Path, topics: str) -> None:
    (folder / "about.yml").write_text(topics, encoding="utf-8")
    (folder / "law.yml").write_text(LAW, encoding="utf-8")
