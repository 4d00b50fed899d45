"""A passage is quoted word for word or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers.passage import MisquoteError, Passage
from privacy.language import Language

TEXT = "Unser Büro ist groß. Unsere Regel: Daten nur so lange, wie nötig.\nUnser Büro ist groß."
PASSAGE = Passage("office", Language.GERMAN, "1", "Büro", TEXT)


@given(ends=st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(sorted))
def test_offsets_cut_the_very_words(ends: list[int]) -> None:
    words = TEXT[slice(*ends)] or "Büro"

    start, end = PASSAGE.find(words)

    assert TEXT[start:end] == words


def test_offsets_are_characters_and_the_first_place_counts() -> None:
    assert PASSAGE.find("Büro ist groß.") == (6, 20)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Unser Buero ist groß.",
        "unser Büro ist groß.",
        "Unser Büro  ist groß.",
        "Unser Bu\u0308ro ist groß.",
        "Daten nur so lange wie nötig",
        "Daten nur so lange … nötig",
        "nötig. Unser",
    ],
)
def test_a_misquote_is_refused(words: str) -> None:
    with pytest.raises(MisquoteError, match="office"):
        PASSAGE.find(words)


def test_a_citation_carries_both_languages_and_the_place_in_the_binding_one(answers) -> None:
    words = {Language.GERMAN: "Das Recht auf Auskunft.", Language.ENGLISH: "The right of access."}

    citation = answers.corpus.cite("rights", words, Language.ENGLISH, 0.98765)

    binding = answers.corpus.passage("rights", Language.GERMAN).text
    assert (citation.quote, citation.original) == ("The right of access.", "Das Recht auf Auskunft.")
    assert binding[citation.start : citation.end] == citation.original
    assert (citation.passage, citation.section, citation.heading) == ("rights", "7", "Your rights")
    assert citation.policy_version == answers.corpus.version
    assert citation.score == 0.988


@pytest.mark.parametrize("wrong", Language)
def test_an_english_citation_misquoted_in_either_language_is_refused(answers, wrong: Language) -> None:
    words = {Language.GERMAN: "Das Recht auf Auskunft.", Language.ENGLISH: "The right of access."}

    with pytest.raises(MisquoteError, match="The right to be left alone"):
        answers.corpus.cite("rights", words | {wrong: "The right to be left alone."}, Language.ENGLISH, 1.0)
