"""The migrations lead from nothing to the tables of the code, and back."""

import sqlite3
from contextlib import closing

import pytest
from alembic import command

from casestore.context import open_context
from casestore.conversations import Conversations
from casestore.schema import configuration, downgrade, revision, upgrade
from casestore.tables import Table
from privacy.language import Language
from settings import Settings


@pytest.fixture
def unmigrated(tmp_path):
    return Settings.load(data=tmp_path)


def definitions(settings):
    """What SQLite says of every table and index."""
    with closing(sqlite3.connect(settings.data / "casestore.db")) as connection:
        rows = connection.execute("select type, name, sql from sqlite_master where name not like 'alembic%'")
        return sorted((kind, name, sql) for kind, name, sql in rows if sql)


def test_up_makes_every_table_down_removes_them_and_up_again_makes_the_same(unmigrated):
    newest = upgrade(unmigrated)
    first = definitions(unmigrated)
    downgrade(unmigrated, "base")
    emptied, nowhere = definitions(unmigrated), revision(unmigrated)

    again = upgrade(unmigrated)

    assert {name for kind, name, _ in first if kind == "table"} == set(Table.metadata.tables)
    assert (emptied, nowhere) == ([], "")
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
