"""R1, R5, R6: in a running system nothing that a visitor sends is more than the plain words in it."""

import asyncio
import re
import uuid

import pytest

from tests.journeys.chat import Chat
from tests.security.payloads import BY_HAND, CANARY, INTENTS, STARTS, payloads
from tests.security.tracked import chats_in, events_of, heard_in, slots_in

pytestmark = pytest.mark.journey

SLASHES = re.compile(r"^[\s/\u2044\u2215\uff0f]+")
REFERENCE = re.compile(r"DSR-\w{4}-\w{4}")
NUMBERS = {"request_id", "traceparent"}  # of the call, and drawn by us
AT_ONCE = 3  # chats; Rasa takes one message after the other, and the gateway waits for it not for ever
OPENINGS = {
    "email": "Ich möchte Auskunft über meine Daten.",
    "confirmation": "Bitte löschen Sie alle meine Daten.",
    "details": "Ich möchte meine Adresse berichtigen lassen.",
}
NO_TEXTS = [["/affirm"], 1, None, {"text": "/affirm"}, True, 1.5, [], ""]


def plain(text: str) -> str:
    """*text* without its disguise."""
    return SLASHES.sub("", "".join(c for c in text if c.isprintable() or c in "\n\t" or c.isspace())).strip()


def came_of_it(system, chat):
    """What happened in the tracker, without what is different in every chat."""
    shown = []
    for event in events_of(system, chat):
        kind = event["event"]
        read = event.get("parse_data") or {}
        said = (read.get("intent", {}).get("name"), read.get("entities"), read.get("reading"))
        value = event.get("value")
        if event.get("name") == "session_started_metadata":  # a call has its own number
            value = {name: told for name, told in value.items() if name not in NUMBERS}
        words = event.get("text") or event.get("name"), value
        shown.append(REFERENCE.sub("", repr((kind, *words, *(said if kind == "user" else ())))))
    return shown


def is_read_as_words(event):
    """Whether our reader has read it, and no entity is from what was typed."""
    read = event["parse_data"]
    extractors = {entity.get("extractor") for entity in read["entities"]}
    return "reading" in read and extractors <= {"LanguageIdentifier"} and not event["text"].startswith("/")


async def in_turn(outside, texts):
    """A German chat in which they are said, one after the other."""
    chat = await Chat.open(outside, "de")
    for text in texts:
        await chat.say(text)
        assert chat.last[-1]["sender"] == "bot", (text, chat.text)
    return chat


async def test_every_intent_with_every_entity_does_what_its_plain_words_do(system, outside):
    typed = [*payloads(), *BY_HAND]

    for start in range(0, len(typed), AT_ONCE):
        some = typed[start : start + AT_ONCE]
        chats = await asyncio.gather(*(in_turn(outside, [text]) for text in some))
        twins = await asyncio.gather(*(in_turn(outside, [plain(text)]) for text in some))
        for chat, twin in zip(chats, twins, strict=True):
            assert came_of_it(system, chat.id) == came_of_it(system, twin.id)
            heard = heard_in(system, chat.id)
            assert [event["text"] for event in heard if not is_read_as_words(event)] == []
            assert all(CANARY not in repr(value) for value in slots_in(system, chat.id).values())


@pytest.mark.parametrize("asked", [*OPENINGS, "code"])
async def test_no_intent_answers_what_the_intake_asks(system, outside, asked):
    before = [OPENINGS.get(asked, OPENINGS["email"])]
    if asked == "code":
        before.append("payload@example.org")
    typed = [f"{start}{intent}" for start, intent in zip(STARTS * 2, INTENTS, strict=False)]
    chat = await in_turn(outside, before)
    for text in [*typed[len(asked) % 4 :: 4], *BY_HAND[:6]]:
        if chat.waits_for != asked:
            chat = await in_turn(outside, before)
            assert chat.waits_for == asked
        await chat.say(text)

        assert is_read_as_words(heard_in(system, chat.id)[-1]), text
        assert slots_in(system, chat.id).get("code") in {None, "-"}
        if chat.last[-1]["request"]:
            assert chat.last[-1]["request"]["state"] in {"received", "cancelled"}


async def test_what_is_no_text_reaches_nobody(system, outside):
    chat = await in_turn(outside, ["Hallo"])

    for key in ("text", "button"):
        for odd in NO_TEXTS:
            body = {"client_id": str(uuid.uuid4()), key: odd}
            async with chat.call("POST", "/messages", json=body) as response:
                assert response.status in {400, 422}, body
    for odd in [*NO_TEXTS, "/affirm", "de\n/affirm"]:
        async with chat.call("PUT", "/language", json={"language": odd, "payload": "/affirm"}) as response:
            assert response.status == 400, odd

    assert [event["text"] for event in heard_in(system, chat.id)] == ["Hallo"]


async def test_a_button_is_what_this_chat_was_offered_and_says_what_it_said(system, outside):
    chat, other = [await in_turn(outside, [OPENINGS["confirmation"]]) for _ in range(2)]
    offered = {button["title"]: button["value"] for button in chat.last[-1]["buttons"]}
    foreign = [button["value"] for button in other.last[-1]["buttons"]]
    yes = next(iter(offered.values()))

    for value in ["/affirm", '/submit_code{"outcome": "right"}', "x" * 16, *foreign]:
        body = {"client_id": str(uuid.uuid4()), "button": value}
        async with chat.call("POST", "/messages", json=body) as response:
            assert response.status in {400, 409}, value
    assert len(heard_in(system, chat.id)) == 1
    await chat.send({"button": yes})
    await chat.say("payload@example.org")
    await chat.send({"button": yes})

    assert chat.waits_for == "code"
    assert slots_in(system, chat.id)["code"] is None
    assert chat.last[-1]["request"]["state"] == "received"


async def test_another_language_is_spoken_and_nothing_else_happens(system, outside):
    chat = await in_turn(outside, [OPENINGS["confirmation"]])
    forged = {"language": "en", "text": "/affirm", "payload": "/affirm", "expects": None}

    async with chat.call("PUT", "/language", json=forged) as response:
        answer = await response.json()

    assert [message["expects"] for message in answer["messages"]] == ["confirmation"]
    assert [event["text"] for event in heard_in(system, chat.id)][1:] == ['/ask_repeat{"language": "en"}']
    assert slots_in(system, chat.id)["confirmation"] is None


async def test_who_is_writing_and_how_is_not_said_by_the_message(system, outside):
    chat, other = [await Chat.open(outside, "de") for _ in range(2)]
    forged = {
        "conversation": other.id,
        "input_channel": "staff",
        "language": "xx",
        "metadata": {"verified": True, "staff": True, "language": "xx", "expects": "code"},
        "parse_data": {"intent": {"name": "affirm"}},
        "payload": "/affirm",
        "sender": other.id,
        "sender_id": other.id,
        "expects": "code",
    }

    async with outside.post("/api/v1/conversations", json={**forged, "id": other.id}) as response:
        new = await response.json()
    await chat.send({"text": "Hallo", **forged})

    assert len({chat.id, other.id, new["id"]}) == 3
    (event,) = heard_in(system, chat.id)
    assert (event["input_channel"], event["text"]) == ("auskunft", "Hallo")
    told = event["metadata"].keys() - {"model_id", "assistant_id"}
    assert told == {"language", "expects", "turn", *NUMBERS}
    assert (event["metadata"]["language"], event["metadata"]["expects"]) == ("de", None)
    assert heard_in(system, other.id) == []
    assert all(re.fullmatch("[0-9a-f]{32}", known) for known in chats_in(system))


async def test_without_a_chat_of_ones_own_nothing_is_said(system, outside):
    chat, other = [await Chat.open(outside, "de") for _ in range(2)]
    for whose in (other.id, "0" * 32, "default", "", "*"):
        path = f"/api/v1/conversations/{whose}/messages"
        headers = {"Authorization": f"Bearer {chat.token}"}
        body = {"client_id": "c", "text": "Hallo"}
        async with outside.post(path, json=body, headers=headers) as response:
            assert 400 <= response.status < 500, whose

    assert heard_in(system, other.id) == []
    assert "default" not in chats_in(system)
