"""What is said in a chat is kept once and in order, and reaches who waits for it."""

import asyncio

import pytest

from casestore.client import ConflictingError


async def test_the_same_client_id_again_gives_the_same_replies_and_is_noted_once(visitor):
    turn = await visitor.says("Was speichern Sie?", client_id="a")
    replies = await visitor.hears("Das hier.", turn, Ja="/affirm")

    again = await visitor.says("Was speichern Sie?", client_id="a")

    assert (turn.replies, again.replies, again.id) == (None, replies, turn.id)
    assert [m.text for m in await visitor.reads()] == ["Was speichern Sie?", "Das hier."]


async def test_the_replies_are_those_to_that_message(visitor):
    first = await visitor.says("eins", client_id="a")
    await visitor.hears("zu eins", first)
    await visitor.hears("zu zwei", await visitor.says("zwei", client_id="b"))
    await visitor.hears("von selbst")

    again = await visitor.says("eins", client_id="a")

    assert [reply.text for reply in again.replies] == ["zu eins"]


async def test_the_same_client_id_at_once_is_noted_once(visitor):
    turns = await asyncio.gather(*(visitor.says("Hallo", client_id="a") for _ in range(20)))

    assert len({turn.id for turn in turns}) == 1
    assert len(await visitor.reads()) == 1


async def test_the_same_client_id_in_another_chat_is_another_message(visit):
    one, other = await visit(), await visit()
    await one.hears("Antwort", await one.says("eins", client_id="a"))

    assert (await other.says("zwei", client_id="a")).replies is None


async def test_messages_said_at_once_are_all_kept_in_one_order(visitor):
    await asyncio.gather(*(visitor.says(f"Nr. {n}", client_id=str(n)) for n in range(20)))

    kept = await visitor.reads()

    assert [message.id for message in kept] == [str(n) for n in range(1, 21)]
    assert {message.text for message in kept} == {f"Nr. {n}" for n in range(20)}


async def test_a_button_shows_nothing_of_what_it_does(visitor):
    said = await visitor.hears("Stimmt das?", Ja="/secret_intent", Nein="/secret_intent")

    seen = await visitor.reads()

    yes, no = seen[0].buttons
    assert (yes["title"], no["title"], seen) == ("Ja", "Nein", said)
    assert yes["value"] != no["value"]
    assert "secret_intent" not in seen[0].model_dump_json()


async def test_a_button_does_in_its_own_chat_what_it_stands_for(visit):
    one, other = await visit(), await visit()
    ((button,),) = [message.buttons for message in await one.hears("Stimmt das?", Ja="/affirm")]
    await other.hears("Stimmt das?", Ja="/affirm")

    for pressed_in, value in ((other, button["value"]), (one, "/affirm"), (one, "made-up")):
        with pytest.raises(ConflictingError):
            await pressed_in.presses(value)
    turn = await one.presses(button["value"])

    assert turn.payload == "/affirm"
    assert [message.text for message in await one.reads()] == ["Stimmt das?", "Ja"]


async def test_messages_after_one_are_those_that_came_later(visitor):
    texts = ["eins", "zwei", "drei"]
    ids = [(await visitor.hears(text))[0].id for text in texts]

    later = [[m.text for m in await visitor.reads(after=position)] for position in ("0", *ids)]

    assert later == [texts, texts[1:], texts[2:], []]
