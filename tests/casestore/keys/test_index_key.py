"""K4. After a change of the index key everybody is found, and nothing is left that the old key computed."""

import re

import pytest
from cryptography.fernet import Fernet, InvalidToken
from pydantic import SecretStr
from sqlalchemy import String, select

from casestore.keys import batches
from casestore.keys.index_key import refuse_unreadable, reindex
from casestore.requests.register import Query, Register
from casestore.storage.tables import Table
from casestore.verification.directory import customer_with

HASH = re.compile(r"[0-9a-f]{64}")
OTHERWISE = {  # hashes without the index key, and the digest of a code that is void
    "codes.digest",
    "conversations.token_hash",
    "request_events.hash",
    "request_events.note_seal",
    "requests.trail_seal",
    "staff_calls.digest",
    "staff_calls.key",
    "staff_sessions.token_hash",
    "staff_tokens.token_hash",
}


def use(context, key: str) -> None:
    context.database.use_keys(context.settings.model_copy(update={"index_key": SecretStr(key)}))


async def hashes(context) -> set[tuple[str, str]]:
    """The keyed hashes that are stored, each after where it stands."""
    found = set()
    async with context.database.reading() as session:
        for table in Table.metadata.sorted_tables:
            for column in table.columns:
                place = f"{table.name}.{column.name}"
                if isinstance(column.type, String) and place not in OTHERWISE:
                    values = await session.scalars(select(column))
                    found |= {(place, value) for value in values if value and HASH.fullmatch(value)}
    return found


async def number_of(context, address: str) -> str | None:
    async with context.database.reading() as session:
        found = await customer_with(session, address, context.database.vault)
        return found and found.number


@pytest.mark.usefixtures("reference")
async def test_nothing_that_the_old_key_computed_is_left(context):
    before = await hashes(context)
    assert {place for place, _ in before} == {
        "codes.address_index",
        "codes.client",
        "conversations.client",
        "customers.address_index",
        "gone_receivers.url_index",
        "login_attempts.account",
        "login_attempts.client",
        "recovery_codes.code_index",
        "request_terms.term",
    }
    use(context, "a new index key")

    await reindex(context.database)

    after = await hashes(context)
    assert {value for _, value in before}.isdisjoint(value for _, value in after)
    computed = {"codes.address_index", "customers.address_index", "request_terms.term"}
    assert {place for place, _ in after} == computed


async def test_everybody_is_found_again(context, reference):
    use(context, "a new index key")
    assert await number_of(context, "erika@example.com") is None

    done = await reindex(context.database)

    assert await number_of(context, "erika@example.com") == "K-100001"
    for query in ("erika@example.com", "K-100001"):
        found = await Register(context).page(Query(q=query))
        assert [item.reference for item in found.items] == [reference]
    assert (done.customers, done.requests, done.without_recovery) == (1, 1, ["anna"])


async def test_a_code_on_its_way_is_void_and_the_next_one_counts(context, visitor):
    code = await visitor.is_sent_a_code("erika@example.com")
    use(context, "a new index key")

    await reindex(context.database)

    assert await visitor.types(code) == "dead"
    await visitor.proves("erika@example.com")


async def test_how_often_a_mailbox_was_sent_codes_is_not_forgotten(context, visitor, store):
    for _ in range(3):
        await visitor.is_sent_a_code("erika@example.com")
    use(context, "a new index key")

    await reindex(context.database)

    assert await store.send_code(visitor.chat.id, "erika@example.com") == "limited"


@pytest.mark.usefixtures("reference")
async def test_what_was_cut_short_is_mended_by_running_it_again(context, monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 1)
    use(context, "a new index key")
    await reindex(context.database)
    whole = await hashes(context)

    await reindex(context.database)

    assert await hashes(context) == whole


@pytest.mark.usefixtures("reference")
async def test_a_value_that_does_not_open_is_found_before_anything_is_changed(context):
    other = SecretStr(Fernet.generate_key().decode())
    context.database.use_keys(context.settings.model_copy(update={"data_key": other}))

    with pytest.raises(InvalidToken):
        await refuse_unreadable(context.database)
