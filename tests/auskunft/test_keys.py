"""K1–K7. Keys are changed by one command, which may be killed, and which nobody else's work meets."""

import asyncio
import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from casestore.chats.conversations import Conversations
from casestore.context import open_context
from casestore.keys.stored import stored
from casestore.storage.tables import AuditEvent
from casestore.wire.conversations import NewMessage
from privacy.language import Language

AUSKUNFT = str(Path(sys.executable).with_name("auskunft"))
NAME = "Erika Mustermann"
STORED_WITH = ["data_key", "index_key", "audit_key"]
TOKENS = ["service_token", "rasa_token", "actions_token"]


def works(used) -> None:
    """The request reads, is found, and its trail holds."""
    assert json.loads(used.run("requests", "show", used.reference).stdout)["requester"]["name"] == NAME
    assert used.run("audit", "verify").stdout == "1 trails hold.\n"
    assert used.run("keys", "check").stdout == "The keys fit what is stored.\n"


@pytest.mark.parametrize("name", STORED_WITH)
def test_a_changed_key_opens_everything_and_the_old_one_fits_no_more(used, name):
    old = used.key(name).read_text()

    changed = used.run("keys", "rotate", name)

    assert changed.returncode == 0, changed.stderr
    works(used)
    assert old not in used.key(name).read_text()
    used.key(name).write_text(old)
    refused = used.run("keys", "check")
    assert refused.returncode == 1
    assert f"{name} does not fit." in refused.stderr


async def lying(context) -> list[bytes]:
    """Everything that lies encrypted."""
    async with context.database.reading() as session:
        wanted = [select(column).select_from(each.table) for each in stored() for column in each.tokens]
        return [token for each in wanted for token in await session.scalars(each) if token]


def bytes_of(used) -> bytes:
    """Every byte in the files that the database lies in."""
    if not used.database:
        return b"".join(path.read_bytes() for path in used.data.glob("casestore.db*"))
    with psycopg.connect(used.database, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        number = "SELECT oid FROM pg_database WHERE datname = current_database()"
        ((oid,),), ((folder,),) = connection.execute(number), connection.execute("SHOW data_directory")
    return b"".join(path.read_bytes() for path in Path(folder, "base", str(oid)).iterdir())


async def test_no_byte_that_the_old_key_opens_is_left_in_the_files(used):
    dice, context = random.Random(3), open_context(used.settings())  # noqa: S311  # no secret
    chats = []
    for _ in range(40):  # of sizes that split pages, which keep copies of what was moved
        chat = await Conversations(context).open(Language.GERMAN)
        for _ in range(dice.randint(2, 12)):
            text = "Kanarienvogel " * dice.choice([3, 9, 25, 100])
            said = NewMessage(sender="bot", text=text, language=Language.GERMAN)
            await Conversations(context).reply(chat.id, [said])
        chats.append(chat)
    tokens = await lying(context)
    for chat in chats[::2]:
        await Conversations(context).forget(chat.id, chat.token)
    await context.database.close()

    changed = await asyncio.to_thread(used.run, "keys", "rotate", "data_key")

    assert changed.returncode == 0, changed.stderr
    left = bytes_of(used)
    pieces = [token[start : start + 64] for token in tokens for start in range(32, len(token) - 64, 64)]
    assert len(pieces) > 1000
    assert [piece for piece in pieces if piece in left] == []


@pytest.mark.parametrize("used", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", TOKENS)
def test_a_token_between_processes_is_changed_too(used, name):
    old = used.key(name).read_text()

    assert used.run("keys", "rotate", name).returncode == 0

    assert used.key(name).read_text() != old
    works(used)


@pytest.mark.parametrize("name", STORED_WITH)
async def test_no_key_is_changed_while_somebody_has_the_database_open(used, name):
    held = used.key(name).read_text()
    context = open_context(used.settings())
    async with context.database.reading() as session:
        await session.connection()
    # a pooled connection stays, as it does in a case store that waits for calls

    refused = await asyncio.to_thread(used.run, "keys", "rotate", name)

    await context.database.close()
    assert refused.returncode == 1
    assert "stop the system" in refused.stderr
    assert used.key(name).read_text() == held
    assert (await asyncio.to_thread(used.run, "keys", "rotate", name)).returncode == 0


@pytest.mark.parametrize("name", STORED_WITH)
def test_a_change_that_was_killed_is_finished_by_running_it_again(used, name):
    old = used.key(name).read_text()
    environment = used.environment()
    killed = subprocess.Popen([AUSKUNFT, "keys", "rotate", name], env=environment)
    while used.key(name).read_text() == old and killed.poll() is None:
        pass
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    begun = used.key(name).read_text()
    assert begun.endswith(f",{old}")
    if name == "data_key":
        works(used)
    else:
        assert f"auskunft keys rotate {name}" in used.run("requests", "list").stderr

    assert used.run("keys", "rotate", name).returncode == 0

    assert used.key(name).read_text() == begun.partition(",")[0]
    works(used)


@pytest.mark.parametrize("used", ["sqlite"], indirect=True)
def test_a_key_from_the_environment_is_changed_by_naming_both(used):
    new, old = Fernet.generate_key().decode(), used.key("data_key").read_text()
    used.key("data_key").unlink()

    refused = used.run("keys", "rotate", "data_key", AUSKUNFT_DATA_KEY=old)
    changed = used.run("keys", "rotate", "data_key", AUSKUNFT_DATA_KEY=f"{new},{old}")

    assert "AUSKUNFT_DATA_KEY is set from outside" in refused.stderr
    assert changed.returncode == 0, changed.stderr
    assert used.run("keys", "check", AUSKUNFT_DATA_KEY=new).returncode == 0
    assert used.run("keys", "check", AUSKUNFT_DATA_KEY=old).returncode == 1
    assert not used.key("data_key").exists()


@pytest.mark.parametrize("used", ["sqlite"], indirect=True)
def test_what_is_done_to_a_key_is_in_the_audit_trail(used):
    used.run("keys", "rotate", "audit_key")

    async def noted():
        context = open_context(used.settings())
        async with context.database.reading() as session:
            found = list(await session.scalars(select(AuditEvent).where(AuditEvent.action == "change_key")))
        await context.database.close()
        return [(one.actor, one.object) for one in found]

    assert asyncio.run(noted()) == [("operator", "key audit_key")]


@pytest.mark.parametrize("used", ["sqlite"], indirect=True)
def test_the_list_names_every_key_and_shows_none(used):
    secrets = {path.name: path.read_text() for path in (used.data / "keys").iterdir()}

    listed = used.run("keys", "list", AUSKUNFT_WEBHOOK_SECRET="", AUSKUNFT_HOST_KEY="of the website").stdout

    for name in secrets:
        assert f"{name.removeprefix('auskunft_')} " in listed
    assert not any(secret in listed for secret in [*secrets.values(), "of the website"])
    assert "host_key             environment" in listed


@pytest.mark.parametrize("used", ["sqlite"], indirect=True)
def test_what_the_operator_gave_is_not_for_us_to_change(used):
    refused = used.run("keys", "rotate", "host_key")

    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "changed where you set it" in refused.stderr
