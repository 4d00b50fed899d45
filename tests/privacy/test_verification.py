"""Codes: found as people type them, never taken from other numbers, useless elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.verification import MASK, code_in, digest, masked, matches, new_code

CODES = st.integers(0, 999_999).map("{:06d}".format)


@pytest.mark.parametrize(
    "text",
    [
        "123456",
        " 123456\n",
        "123456.",
        "123456!",
        "123 456",
        "12 34 56",
        "1 2 3 4 5 6",
        "123\u00a0456",
        "123\u202f456",
        "123-456",
        "123 - 456",
        "123\u2011456",
        "123–456",
        "123—456",
        "123.456",
        "123·456",
        "12\n34\n56",
        "１２３４５６",
        "１２３　４５６",
        "１２３－４５６",
        "mein Code ist 123 456",
        "Mein Code ist: 123456.",
        "der code lautet 123-456, danke",
        "The code is 123456, thanks",
        "code=123456",
        "«123456»",
        "**123456**",
        "123456 ok",
        "Versuch 2: 123456",
    ],
)
def test_a_code_is_found_as_people_type_it(text: str) -> None:
    assert code_in(text) == "123456"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("O12345", "012345"),
        ("o12345", "012345"),
        ("12345O", "123450"),
        ("1O2O3O", "102030"),
        ("12O 45O", "120450"),
        ("Ｏ１２３４５", "012345"),
        ("000000", "000000"),
    ],
)
def test_the_letter_o_counts_as_zero(text: str, code: str) -> None:
    assert code_in(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nein",
        "OOOOOO",
        "oo oo oo",
        "12345",
        "1234567",
        "123 4567",
        "12 34 56 7",
        "１２３４５６７",
        "0171 2345678",
        "+49 171 2345678",
        "089-1234567",
        "+49 89 123456",
        "0049 89 123456",
        "030 123456",
        "12.11.26",
        "12. 11. 26",
        "1.12.2026",
        "am 12.11.26 geschrieben",
        "12.11.2026",
        "2026-11-12",
        "12/11/26",
        "10:20:30",
        "K-100001",
        "k-100001",
        "K100001",
        "Meine Kundennummer ist K-100001",
        "DSR-1234-5678",
        "AB123456",
        "123456AB",
        "123456@example.com",
        "max.123456@example.com",
        "max-123456@example.com",
        "max@123456",
        "DE89 3704 0044 0532 0130 00",
    ],
)
def test_other_numbers_are_no_code(text: str) -> None:
    assert code_in(text) is None


def test_a_date_before_the_code_does_not_hide_it() -> None:
    assert code_in("Ihre Mail vom 12.11.26: 654321") == "654321"
    assert code_in("Am 12.11.26, 14 Uhr") is None


@pytest.mark.parametrize(
    "written", ["123456", "123 456", "12-34-56", "１２３４５６", "O23456", "1 2 3 4 5 6"]
)
def test_a_code_is_masked_however_it_is_typed(written: str) -> None:
    assert masked(f"Mein Code ist {written}, danke") == f"Mein Code ist {MASK}, danke"


@pytest.mark.parametrize("text", ["Ich habe keinen Code", "am 12.11.26", "0171 2345678", "½ Stunde", ""])
def test_nothing_else_is_masked(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("111111 654321", f"{MASK} {MASK}"),
        ("111111, 654321", f"{MASK}, {MASK}"),
        ("111111 654 321", f"{MASK} {MASK}"),
        ("111111\n65-43-21, nein, 654321", f"{MASK}\n{MASK}, nein, {MASK}"),
    ],
)
def test_a_code_behind_another_is_masked_too(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_a_code_behind_a_guess_is_masked_when_only_the_guess_may_be_read() -> None:
    assert masked("111111 654321", lambda code: code == "654321") == f"111111 {MASK}"


@given(code=CODES)
def test_every_code_is_found_in_a_sentence(code: str) -> None:
    assert code_in(f"Mein Code ist {code[:3]} {code[3:]}, danke") == code


@given(text=st.text())
def test_whatever_is_found_has_six_digits(text: str) -> None:
    code = code_in(text)

    assert code is None or (len(code) == 6 and code.isascii() and code.isdigit())


def test_a_new_code_is_one_that_is_found() -> None:
    drawn = [new_code() for _ in range(100)]

    assert [code_in(code) for code in drawn] == drawn
    assert len(set(drawn)) > 1


def test_a_digest_matches_its_code_key_and_purpose() -> None:
    kept = digest("123456", key=b"key", bound_to="conversation 1")

    assert matches("123456", kept, key=b"key", bound_to="conversation 1")
    assert "123456" not in kept


@pytest.mark.parametrize(
    ("code", "key", "bound_to"),
    [
        ("123457", b"key", "conversation 1"),
        ("123456", b"another key", "conversation 1"),
        ("123456", b"key", "conversation 2"),
        ("", b"key", "conversation 1"),
    ],
)
def test_a_digest_matches_nothing_else(code: str, key: bytes, bound_to: str) -> None:
    kept = digest("123456", key=b"key", bound_to="conversation 1")

    assert not matches(code, kept, key=key, bound_to=bound_to)
