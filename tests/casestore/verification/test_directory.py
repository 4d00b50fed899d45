"""The directory knows whose address it is."""

import pytest

from casestore.verification.directory import customer_with, load
from casestore.wire.staff import NewCustomer
from privacy.language import Language


def customer(number: str, email: str) -> NewCustomer:
    return NewCustomer(number=number, name="John Example", email=email, language=Language.ENGLISH)


async def number_of(context, address):
    async with context.database.reading() as session:
        found = await customer_with(session, address, context.database.vault)
        return found and found.number


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("john@example.com", "K-7"),
        ("JOHN@example.COM", "K-7"),
        (" john@example.com ", "K-7"),
        ("joh@example.com", None),
        ("john@example.com.org", None),
    ],
)
async def test_an_address_is_found_however_its_letters_are_written(context, address, number):
    await load(context, [customer("K-7", "John@Example.com")])

    assert await number_of(context, address) == number


async def test_loading_a_number_again_replaces_its_address(context):
    await load(context, [customer("K-7", "old@example.com")])

    await load(context, [customer("K-7", "new@example.com")])

    assert await number_of(context, "old@example.com") is None
    assert await number_of(context, "new@example.com") == "K-7"


async def test_an_address_of_two_customers_always_finds_the_same_one(context):
    await load(context, [customer("K-8", "john@example.com"), customer("K-7", "john@example.com")])

    assert await number_of(context, "john@example.com") == "K-7"
