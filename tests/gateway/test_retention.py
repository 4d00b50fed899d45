"""Old chats are deleted everywhere: in the case store and in Rasa's tracker."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from doors.rasa import RasaUnavailableError
from gateway.rasa import Rasa
from gateway.retention import expire_chats, sweep_for_ever
from tests.gateway.visitor import GERMAN

LATER = timedelta(days=31)


@pytest.fixture
async def rasa(running):
    rasa = Rasa.at(running.settings)
    yield rasa
    await rasa.close()


async def test_an_old_chat_goes_from_the_tracker_too(running, rasa, visitor):
    await visitor.says("Wie lange speichert ihr?")

    deleted = await expire_chats(running.cases, rasa, datetime.now(UTC) + LATER)

    assert deleted == 1
    assert running.rasa.forgotten == [visitor.id]
    assert (await visitor.call("GET", "/messages", headers=GERMAN)).status == 404


async def test_what_the_case_store_no_longer_knows_goes_from_the_tracker_by_its_age(running, rasa):
    before = datetime.now(UTC)

    await expire_chats(running.cases, rasa, before)

    assert running.rasa.forgotten_before == before.timestamp()


async def test_everything_else_is_swept_also_while_rasa_is_down(running, rasa):
    running.rasa.fails = True
    await running.change(
        "INSERT INTO staff_calls (key, digest, reference, at) VALUES ('x', 'x', 'x', '2020-01-01 00:00:00')"
    )
    swept = asyncio.create_task(sweep_for_ever(running.cases, rasa, keep_chats=30))
    async with asyncio.timeout(20):
        while not running.execute("SELECT 1 FROM audit_events WHERE action = 'deleted'"):  # noqa: ASYNC110
            await asyncio.sleep(0.05)  # another server writes it
    swept.cancel()

    assert running.execute("SELECT key FROM staff_calls") == []


async def test_a_chat_stays_to_be_found_again_while_rasa_is_down(running, rasa, visitor):
    running.rasa.fails = True
    before = datetime.now(UTC) + LATER

    with pytest.raises(RasaUnavailableError):
        await expire_chats(running.cases, rasa, before)

    assert await running.cases.stale_chats(before) == [visitor.id]


async def test_the_greeting_says_how_long_a_chat_is_kept(running, visitor):
    assert f"nach {running.settings.keep_chats} Tagen" in visitor.greeting["text"]
