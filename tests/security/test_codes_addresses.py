"""O12: one address is one mailbox and one recipient, however it is written."""

import pytest
from sqlalchemy import select

from casestore.storage.tables import Code, Mail
from casestore.verification import directory
from casestore.wire.staff import NewCustomer
from privacy.language import Language
from tests.casestore.visitor import listed


@pytest.mark.parametrize(
    "address",
    [
        "erika@example.com\r\nBcc: john@example.com",
        "Bcc: john@example.com\r\n <erika@example.com>",
        "erika@example.com, john@example.com",
        "erika@example.com;john@example.com",
        "erika@example.com\0",
        "erika@example.com.",
        '"erika m"@example.com',
        "erika@[127.0.0.1]",
        "erika@localhost",
        f"{'e' * 10_000}@example.com",
    ],
)
async def test_what_is_not_exactly_one_address_is_sent_nothing(internal, visitor, context, address):
    async with internal.post(
        f"/conversations/{visitor.chat.id}/codes", json={"address": address}
    ) as response:
        assert response.status == 422

    async with context.database.reading() as session:
        assert [list(await session.scalars(select(table))) for table in (Code, Mail)] == [[], []]


@pytest.mark.parametrize(
    ("address", "recipient"),
    [
        ("Erika <erika@example.com>", "erika@example.com"),
        ("erika@BÜCHER.example", "erika@xn--bcher-kva.example"),
        ("erika+dsr@example.com", "erika+dsr@example.com"),
        ("erika%john@example.com", "erika%john@example.com"),
    ],
)
async def test_a_code_has_one_recipient(visitor, inbox, address, recipient):
    await visitor.is_sent_a_code(address)

    recipients = [line for line in bytes(inbox.heard).splitlines() if line.startswith(b"RCPT TO:")]
    assert recipients == [f"RCPT TO:<{recipient}>".encode()]


@pytest.mark.parametrize(
    ("address", "spelling"),
    [
        ("erika@example.com", "erika@EXAMPLE.com"),
        ("erika@example.com", "erika+2@example.com"),
        ("erika+1@example.com", "Erika+2@example.com"),
        ("erika@bücher.example", "erika@xn--bcher-kva.example"),
        ("erika@example.com", "erika@ｅｘａｍｐｌｅ.com"),
    ],
)
async def test_a_mailbox_has_one_limit_however_its_address_is_written(visitor, visit, address, spelling):
    sent = [await visitor.store.send_code(visitor.chat.id, address) for _ in range(3)]

    other = await visit()

    assert (sent, await other.store.send_code(other.chat.id, spelling)) == (["sent"] * 3, "limited")


@pytest.mark.parametrize(
    ("on_file", "proved"),
    [
        ("erika@gross.example", "erika@groß.example"),
        ("erika@example.com", "erika+1@example.com"),
    ],
)
async def test_who_reads_a_similar_address_is_not_the_customer_and_sees_no_request_of_theirs(
    store, context, visit, on_file, proved
):
    customer = NewCustomer(number="K-7", name="Erika", email=on_file, language=Language.GERMAN)
    await directory.load(context, [customer])
    theirs = await visit()
    card = await theirs.files()
    await theirs.proves(on_file)

    other = await visit()
    own = await other.files()
    await other.proves(proved)

    assert (await listed(store, card)).verification.level == "on_file"
    assert (await listed(store, own)).verification.level == "mailbox"
    assert [one.reference for one in await store.own_requests(other.chat.id)] == [own.reference]
