"""References: written one way, read however a person writes them, no slip goes through."""

import re

import pytest

from privacy.reference import ALPHABET, new_reference, reference_in

REFERENCES = ["DSR-7K3M-Q2XS", "DSR-0000-0000", "DSR-1000-001W", "DSR-A0B1-C2D1", "DSR-ZZZZ-ZZZ7"]
POSITIONS = [4, 5, 6, 7, 9, 10, 11, 12]


def test_a_new_reference_looks_as_promised_and_is_read_back() -> None:
    drawn = [new_reference() for _ in range(100)]

    assert [reference_in(reference) for reference in drawn] == drawn
    assert all(re.fullmatch(r"DSR-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", r) for r in drawn)
    assert len(set(drawn)) == len(drawn)


@pytest.mark.parametrize("reference", REFERENCES)
def test_every_single_wrong_character_is_found(reference: str) -> None:
    slips = [
        reference[:position] + character + reference[position + 1 :]
        for position in POSITIONS
        for character in ALPHABET
        if character != reference[position]
    ]

    assert len(slips) == 8 * 31
    assert [slip for slip in slips if reference_in(slip)] == []


@pytest.mark.parametrize(
    "written",
    [
        "DSR-1000-001W",
        "dsr-1000-001w",
        "DSR-I000-00IW",
        "DSR-L000-00lW",
        "DSR-1OOO-OO1W",
        "dsr-iooo-oolw",
        "DSR 1000 001W",
        "DSR1000001W",
        "DSR - 1000 - 001W",
        "DSR-1000\n001W",
        "Mein Aktenzeichen lautet DSR-1000-001W.",
        "(DSR-1000-001W)",
        "Not DSR-1000-0012, I mean DSR-1000-001W",
    ],
)
def test_a_reference_is_read_however_a_person_writes_it(written: str) -> None:
    assert reference_in(written) == "DSR-1000-001W"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1000-001W",
        "DSR-1000-001",
        "DSR-1000-001WX",
        "DSR-1000-001W5",
        "DSR-1000-U01X",
        "ABC-1000-001W",
        "K-100001",
        "DSR-1000",
    ],
)
def test_what_is_no_whole_reference_is_none(text: str) -> None:
    assert reference_in(text) is None


def test_the_first_of_two_references_counts() -> None:
    assert reference_in("DSR-A0B1-C2D1, früher DSR-7K3M-Q2XS") == "DSR-A0B1-C2D1"
