"""R12: no text is so long, so deep or so strange that the assistant falls silent over it."""

import asyncio

import aiohttp
import pytest

from gateway.redaction import redact
from privacy.hygiene import MAX_CHARACTERS, plain_text
from tests.gateway.visitor import messages_of
from tests.journeys.chat import Chat

STRANGE = {
    "combining marks": "a" + "\u0301" * 5000,
    "marks on every letter": "Löschen\u0334\u0353\u0359" * 700,
    "right to left": "\u202e\u2067ןקחמ " * 800,
    "lone surrogates": "\ud800a\udfff" * 1000,
    "nothing but nulls and a word": "\x00" * 7000 + "Hallo",
    "one word": "a" * MAX_CHARACTERS,
    "one number": "1" * MAX_CHARACTERS,
    "numbers": "1234 " * 1600,
    "accounts that are none": "DE89 3704 0044 0532 0130 01 " * 280,
    "beginnings of accounts": "AB12 " * 1600,
    "at signs": "a@" * 4000,
    "an address without end": "a@" + "b." * 3900,
    "beginnings of a confession": "ich habe " * 880,
    "names of passwords": "Passwort " * 880,
    "brackets": "[" * 4000 + "]" * 4000,
    "question marks": "?" * MAX_CHARACTERS,
    "sentences": "Ja. " * 2000,
    "line ends": "a\r\n" * 2600,
    "emoji families": "👨‍👩‍👧‍👦" * 700,
}
TOO_LONG = [10_000, 100_000]


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
async def test_a_strange_text_is_answered_and_kept(open_chat, text):
    visitor = await open_chat()

    [*_, answer] = await visitor.says(text)

    assert answer["sender"] == "bot"
    assert (await visitor.history())[1]["text"] == redact(plain_text(text)).text


@pytest.mark.parametrize("length", TOO_LONG)
@pytest.mark.parametrize("character", ["a", "\u0301", "\x00"])
async def test_a_text_that_is_too_long_is_refused_and_the_chat_goes_on(running, open_chat, length, character):
    visitor = await open_chat()

    refused = await visitor.post(text=character * length)

    assert refused.status == 413
    assert len(await visitor.says("Hallo")) == 1
    assert [turn["text"] for turn in running.rasa.heard] == ["Hallo"]


@pytest.mark.parametrize("deep", [b'{"a":' * 1000 + b"1" + b"}" * 1000, b"[" * 1000 + b"]" * 1000])
async def test_a_thousand_levels_of_json_are_a_bad_request(running, open_chat, deep):
    visitor = await open_chat()

    response = await visitor.call(
        "POST", "/messages", data=deep, headers={"Content-Type": "application/json"}
    )

    assert response.status == 400
    assert running.rasa.heard == []
    assert len(await messages_of(await visitor.post(text="Hallo"))) == 1


@pytest.mark.journey
async def test_rasa_itself_answers_every_one_of_them_while_another_chat_goes_on(system):
    rasa = system.pid_of("rasa")
    async with aiohttp.ClientSession(system.gateway) as session:
        other, *chats = [await Chat.open(session, "de") for _ in range(len(STRANGE) + 1)]
        for chat, text in zip(chats, STRANGE.values(), strict=True):
            await asyncio.gather(chat.say(text), other.say("Wie lange speichern Sie meine Daten?"))

            assert chat.last[-1]["sender"] == "bot", text[:20]
            assert other.last[-1]["outcome"] == "answered"
    assert system.pid_of("rasa") == rasa
