"""A rare word means the same as the common one, also inside a compound or with an ending."""

import pytest

from answers.folding import fold
from answers.lexicon import COMPOUND, Lexicon, lexicon, words
from privacy.language import Language

GERMAN, ENGLISH = Language


@pytest.fixture
def small() -> Lexicon:
    return Lexicon(
        whole={"tilgen": ["delete"], "loschlein": ["animal"]},
        beginnings={"losch": ["delete"], "loschwasser": ["fire"], "ausku": ["access"], "kat": ["animal"]},
        endings={"verordnung": ["law"]},
    )


@pytest.mark.parametrize(
    ("word", "concepts"),
    [
        ("tilgen", ["delete"]),
        ("tilgens", []),
        ("loschung", ["delete"]),
        ("losch", ["delete"]),
        ("los", []),
        ("loschwasserteich", ["fire"]),
        ("loschlein", ["animal", "delete"]),
        ("grundverordnung", ["law"]),
        ("verordnungen", []),
        ("datenloschung", ["delete"]),
        ("kundenauskunft", ["access"]),
        ("datenkatze", []),
        ("xyzzy", []),
        ("", []),
        ("?", []),
    ],
)
def test_a_word_is_looked_up_whole_then_by_its_parts(small: Lexicon, word: str, concepts: list[str]) -> None:
    assert small.concepts(word) == concepts


def test_only_a_long_beginning_counts_inside_a_compound(small: Lexicon) -> None:
    assert min(len(form) for form in ("losch", "ausku")) == COMPOUND
    assert small.concepts("hauskatze") == []


@pytest.mark.parametrize(
    ("language", "common", "rare"),
    [
        (GERMAN, "Löschung", "Profillöschung"),
        (GERMAN, "Auskunft", "Datenauskunft"),
        (GERMAN, "löschen", "loeschen"),
        (GERMAN, "kein", "keinerlei"),
        (ENGLISH, "delete", "deletion"),
        (ENGLISH, "can't", "cannot"),
    ],
)
def test_the_common_word_and_the_rare_one_share_a_concept(language: Language, common: str, rare: str) -> None:
    concepts = lexicon(language).concepts

    assert set(concepts(fold(common))) & set(concepts(fold(rare)))


@pytest.mark.parametrize(("language", "word"), [(GERMAN, "delete"), (ENGLISH, "löschung")])
def test_the_languages_keep_apart(language: Language, word: str) -> None:
    other = ENGLISH if language is GERMAN else GERMAN

    assert "delete" in lexicon(other).concepts(fold(word))
    assert lexicon(language).concepts(fold(word)) == []


def test_the_words_of_a_text_are_what_is_looked_up() -> None:
    assert words("i don't know, e-mail 24/7 snake_case ok?") == [
        *("i", "don't", "know", "e", "mail", "24", "7", "snake", "case", "ok", "?")
    ]
