"""K3. After a change of the data key everything reads without the old one, which opens nothing any more."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from pydantic import SecretStr
from sqlalchemy import event, inspect, select

from casestore.keys import batches
from casestore.keys.data_key import reencrypt
from casestore.keys.stored import stored
from casestore.requests.register import Register
from casestore.storage.tables import Table
from casestore.wire.staff import StaffMember

OPERATOR = StaffMember(name="operator", role="privacy")


class KilledError(Exception):
    """Nothing after this moment is done."""


async def tokens(context) -> list[bytes]:
    """Everything that lies encrypted."""
    async with context.database.reading() as session:
        return [
            token
            for each in stored()
            for column in each.tokens
            for token in await session.scalars(select(column).select_from(each.table))
            if token is not None
        ]


def use(context, *data_keys) -> None:
    joined = SecretStr(",".join(data_keys))
    context.database.use_keys(context.settings.model_copy(update={"data_key": joined}))


def opens(key: str, token: bytes) -> bool:
    try:
        Fernet(key).decrypt(token)
    except InvalidToken:
        return False
    return True


@pytest.fixture
def old(settings) -> str:
    return settings.data_key.get_secret_value()


@pytest.fixture
def new() -> str:
    return Fernet.generate_key().decode()


@pytest.mark.usefixtures("reference")
async def test_every_value_opens_with_the_new_key_and_none_with_the_old(context, old, new):
    use(context, new, old)

    assert await reencrypt(context.database) > 0

    lying = await tokens(context)
    assert all(opens(new, token) for token in lying)
    assert not any(opens(old, token) for token in lying)


async def test_every_row_reads_once_the_old_key_is_destroyed(context, old, new, reference):
    before = await Register(context).open(reference, OPERATOR)
    use(context, new, old)
    await reencrypt(context.database)

    use(context, new)

    async with context.database.reading() as session:
        for mapper in Table.registry.mappers:  # each checks that its values stand in their own row
            list(await session.scalars(select(mapper.class_)))
    after = await Register(context).open(reference, OPERATOR)
    assert after.requester == before.requester
    assert after.details == before.details
    assert [one.note for one in after.events] == [one.note for one in before.events]


@pytest.mark.usefixtures("reference")
async def test_what_is_cut_short_leaves_everything_readable_and_can_be_run_again(
    context, old, new, monkeypatch
):
    monkeypatch.setattr(batches, "BATCH", 1)
    use(context, new, old)
    engine = context.database._engine.sync_engine  # noqa: SLF001
    count = len(await tokens(context))
    for stop_after in (1, 3, count - 2):
        done = []

        def stop(*_, done=done, stop_after=stop_after):
            done.append(1)
            if len(done) > stop_after:
                raise KilledError

        event.listen(engine, "commit", stop)
        with pytest.raises(KilledError):
            await reencrypt(context.database)
        event.remove(engine, "commit", stop)
        assert all(opens(new, token) or opens(old, token) for token in await tokens(context))

    assert any(opens(old, token) for token in await tokens(context))
    await reencrypt(context.database)

    assert all(opens(new, token) for token in await tokens(context))
    assert await reencrypt(context.database) == 0


@pytest.mark.usefixtures("reference")
async def test_a_value_that_opens_with_no_key_stops_the_change(context, new):
    use(context, new, Fernet.generate_key().decode())

    with pytest.raises(InvalidToken):
        await reencrypt(context.database)


def test_every_encrypted_column_of_every_table_is_among_them():
    known = {(each.table.name, token.key) for each in stored() for token in each.tokens}

    kept = {
        (mapper.local_table.name, column.key)
        for mapper in Table.registry.mappers
        for column in inspect(mapper.class_).columns
        if type(column.type).__name__ == "Encrypted"
    }
    assert known == kept
