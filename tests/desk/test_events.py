"""Open pages of the desk hear at once what happens to chats."""

import asyncio
import json

import pytest

from casestore.wire.conversations import Said
from privacy.handoff import Priority

EVENTS = "/api/v1/desk/events"
GUARD = 60  # seconds; only ends a test that would hang


@pytest.fixture
async def chat(running):
    return await running.cases.open_conversation("de")


async def heard(response, name):
    """The next event of that name."""
    async with asyncio.timeout(GUARD):
        found = ""
        async for line in response.content:
            text = line.decode().strip()
            if text.startswith("event: "):
                found = text.removeprefix("event: ")
            elif text.startswith("data: ") and found == name:
                return json.loads(text.removeprefix("data: "))
        raise AssertionError("the line ended")


async def test_a_line_begins_with_everything_and_how_many_wait(desk, staff, running, chat):
    await running.cases.ask_for_staff(chat.id, "person", Priority.NORMAL)

    async with desk.get(EVENTS, headers=staff) as response:
        assert response.content_type == "text/event-stream"
        assert await heard(response, "everything") == {}
        assert await heard(response, "queue") == {"waiting": 1, "alarmed": 0, "open": 0, "mine": 0}


async def test_a_handoff_and_a_message_are_told_as_they_happen(desk, staff, running, chat):
    async with desk.get(EVENTS, params={"chat": chat.id}, headers=staff) as response:
        await heard(response, "queue")
        await running.cases.ask_for_staff(chat.id, "person", Priority.NORMAL)
        assert (await heard(response, "queue"))["waiting"] == 1
        assert await heard(response, "watched") == {"id": chat.id}

        await running.cases.take(chat.id, Said(token=chat.token, client_id="1", text="Hallo?"))
        assert await heard(response, "chat") == {"id": chat.id}


async def test_a_line_that_broke_goes_on_where_it_was(desk, staff, running, chat):
    async with desk.get(EVENTS, headers=staff) as response:
        async with asyncio.timeout(GUARD):
            last = (await response.content.readline()).decode().removeprefix("id: ").strip()
    await running.cases.take(chat.id, Said(token=chat.token, client_id="1", text="Hallo?"))

    async with desk.get(EVENTS, headers={**staff, "Last-Event-ID": last}) as response:
        told = (await response.content.readuntil(b": here\n")).decode()

    assert "event: everything" not in told
    assert f'event: chat\ndata: {{"id":"{chat.id}"}}' in told


@pytest.mark.parametrize("chat_id", ["x", "0" * 31])
async def test_a_chat_that_has_no_name_is_refused(desk, staff, chat_id):
    response = await desk.get(EVENTS, params={"chat": chat_id}, headers=staff)

    assert response.status == 422
