"""The migrations lead from nothing to the tables of the code, and back."""

import pytest
from alembic import command
from sqlalchemy import MetaData, NullPool, create_engine
from sqlalchemy.schema import CreateIndex, CreateTable

from casestore.context import open_context
from casestore.conversations import Conversations
from casestore.schema import configuration, downgrade, revision, upgrade
from casestore.tables import Table
from privacy.language import Language
from settings import Settings
from tests import postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def unmigrated(request, tmp_path):
    if request.param == "sqlite":
        return Settings.load(data=tmp_path)
    folder = request.getfixturevalue("postgres_server")
    return Settings.load(data=tmp_path, database=postgres.url(folder, postgres.create(folder)))


def definitions(settings):
    """What the database says of every table: its columns, keys and indexes."""
    found = MetaData()
    engine = create_engine(settings.database_url.replace("+aiosqlite", ""), poolclass=NullPool)
    found.reflect(engine)
    return {
        name: [str(CreateTable(table).compile(engine)), *sorted(str(CreateIndex(i)) for i in table.indexes)]
        for name, table in found.tables.items()
        if name != "alembic_version"
    }


def test_up_makes_every_table_down_removes_them_and_up_again_makes_the_same(unmigrated):
    newest = upgrade(unmigrated)
    first = definitions(unmigrated)
    downgrade(unmigrated, "base")
    emptied, nowhere = definitions(unmigrated), revision(unmigrated)

    again = upgrade(unmigrated)

    assert set(first) == set(Table.metadata.tables)
    assert (emptied, nowhere) == ({}, "")
    assert (definitions(unmigrated), again) == (first, newest)


def test_the_migrations_make_what_the_tables_say(unmigrated):
    upgrade(unmigrated)

    command.check(configuration(unmigrated))  # raises when they differ


async def test_going_up_once_more_keeps_what_is_stored(context, settings):
    chat = await Conversations(context).open(Language.GERMAN)
    await context.database.close()

    upgrade(settings)

    reopened = open_context(settings)
    assert (await Conversations(reopened).view(chat.id, chat.token)).id == chat.id
    await reopened.database.close()


def test_a_database_that_was_never_touched_has_no_revision(unmigrated):
    assert revision(unmigrated) == ""
