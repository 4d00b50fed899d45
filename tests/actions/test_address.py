"""An address is found as people type it, and only when it is the only one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.address import address_in

ERIKA = "erika@example.com"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("erika@example.com", ERIKA),
        ("Meine Adresse ist erika@example.com, danke", ERIKA),
        ("erika@example.com.", ERIKA),
        ("Schreiben Sie an erika@example.com!", ERIKA),
        ("<erika@example.com>", ERIKA),
        ("(erika@example.com);", ERIKA),
        ("„erika@example.com“", ERIKA),
        ("mailto:erika@example.com", ERIKA),
        ("erika@example.com erika@example.com", ERIKA),
        ("erika@EXAMPLE.com", ERIKA),
        ("\r\n erika@example.com\r\n", ERIKA),
        ("erika+dsr@example.com", "erika+dsr@example.com"),
        ("siobhan.o'neill@example.com", "siobhan.o'neill@example.com"),
        ("erika@größmann.de", "erika@größmann.de"),
        ("erika@xn--mller-kva.de", "erika@müller.de"),
    ],
)
def test_an_address_is_found_as_people_type_it(text, address):
    assert address_in(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "erika@example.com oder john@example.com",
        "erika@example.com,john@example.com",
        "erika@example.com\r\nBcc: john@example.com",
    ],
)
def test_of_two_addresses_none_is_chosen(text):
    assert address_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Das sage ich nicht",
        "@",
        "@example.com",
        "erika@",
        "erika@example",
        "erika@localhost",
        "erika@[127.0.0.1]",
        "erika@@example.com",
        "erika..m@example.com",
        "erika @ example.com",
        "erika\n@example.com",
    ],
)
def test_what_is_no_address_is_none(text):
    assert address_in(text) is None


def test_what_follows_in_another_line_is_not_taken_along():
    assert address_in("erika@example.com\r\nSubject: Hello") == ERIKA


@given(st.text(), st.sampled_from(["", "\r\n", ERIKA, "mailto:", "<"]), st.text())
def test_whatever_is_typed_no_mail_header_can_be_made_of_it(before, between, after):
    address = address_in(f"{before}{between}{after}")

    assert address is None or (address.count("@") == 1 and len(address.split()) == 1)
