"""Sentences end where people end them, not at every full stop a letter has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers.sentences import cut


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Löschen Sie alles. Danke!", ["Löschen Sie alles.", "Danke!"]),
        ("Geht das? Ja! Gut.", ["Geht das?", "Ja!", "Gut."]),
        ("Das war 2019. Jetzt nicht mehr.", ["Das war 2019.", "Jetzt nicht mehr."]),
        ("He said “delete it.” I agree.", ["He said “delete it.", "I agree."]),
        ("erste Zeile\nzweite Zeile", ["erste Zeile", "zweite Zeile"]),
        ("Warum???   Darum.", ["Warum???", "Darum."]),
        ("ohne Punkt", ["ohne Punkt"]),
    ],
)
def test_a_sentence_ends_at_its_mark_or_its_line(text: str, pieces: list[str]) -> None:
    assert cut(text) == pieces


@pytest.mark.parametrize(
    "text",
    [
        "Nach Art. 15 Abs. 1 DSGVO verlange ich Auskunft.",
        "Am 3. Februar schrieb ich Ihnen.",
        "Frau Dr. Falk und Hr. Meier haben mir das zugesagt.",
        "Ich meine z. B. meine Adresse, d. h. die alte.",
        "Nach Art. 6 i. V. m. Art. 9 DSGVO widerspreche ich.",
        "Meine Kd.-Nr. 4711 kennen Sie.",
        "Ich wohne in der Hauptstr. 5 (ggf. auch Nr. 7).",
        "Under Art. 17 I ask Mr. Smith to delete it.",
        "My name is J. Example.",
    ],
)
def test_an_abbreviation_or_a_date_ends_no_sentence(text: str) -> None:
    assert cut(text) == [text]


def test_a_line_ends_even_where_an_abbreviation_would_go_on() -> None:
    assert cut("Mit freundlichen Grüßen, i. A.\nErika") == ["Mit freundlichen Grüßen, i. A.", "Erika"]


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_nothing_said_is_no_sentence(text: str) -> None:
    assert cut(text) == []


@given(text=st.text(alphabet="aB1ß .!?\n”„", max_size=60))
def test_every_piece_stands_in_the_text_in_order(text: str) -> None:
    place = 0

    for piece in cut(text):
        place = text.index(piece, place) + len(piece)


@given(text=st.text(alphabet="aB1ß .!?\n", max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    assert "".join("".join(cut(text)).split()) == "".join(text.split())
