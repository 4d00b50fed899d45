"""What identifies a person is found in a letter as people write it, and read back masked."""

import pytest

from answers.identifiers import Identifier, identifiers_in
from privacy.reference import new_reference


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Schreiben Sie an erika.m+x@example.com.", "email", "erika.m+x@example.com"),
        ("<Erika@mail.example.co.uk>", "email", "Erika@mail.example.co.uk"),
        ("Kundennummer: 4711-22", "customer_number", "4711-22"),
        ("Meine Kundennr. lautet AB 12345", "customer_number", "AB 12345"),
        ("Kunden-Nr.: #98765", "customer_number", "98765"),
        ("my customer number is 12345", "customer_number", "12345"),
        ("Account No. X-55123", "customer_number", "X-55123"),
        ("Es geht um K-100001 und sonst nichts", "customer_number", "K-100001"),
        ("geboren am 12.03.1980 in Köln", "birth_date", "12.03.1980"),
        ("Geburtsdatum: 1. März 1980", "birth_date", "1. März 1980"),
        ("date of birth: 12-03-1980", "birth_date", "12-03-1980"),
        ("born on 3 March 1980", "birth_date", "3 March 1980"),
        ("Tel. 0151 23456789", "phone", "0151 23456789"),
        ("erreichbar unter +49 (0)30 123456-78", "phone", "+49 (0)30 123456-78"),
        ("0049/221/4711000", "phone", "0049/221/4711000"),
        ("IBAN DE89 3704 0044 0532 0130 00", "iban", "DE89 3704 0044 0532 0130 00"),
        ("Konto DE89370400440532013000.", "iban", "DE89370400440532013000"),
    ],
)
def test_an_identifier_is_found_as_people_write_it(text: str, kind: str, value: str) -> None:
    assert identifiers_in(text) == [Identifier(kind, value)]


def test_a_reference_is_found_and_written_as_we_write_it() -> None:
    reference = new_reference()

    found = identifiers_in(f"Zu meinem Antrag {reference.lower().replace('-', ' ')}:")

    assert found == [Identifier("reference", reference)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ich bin seit 2019 Kunde und warte seit 12 Monaten.",
        "Ihr Schreiben vom 05.03.2024 und vom 2024-01-05",
        "Meine Kundennummer weiß ich nicht.",
        "20095 Hamburg, Lindenweg 12",
        "Rechnung 2023-0815-4711 über 1.200,00 Euro",
        "nach Art. 15 Abs. 3 DSGVO, Ihr Zeichen DSR-0000",
        "a@b und @twitter",
    ],
)
def test_other_numbers_identify_nobody(text: str) -> None:
    assert identifiers_in(text) == []


def test_what_stands_twice_is_read_once() -> None:
    text = "Kundennummer K-100001, also K-100001; erika@example.com, erika@example.com"

    assert identifiers_in(text) == [
        Identifier("email", "erika@example.com"),
        Identifier("customer_number", "K-100001"),
    ]


def test_an_iban_is_not_read_as_a_telephone_number_too() -> None:
    found = identifiers_in("IBAN DE89 3704 0044 0532 0130 00, Tel. 0151 23456789")

    assert [identifier.kind for identifier in found] == ["iban", "phone"]


@pytest.mark.parametrize(
    ("kind", "value", "masked"),
    [
        ("email", "erika.mustermann@example.com", "er…@example.com"),
        ("customer_number", "K-100001", "K-…01"),
        ("phone", "0151 23456789", "01…89"),
        ("iban", "DE89 3704 0044 0532 0130 00", "DE…00"),
        ("birth_date", "12.03.1980", "12…80"),
    ],
)
def test_what_is_read_back_can_be_recognised_and_not_used(kind: str, value: str, masked: str) -> None:
    assert Identifier(kind, value).masked == masked


def test_a_reference_is_ours_and_is_read_back_whole() -> None:
    reference = new_reference()

    assert Identifier("reference", reference).masked == reference
