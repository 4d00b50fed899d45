"""The migrations lead from nothing to the tables of the code, and back."""

import pytest
from alembic import command
from sqlalchemy import MetaData, NullPool, create_engine, inspect, text
from sqlalchemy.schema import CreateIndex, CreateTable

from casestore.chats.conversations import Conversations
from casestore.context import open_context
from casestore.storage.schema import configuration, downgrade, revision, upgrade
from casestore.storage.tables import Table
from privacy.language import Language
from settings import Settings
from tests import postgres

# SQLite tells SQLAlchemy nothing about an index on an expression: it is compared by its name, below.
BY_NAME_ONLY = pytest.mark.filterwarnings(
    "ignore:.*expression-based index:sqlalchemy.exc.SAWarning", "ignore:.*expression-based index:UserWarning"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def unmigrated(request, tmp_path):
    if request.param == "sqlite":
        return Settings.load(data=tmp_path)
    folder = request.getfixturevalue("postgres_server")
    return Settings.load(data=tmp_path, database=postgres.url(folder, postgres.create(folder)))


def engine_of(settings):
    return create_engine(settings.database_url.replace("+here", ""), poolclass=NullPool)


def definitions(settings):
    """What the database says of every table: its columns, keys and indexes."""
    found = MetaData()
    engine = engine_of(settings)
    found.reflect(engine)
    return {
        name: [str(CreateTable(table).compile(engine)), *sorted(str(CreateIndex(i)) for i in table.indexes)]
        for name, table in found.tables.items()
        if name != "alembic_version"
    }


def indexes(settings):
    """The names of all indexes, on SQLite from its own list: SQLAlchemy leaves out those on expressions."""
    engine = engine_of(settings)
    if engine.dialect.name == "postgresql":
        found = inspect(engine)
        listed = [index for table in found.get_table_names() for index in found.get_indexes(table)]
        return {index["name"] for index in listed if "duplicates_constraint" not in index}
    with engine.connect() as connection:
        return set(
            connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'index' AND sql > ''"))
        )


@BY_NAME_ONLY
def test_up_makes_every_table_down_removes_them_and_up_again_makes_the_same(unmigrated):
    newest = upgrade(unmigrated)
    first = definitions(unmigrated)
    downgrade(unmigrated, "base")
    emptied, nowhere = definitions(unmigrated), revision(unmigrated)

    again = upgrade(unmigrated)

    assert set(first) == set(Table.metadata.tables)
    assert (emptied, nowhere) == ({}, "")
    assert (definitions(unmigrated), again) == (first, newest)


@BY_NAME_ONLY
def test_the_migrations_make_what_the_tables_say(unmigrated):
    upgrade(unmigrated)

    command.check(configuration(unmigrated))  # raises when they differ


def test_every_index_of_the_tables_is_made_and_no_other(unmigrated):
    upgrade(unmigrated)

    assert indexes(unmigrated) == {i.name for table in Table.metadata.tables.values() for i in table.indexes}


async def test_going_up_once_more_keeps_what_is_stored(context, settings):
    chat = await Conversations(context).open(Language.GERMAN)
    await context.database.close()

    upgrade(settings)

    reopened = open_context(settings)
    reopened.now = context.now
    assert (await Conversations(reopened).view(chat.id, chat.token)).id == chat.id
    await reopened.database.close()


def test_a_database_that_was_never_touched_has_no_revision(unmigrated):
    assert revision(unmigrated) == ""
