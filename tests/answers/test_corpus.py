"""The policy text is cut into the promised passages and never loses or gains a word."""

import hashlib
from pathlib import Path

import pytest

from answers.corpus import PolicyError, cut, load_corpus, words_of
from privacy.language import Language

CONTENT = Path(__file__).parents[2] / "content"
# SHA-256 of the file the controller gave us, which ends without a line feed. Whoever changes the
# policy text changes this knowingly.
WORDS = "380056bb1c5b58147d06000af00a5aff0ac4e63117dfd7633aca5a496d1cfdff"
BEGINNINGS = {
    "preamble": "Wir verpflichten uns",
    "collection": "Wir verarbeiten nur begrenzte Mengen",
    "collection/provided": "Wenn wir gemeinsam mit Ihnen",
    "collection/technology": "Wir sammeln technische",
    "purposes": "Wir dürfen die personenbezogenen Daten",
    "purposes/service": "Serviceverwaltung",
    "purposes/marketing": "Marketing und Kommunikation",
    "purposes/improvement": "Zur Verbesserung",
    "purposes/support": "Zur Bereitstellung technischer",
    "purposes/compliance": "Zur Sicherstellung der Einhaltung",
    "sharing": "Wir können Ihre personenbezogenen Daten mit anderen Unternehmen",
    "security/data-centre": "Die Sicherheit und Vertraulichkeit",
    "security/desktops-and-mail": "Der gesamte Datentransfer",
    "security/testing": "Wir führen regelmäßig Penetrationstests",
    "risk": "Obwohl wir die notwendigen",
    "retention": "Unsere allgemeine Regel",
    "rights": "Sie können, vorbehaltlich",
    "rights/guidance": "Für weitere Informationen zu diesen Rechten",
    "rights/contact": "Wenn Sie weitere Informationen darüber wünschen",
}
UNANCHORED = """---
title: Ein anderer Text
---

# Über uns

Wir sind ein Verein.

Wir haben Mitglieder.

## 2.1. Ihre Rechte & Pflichten!

- Auskunft
- Löschung

### Näheres

Fragen Sie uns.
"""


def test_the_german_words_are_those_the_controller_gave_us(policy) -> None:
    words = words_of(policy[Language.GERMAN]).removesuffix("\n")

    assert _sha256(words) == WORDS


@pytest.mark.parametrize("language", Language)
def test_both_languages_are_cut_into_the_promised_passages(policy, language: Language) -> None:
    passages = cut(policy[language], language)

    assert [passage.id for passage in passages] == list(BEGINNINGS)
    assert all(passage.text for passage in passages)


@pytest.mark.parametrize(("name", "beginning"), BEGINNINGS.items())
def test_a_passage_begins_with_its_words(answers, name: str, beginning: str) -> None:
    assert answers.corpus.passage(name, Language.GERMAN).text.startswith(beginning)


@pytest.mark.parametrize("language", Language)
def test_passages_and_headings_together_are_all_the_words(policy, language: Language) -> None:
    words = words_of(policy[language])
    headings = {line for line in policy[language].splitlines() if line.startswith("#")}

    for passage in cut(policy[language], language):
        assert passage.text in words
        words = words.replace(passage.text, "", 1)

    assert set(filter(None, words.splitlines())) == {heading.lstrip("# ") for heading in headings}


def test_the_list_of_rights_is_one_passage_with_its_introduction(answers) -> None:
    text = answers.corpus.passage("rights", Language.GERMAN).text

    assert text.endswith("zu widerrufen.")
    assert text.count("\n") == 5


@pytest.mark.parametrize("language", Language)
def test_a_passage_knows_its_section(answers, language: Language) -> None:
    sections = {name: answers.corpus.passage(name, language).section for name in BEGINNINGS}

    assert sections["preamble"] == ""
    assert sections["collection/technology"] == "1"
    assert sections["purposes/marketing"] == "2"
    assert sections["rights/contact"] == "7"


def test_a_heading_is_shown_without_its_marks_and_number(answers) -> None:
    assert answers.corpus.passage("retention", Language.GERMAN).heading == "Aufbewahrungsrichtlinie"
    assert answers.corpus.passage("retention", Language.ENGLISH).heading == "Retention policy"


def test_text_without_anchors_is_cut_at_paragraphs_and_named_after_headings() -> None:
    passages = cut(UNANCHORED, Language.GERMAN)

    assert [(p.id, p.section, p.heading, p.text) for p in passages] == [
        ("über-uns", "", "Über uns", "Wir sind ein Verein."),
        ("über-uns-2", "", "Über uns", "Wir haben Mitglieder."),
        ("ihre-rechte-pflichten", "2.1", "Ihre Rechte & Pflichten!", "- Auskunft\n- Löschung"),
        ("näheres", "2.1", "Näheres", "Fragen Sie uns."),
    ]


def test_the_version_follows_the_binding_words_only(tmp_path: Path, policy) -> None:
    german, english = policy[Language.GERMAN], policy[Language.ENGLISH]
    versions = [
        _version(tmp_path, german, english),
        _version(tmp_path, german.replace("title: ", "title: Neue "), english.replace("We ", "we ")),
        _version(tmp_path, german.replace("begrenzte", "wenige"), english),
    ]

    assert versions[0] == versions[1] == _sha256(words_of(german))[:12]
    assert versions[2] != versions[0]


def test_a_passage_in_one_language_only_is_refused_by_name(tmp_path: Path, policy) -> None:
    english = policy[Language.ENGLISH].replace("{#retention}", "{#storage}")

    with pytest.raises(PolicyError, match=r"passage retention stands in .*de.* only"):
        _version(tmp_path, policy[Language.GERMAN], english)


def test_a_missing_policy_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"customers\.de\.md"):
        load_corpus(tmp_path)


def test_an_unknown_passage_is_named(answers) -> None:
    with pytest.raises(PolicyError, match="no passage 'cookies'"):
        answers.corpus.passage("cookies", Language.GERMAN)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _version(folder: Path, german: str, english: str) -> str:
    (folder / "customers.de.md").write_text(german, encoding="utf-8")
    (folder / "customers.en.md").write_text(english, encoding="utf-8")
    return load_corpus(folder).version
