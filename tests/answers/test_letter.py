"""Letters are read back before they are acted on; chat messages are not."""

import pytest

from answers.letter import LONG, MANY, is_letter

LETTER = """
Sehr geehrte Damen und Herren,

hiermit mache ich meine Rechte nach der DSGVO geltend:

1. Auskunft über alle Daten
2. Berichtigung meiner Anschrift
3. Löschung der Telefonnummer
4. Einschränkung bis dahin
5. Widerspruch gegen Werbung

Mit freundlichen Grüßen
"""


def test_a_letter_is_one_by_its_sentences_and_items() -> None:
    assert len(LETTER) < LONG
    assert is_letter(LETTER)


@pytest.mark.parametrize(("length", "long"), [(LONG - 1, False), (LONG, True)])
def test_a_letter_is_one_by_its_length_alone(length: int, long: bool) -> None:
    assert is_letter("x" * length) is long


@pytest.mark.parametrize(("number", "many"), [(MANY - 1, False), (MANY, True)])
def test_a_letter_is_one_by_the_number_of_its_sentences(number: int, many: bool) -> None:
    assert is_letter("Ich bitte darum. " * number) is many


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bitte löschen Sie mein Konto und schicken Sie mir vorher eine Kopie. Wie lange dauert das? Danke!",
        "?!\n" * 40,
        "Nach Art. 15 i. V. m. Art. 12 Abs. 3 z. B. am 1. 2. und 3. Mai, Frau Dr. B. A. Falk.",
    ],
)
def test_a_chat_message_is_no_letter(text: str) -> None:
    assert not is_letter(text)
