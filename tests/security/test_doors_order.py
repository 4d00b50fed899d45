"""R9, R11: messages that come at once are answered once each, in order; a forgotten chat leaves no byte."""

import asyncio
import os
import signal

import pytest

from tests.journeys.chat import Chat
from tests.security.tracked import chats_in, heard_in

pytestmark = pytest.mark.journey

MANY = 20
WORD = "Zilpzalp"


@pytest.mark.parametrize("is_slow", [False, True])
async def test_twenty_messages_at_once_are_answered_once_each_in_their_order(system, outside, is_slow):
    chat = await Chat.open(outside, "de")
    actions = system.pid_of("actions")
    said = [f"Wie lange speichern Sie die Daten Nummer {number}?" for number in range(MANY)]

    if is_slow:
        os.kill(actions, signal.SIGSTOP)
    try:
        calls = [asyncio.create_task(chat.send({"text": text}, text)) for text in said]
        again = [asyncio.create_task(chat.send({"text": text}, text)) for text in said[:5]]
        async with asyncio.timeout(20):
            while not await transcript_of(chat):  # noqa: ASYNC110  # another process does it
                await asyncio.sleep(0.05)
    finally:
        os.kill(actions, signal.SIGCONT)
    answers = await asyncio.gather(*calls)

    transcript = await transcript_of(chat)
    assert await asyncio.gather(*again) == answers[:5]
    assert [message["sender"] for message in transcript] == ["visitor", "bot"] * MANY
    assert sorted(m["text"] for m in transcript[::2]) == sorted(said)
    assert [m["outcome"] for m in transcript[1::2]] == ["answered"] * MANY
    given = {text: answer for text, [answer] in zip(said, answers, strict=True)}
    assert [given[m["text"]]["id"] for m in transcript[::2]] == [m["id"] for m in transcript[1::2]]
    assert [e["text"] for e in heard_in(system, chat.id)] == [m["text"] for m in transcript[::2]]
    assert "LockError" not in (system.data / "log" / "rasa.log").read_text(encoding="utf-8")


async def transcript_of(chat):
    """What was said after the greeting."""
    async with chat.call("GET", "/messages") as response:
        return (await response.json())["messages"][1:]


async def test_of_a_forgotten_chat_the_tracker_store_holds_no_byte(system, outside):
    chat = await Chat.open(outside, "de")
    await chat.say(f"Ich möchte Auskunft über meine Daten, {WORD}.")
    files = list(system.data.glob("tracker.db*"))
    assert any(WORD.encode() in file.read_bytes() for file in files)  # what is there is seen

    async with chat.call("DELETE") as response:
        assert response.status == 200

    assert chat.id not in chats_in(system)
    left = {file.name: file.read_bytes() for file in system.data.glob("tracker.db*")}
    assert [name for name, data in left.items() if WORD.encode() in data or chat.id.encode() in data] == []
