"""A message falls into sentences and clauses, and each says how it is put."""

import pytest

from answers.segments import MIN_WORDS, Segment, clauses, segments, sentences
from privacy.language import Language

GERMAN, ENGLISH = Language


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1. Auskunft\n2. Löschung", ["Auskunft", "Löschung"]),
        ("Ich verlange:\n- Auskunft\n– Löschung", ["Ich verlange:", "Auskunft", "Löschung"]),
        ("(a) send a copy\nb) delete the rest", ["send a copy", "delete the rest"]),
        ("• eine Kopie\n  * die Löschung", ["eine Kopie", "die Löschung"]),
    ],
)
def test_every_item_of_a_list_is_a_sentence_without_its_mark(text: str, found: list[str]) -> None:
    assert sentences(text) == found


def test_a_line_broken_within_a_sentence_comes_together_again() -> None:
    text = "Bitte löschen Sie\nmein Konto.\n\nVielen Dank\n"

    assert sentences(text) == ["Bitte löschen Sie mein Konto.", "Vielen Dank"]


def test_an_item_goes_on_in_the_next_line() -> None:
    assert sentences("- eine Kopie\n  meiner Daten\n- Löschung") == ["eine Kopie meiner Daten", "Löschung"]


@pytest.mark.parametrize("text", ["", "\n\n", "12345. !!! 👍", "---"])
def test_what_has_no_word_is_no_sentence(text: str) -> None:
    assert sentences(text) == []


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "Löschen Sie mein Konto und schicken Sie mir eine Kopie",
            ["Löschen Sie mein Konto", "schicken Sie mir eine Kopie"],
        ),
        (
            "Löschen Sie mein Konto; wie lange speichern Sie?",
            ["Löschen Sie mein Konto", "wie lange speichern Sie?"],
        ),
        (
            "I want a copy of it and then please delete it",
            ["I want a copy of it", "please delete it"],
        ),
    ],
)
def test_a_sentence_with_two_wishes_has_two_clauses(sentence: str, found: list[str]) -> None:
    assert clauses(sentence) == found


@pytest.mark.parametrize("sentence", ["Löschen Sie mein Konto", "Bitte Name und Adresse", "Wandern am Rand"])
def test_a_sentence_with_one_wish_has_none_apart(sentence: str) -> None:
    assert clauses(sentence) == []


def test_what_is_too_short_stays_with_the_clause_before() -> None:
    found = clauses("Löschen Sie Name, Adresse und Telefon, und schicken Sie eine Kopie")

    assert found == ["Löschen Sie Name Adresse Telefon", "schicken Sie eine Kopie"]
    assert min(len(clause.split()) for clause in found) >= MIN_WORDS


def test_a_sentence_comes_before_its_clauses() -> None:
    found = segments("Löschen Sie mein Konto und senden Sie eine Kopie. Danke", GERMAN)

    assert [(segment.text, segment.is_clause) for segment in found] == [
        ("Löschen Sie mein Konto und senden Sie eine Kopie.", False),
        ("Löschen Sie mein Konto", True),
        ("senden Sie eine Kopie.", True),
        ("Danke", False),
    ]


@pytest.mark.parametrize(
    ("text", "language", "asks"),
    [
        ("Wie lange speichern Sie das?", GERMAN, True),
        ("wie lange speichern sie das", GERMAN, True),
        ("Speichern Sie das?", GERMAN, True),
        ("Löschen Sie das!", GERMAN, False),
        ("what do you keep", ENGLISH, True),
        ("What’s kept", ENGLISH, True),
        ("Delete what you keep", ENGLISH, False),
    ],
)
def test_a_question_shows_by_its_first_word_or_its_mark(text: str, language: Language, asks: bool) -> None:
    assert [segment.asks for segment in segments(text, language)] == [asks]


def test_only_the_clause_that_asks_is_a_question() -> None:
    found = segments("Löschen Sie mein Konto, und wie lange speichern Sie das noch?", GERMAN)

    assert {segment.text: segment.asks for segment in found if segment.is_clause} == {
        "Löschen Sie mein Konto": False,
        "wie lange speichern Sie das noch?": True,
    }


@pytest.mark.parametrize(
    ("text", "language", "denies"),
    [
        ("Bitte löschen Sie nichts", GERMAN, True),
        ("Ich will KEINE Kopie", GERMAN, True),
        ("Ich will eine Kopie", GERMAN, False),
        ("please don't delete it", ENGLISH, True),
        ("please don’t delete it", ENGLISH, True),
        ("please delete my notes", ENGLISH, False),
    ],
)
def test_what_is_not_wanted_is_told_from_what_is(text: str, language: Language, denies: bool) -> None:
    assert segments(text, language) == [Segment(text, is_clause=False, asks=False, denies=denies)]
