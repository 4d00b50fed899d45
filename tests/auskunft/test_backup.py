"""K8–K11. A backup is whole, is made while people work, and becomes an installation where there is none."""

import asyncio
import json
import sqlite3
import stat
from contextlib import closing

import pytest

from casestore.context import open_context
from casestore.requests.calls import Call, act
from casestore.wire.requests import RecordedRequest, Requester
from casestore.wire.staff import StaffMember
from privacy.right import Right

NAME = "Erika Mustermann"
BEFORE = 10  # requests that are there for sure when the copy is made
CALL = Call(StaffMember(name="operator", role="privacy"), None, b"")


@pytest.fixture
def backup(used, tmp_path):
    """A backup, with the keys elsewhere."""
    (used.data / "policy").mkdir()
    (used.data / "policy" / "before.json").write_text("{}")
    with closing(sqlite3.connect(used.data / "tracker.db")) as tracker, tracker:
        tracker.execute("CREATE TABLE events (data TEXT)")
        tracker.execute("INSERT INTO events VALUES ('heard')")
    made = used.run("backup", str(tmp_path / "backup"), "--with-keys", str(tmp_path / "keys"))
    assert made.returncode == 0, made.stderr
    return tmp_path / "backup"


@pytest.fixture
def elsewhere(used, tmp_path, new_database):
    """Runs the command where nothing is yet."""
    if used.database:
        used.database = new_database("postgresql")
    used.data = tmp_path / "elsewhere"
    return used


def test_a_restored_installation_is_the_one_that_was_copied(backup, elsewhere, tmp_path):
    restored = elsewhere.run("restore", str(backup), "--keys", str(tmp_path / "keys"))

    assert restored.returncode == 0, restored.stderr
    assert "The keys fit." in restored.stdout
    shown = json.loads(elsewhere.run("requests", "show", elsewhere.reference).stdout)
    assert shown["requester"]["name"] == NAME
    assert elsewhere.run("audit", "verify").stdout == "1 trails hold.\n"
    assert (elsewhere.data / "policy" / "before.json").read_text() == "{}"
    with closing(sqlite3.connect(elsewhere.data / "tracker.db")) as tracker:
        assert tracker.execute("SELECT data FROM events").fetchall() == [("heard",)]


def test_without_the_keys_it_says_what_cannot_be_read_and_waits_for_them(backup, elsewhere, tmp_path):
    restored = elsewhere.run("restore", str(backup))

    assert restored.returncode == 0, restored.stderr
    assert "names, addresses and what people wrote cannot be read" in restored.stdout
    assert "data_key, index_key, audit_key" in restored.stdout
    assert not list(elsewhere.data.glob("keys/*"))
    if not elsewhere.database:
        refused = elsewhere.run("requests", "list")
        assert "put it back" in refused.stderr
    (tmp_path / "keys").rename(elsewhere.data / "keys")
    assert elsewhere.run("keys", "check").returncode == 0


def test_another_installations_keys_are_told_from_the_right_ones(backup, elsewhere, tmp_path):
    lines = (tmp_path / "keys" / "auskunft_audit_key").read_text()
    (tmp_path / "keys" / "auskunft_audit_key").write_text(lines[::-1])

    restored = elsewhere.run("restore", str(backup), "--keys", str(tmp_path / "keys"))

    assert "audit_key is not the one it was written with" in restored.stdout
    assert "data_key" not in restored.stdout


def test_nothing_is_overwritten(used, backup, tmp_path):
    before = {path: path.read_bytes() for path in used.data.rglob("*") if path.is_file()}

    refused = used.run("restore", str(backup), "--keys", str(tmp_path / "keys"))

    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "There is an installation already" in refused.stderr
    assert {path: path.read_bytes() for path in used.data.rglob("*") if path.is_file()} == before
    again = used.run("backup", str(backup))
    assert again.returncode == 1
    assert "is not empty" in again.stderr


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda folder: (folder / "tracker.db").write_bytes(b"x"), "tracker.db was changed"),
        (lambda folder: (folder / "tracker.db").unlink(), "tracker.db is missing"),
        (lambda folder: (folder / "more").touch(), "more was added"),
        (lambda folder: (folder / "manifest.json").unlink(), "has no manifest.json"),
        (lambda folder: (folder / "manifest.json").write_text('{"format": 2}'), "cannot be read"),
    ],
)
@pytest.mark.parametrize("used", ["sqlite"], indirect=True)
def test_a_damaged_backup_is_refused_before_anything_is_written(backup, elsewhere, harm, told):
    harm(backup)

    refused = elsewhere.run("restore", str(backup))

    assert refused.returncode == 1
    assert told in refused.stderr
    assert not elsewhere.data.exists()


@pytest.mark.parametrize("used", ["sqlite"], indirect=True)
def test_a_backup_of_a_newer_version_is_refused(backup, elsewhere):
    manifest = json.loads((backup / "manifest.json").read_text())
    (backup / "manifest.json").write_text(json.dumps(manifest | {"schema_revision": "9999"}))

    refused = elsewhere.run("restore", str(backup))

    assert "made by a newer version" in refused.stderr


def test_neither_keys_nor_words_lie_readable_in_it_and_only_its_owner_may_look(used, backup):
    secrets = [path.read_bytes() for path in (used.data / "keys").iterdir()]

    for path in [backup, *backup.rglob("*")]:
        assert not stat.S_IMODE(backup.stat().st_mode) & 0o077
        content = path.read_bytes() if path.is_file() else b""
        assert not any(secret in content for secret in [*secrets, NAME.encode(), b"Felix Krull"])


@pytest.mark.parametrize("used", ["sqlite"], indirect=True)
def test_keys_do_not_go_into_the_backup(used, tmp_path):
    for keys in (tmp_path / "backup" / "keys", tmp_path / "backup"):
        refused = used.run("backup", str(tmp_path / "backup"), "--with-keys", str(keys))
        assert refused.returncode == 1
        assert "do not belong into the backup" in refused.stderr
        assert not list((tmp_path / "backup").rglob("auskunft_*"))


async def test_a_copy_made_while_people_work_is_of_one_moment(used, tmp_path, new_database):
    """Requests and their trails are written together: a copy has both or neither."""
    context, under_way, done = open_context(used.settings()), asyncio.Event(), asyncio.Event()
    made = 0

    async def work() -> None:
        nonlocal made
        while not done.is_set():
            new = RecordedRequest(rights=[Right.ACCESS], requester=Requester(name=NAME))
            await act(context, CALL, lambda handling, key, new=new: handling.record(key, new))
            made += 1
            if made == BEFORE:
                under_way.set()

    worker = asyncio.create_task(work())
    await under_way.wait()
    copied = await asyncio.to_thread(used.run, "backup", str(tmp_path / "backup"))
    done.set()
    await worker
    await context.database.close()

    assert copied.returncode == 0, copied.stderr
    (used.data / "keys").rename(tmp_path / "keys")
    used.data = tmp_path / "elsewhere"
    used.database = used.database and new_database("postgresql")
    restored = await asyncio.to_thread(
        used.run, "restore", str(tmp_path / "backup"), "--keys", str(tmp_path / "keys")
    )
    assert restored.returncode == 0, restored.stderr
    verified = await asyncio.to_thread(used.run, "audit", "verify")
    assert verified.stdout.endswith("trails hold.\n"), verified.stderr
    assert BEFORE <= int(verified.stdout.split()[0]) <= 1 + made
