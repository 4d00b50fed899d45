"""While the database takes nothing, nothing passes, everybody is told, and all goes on by itself."""

import asyncio
import sqlite3
import subprocess
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from threading import Event

import psycopg
import pytest
from sqlalchemy import Pool, event

from auskunft.demo import load_demo
from casestore.client import CaseStoreError
from casestore.storage import schema, sqlite
from casestore.wire.requests import NewRequest
from gateway.app import create_app
from gateway.words import ChatWords
from privacy.language import Language
from privacy.right import Right
from settings import Settings, content_folder
from tests import postgres
from tests.gateway.visitor import ROOT, Visitor, messages_of, problem_of
from tests.installation import GUARD, ON_FILE, installed

pytestmark = pytest.mark.faults

WORDS = ChatWords.load(content_folder(), "", 30)
DISK = "16m"
LISTENS = ".s.PGSQL.5432"


@asynccontextmanager
async def locked(settings):
    """Somebody else writes, and does not come to an end."""
    file = settings.data / "casestore.db"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        yield


@asynccontextmanager
async def read_only(_):
    """SQLite says what it says of a file that it may not write."""
    _is_read_only.set()
    yield
    _is_read_only.clear()


_is_read_only = Event()


def _as_it_shall_be(connection, *_):
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA query_only={_is_read_only.is_set():d}")
    cursor.close()


@asynccontextmanager
async def full(settings):
    """Not a byte more finds room on the disk."""
    filler = settings.data / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    yield
    filler.unlink()


@asynccontextmanager
async def postgresql_down(settings):
    """Every connection ends, and nobody gets another."""
    folder = Path(psycopg.conninfo.conninfo_to_dict(settings.database.get_secret_value())["host"])
    with _operator(folder) as operator:
        (folder / LISTENS).rename(folder / "not.here")
        everybody = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        operator.execute(everybody)
    yield
    (folder / "not.here").rename(folder / LISTENS)


@asynccontextmanager
async def postgresql_read_only(settings):
    """As a standby is, or a database whose disk is nearly full at some who host it."""
    known = psycopg.conninfo.conninfo_to_dict(settings.database.get_secret_value())
    with _operator(known["host"]) as operator:
        change = f'ALTER DATABASE "{known["dbname"]}" SET default_transaction_read_only'
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        for value in ("on", "off"):
            operator.execute(f"{change} = {value}")
            operator.execute(ended, [known["dbname"]])
            if value == "on":
                yield


@asynccontextmanager
async def postgresql_locked(settings):
    """Somebody else writes into the table of all chats, and does not come to an end."""
    async with await psycopg.AsyncConnection.connect(settings.database.get_secret_value()) as other:
        await other.execute("LOCK TABLE conversations IN EXCLUSIVE MODE")
        yield


def _operator(folder):
    return psycopg.connect(postgres.url(folder, "postgres"), autocommit=True)


FAULTS = (locked, read_only, full, postgresql_down, postgresql_read_only)


@pytest.fixture
def folder(request, tmp_path):
    """Where the data lie; a small disk of its own for what is to be full."""
    if request.param is not full:
        yield tmp_path
        return
    mount = ["/bin/mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", tmp_path]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("who may not mount a small disk cannot fill it")
    yield tmp_path
    subprocess.run(["/bin/umount", "--lazy", tmp_path], check=True)


@pytest.fixture
def impatient(monkeypatch):
    """A case store that soon gives up waiting for SQLite's lock."""
    monkeypatch.setattr(sqlite, "WAIT_SECONDS", 0.3)


@pytest.fixture
async def running(request, folder):
    if request.param in {locked, read_only, full}:
        event.listen(Pool, "checkout", _as_it_shall_be)
        async with installed(folder) as running:
            yield running
        event.remove(Pool, "checkout", _as_it_shall_be)
        return
    server = request.getfixturevalue("postgres_server")
    url = postgres.url(server, postgres.create(server))
    schema.upgrade(Settings.load(data=folder, database=url))
    async with installed(folder, database=url) as running:
        await load_demo(running.settings)
        yield running


@pytest.fixture
async def gateway(running, aiohttp_client):
    return await aiohttp_client(create_app(running.settings))


@pytest.fixture
async def chats(gateway):
    """One in each language."""
    opened = [await gateway.post(ROOT, json={"language": language}) for language in Language]
    return [Visitor(gateway, await response.json()) for response in opened]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("folder", "running", "fault"),
    [(fault, fault, fault) for fault in FAULTS],
    indirect=["folder", "running"],
    ids=[fault.__name__ for fault in FAULTS],
)
async def test_nothing_passes_everybody_is_told_and_all_goes_on(running, gateway, chats, fault):
    german, _ = chats
    cases = running.cases
    new = NewRequest(key="1", rights=[Right.ACCESS], language=Language.GERMAN)
    card = await cases.file_request(german.id, new)
    assert await cases.send_code(german.id, ON_FILE) == "sent"
    code = await running.code()
    running.rasa.expects = "code"
    await german.says("Guten Tag")
    heard = len(running.rasa.heard)

    async with fault(running.settings):
        told = [await _told(chat, language, code) for chat, language in zip(chats, Language, strict=True)]
        for attempt in (
            cases.check_code(german.id, code),
            cases.file_request(german.id, new.model_copy(update={"key": "2"})),
            cases.send_code(german.id, ON_FILE),
        ):
            with pytest.raises(CaseStoreError):
                await attempt
        unready, alive = await gateway.get("/readyz"), await gateway.get("/healthz")
        in_vain = len(running.rasa.heard) - heard

    assert told == [(503, WORDS.problem("broken", language)) for language in Language]
    assert (unready.status, alive.status, in_vain) == (503, 200, 0)
    assert (await unready.json())["casestore"] is False
    await until_ready(gateway)
    await messages_of(await german.post(text=code, client_id="again"))
    [kept] = await cases.own_requests(german.id)
    assert (kept.reference, kept.state) == (card.reference, "verified")
    if running.settings.database.get_secret_value() == "":
        assert running.execute("PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize(
    ("folder", "running", "fault"),
    [(fault, fault, fault) for fault in (locked, postgresql_locked)],
    indirect=["folder", "running"],
    ids=["sqlite", "postgresql"],
)
async def test_who_waits_for_a_lock_hears_of_it_before_giving_up_and_nothing_is_done_later(
    running, chats, fault
):
    async with fault(running.settings):
        with pytest.raises(CaseStoreError, match="500"):
            await running.cases.send_code(chats[0].id, ON_FILE)

    assert await running.cases.send_code(chats[0].id, ON_FILE) == "sent"
    await running.code()
    assert running.inbox.arrived.empty()


async def _told(chat, language, code):
    said = {"text": code, "client_id": "again"}
    answer = await chat.call("POST", "/messages", json=said, headers={"Accept-Language": language})
    problem = await problem_of(answer)
    return problem["status"], problem["detail"]


async def until_ready(gateway):
    """Look again until the gateway has noticed that all is well."""
    async with asyncio.timeout(GUARD):
        while (await gateway.get("/readyz")).status != 200:  # noqa: ASYNC110  # the case store does it
            await asyncio.sleep(0.05)
