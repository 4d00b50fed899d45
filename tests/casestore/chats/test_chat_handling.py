"""Staff take a chat, speak in it, and give it back; one at a time, and nobody loses the thread."""

import asyncio

import pytest

from casestore.client import ConflictingError, NotPermittedError, TakenError, UnfitError, UnknownError
from casestore.wire.conversations import Said
from casestore.wire.requests import Remark
from privacy.language import Language

HELLO = Remark(text="Guten Tag, womit kann ich helfen?")


@pytest.fixture
async def waiting(visitor):
    await visitor.hears("Wie lautet Ihre E-Mail-Adresse?", expects="email")
    await visitor.wants_a_person("complaint")
    return visitor


async def test_of_ten_that_claim_a_chat_at_once_one_gets_it_and_the_others_hear_who(store, waiting, call):
    names = [f"agent-{n}" for n in range(10)]
    tokens = [await call(name) for name in names]

    claims = [store.act_on_chat(waiting.chat.id, "claim", token) for token in tokens]
    outcomes = await asyncio.gather(*claims, return_exceptions=True)

    got = [view.assignee for view in outcomes if not isinstance(view, Exception)]
    refused = [error.by for error in outcomes if isinstance(error, TakenError)]
    assert len(got) == 1
    assert refused == got * 9
    assert [m.sender for m in await waiting.reads()] == ["bot", "system"]


async def test_the_visitor_hears_who_came_and_the_bot_waits_for_nothing(store, waiting, anna):
    await store.act_on_chat(waiting.chat.id, "claim", anna)

    state, (*_, joined) = await waiting.stands(), await waiting.reads()
    assert (state.status, state.expects) == ("open", None)
    assert (state.handoff.place, state.handoff.staff) == (None, None)
    text = "Eine Kollegin oder ein Kollege ist jetzt im Chat."
    assert (joined.sender, joined.text, joined.expects) == ("system", text, None)


async def test_claiming_what_one_has_changes_nothing(store, waiting, anna):
    for _ in range(2):
        view = await store.act_on_chat(waiting.chat.id, "claim", anna)

    assert view.assignee == "anna"
    assert len(await waiting.reads()) == 2


async def test_what_staff_say_reaches_the_visitor_in_the_language_of_the_chat(store, visit, anna):
    visitor = await visit(Language.ENGLISH)
    await store.act_on_chat(visitor.chat.id, "claim", anna)

    view = await store.act_on_chat(visitor.chat.id, "messages", anna, Remark(text="Hello."))

    said = (await visitor.reads())[-1]
    assert (said.sender, said.text, said.language, said.expects) == ("staff", "Hello.", "en", None)
    assert (view.messages[-1].author, "anna" in said.model_dump_json()) == ("anna", False)


async def test_only_who_has_the_chat_speaks_in_it(store, waiting, anna, call):
    with pytest.raises(ConflictingError):
        await store.act_on_chat(waiting.chat.id, "messages", anna, HELLO)
    await store.act_on_chat(waiting.chat.id, "claim", anna)

    for role in ("agent", "lead"):
        with pytest.raises(TakenError):
            await store.act_on_chat(waiting.chat.id, "messages", await call(f"paul-{role}", role), HELLO)

    assert [m.sender for m in await waiting.reads()] == ["bot", "system"]


async def test_a_note_is_for_staff_and_for_no_visitor(store, waiting, anna, call):
    await store.act_on_chat(waiting.chat.id, "notes", anna, Remark(text="Kanarienvogel"))
    await store.act_on_chat(waiting.chat.id, "claim", anna)
    await store.act_on_chat(waiting.chat.id, "notes", anna, Remark(text="Zweiter Kanarienvogel"))
    await store.act_on_chat(waiting.chat.id, "messages", anna, HELLO)

    seen = await store.changes(waiting.chat.id, waiting.chat.token, "0")
    again = await store.take(
        waiting.chat.id, Said(token=waiting.chat.token, client_id="x", text="Kanarienvogel?")
    )
    packet = await store.open_chat(waiting.chat.id, await call("paul"))
    assert "Kanarienvogel" not in seen.model_dump_json()
    assert [message.id for message in await waiting.reads()] == ["1", "2", "3", again.id]
    assert [line.sender for line in packet.messages] == [
        "bot",
        "note",
        "system",
        "note",
        "staff",
        "visitor",
    ]
    assert [line.author for line in packet.messages] == [None, "anna", None, "anna", "anna", None]


async def test_handed_back_the_bot_waits_again_for_what_it_waited_for(store, waiting, anna):
    await store.act_on_chat(waiting.chat.id, "claim", anna)
    await waiting.says("Hier ist jemand.", client_id="a")
    await store.act_on_chat(waiting.chat.id, "messages", anna, HELLO)

    await store.act_on_chat(waiting.chat.id, "release", anna)

    state, back = await waiting.stands(), (await waiting.reads())[-1]
    assert (state.status, state.expects, state.handoff) == ("bot", "email", None)
    assert (back.sender, back.expects) == ("system", "email")
    turn = await waiting.says("erika@example.com", client_id="b")
    assert (turn.status, turn.expects) == ("bot", "email")


async def test_what_the_bot_would_say_when_staff_came_meanwhile_is_not_said_but_stands_afterwards(
    store, waiting, anna
):
    turn = await waiting.says("Löschen Sie alles.", client_id="a")
    await store.act_on_chat(waiting.chat.id, "claim", anna)

    said = await waiting.hears("Sollen wir Ihre Daten löschen?", turn, expects="confirmation")

    assert said == []
    assert (await waiting.says("Löschen Sie alles.", client_id="a")).replies == []
    assert [m.sender for m in await waiting.reads()] == ["bot", "visitor", "system"]
    await store.act_on_chat(waiting.chat.id, "release", anna)
    assert (await waiting.stands()).expects == "confirmation"


async def test_a_code_typed_to_staff_is_hidden_as_it_is_from_the_bot(store, visitor, anna):
    await visitor.hears("Bitte geben Sie den Code ein.", expects="code")
    await store.act_on_chat(visitor.chat.id, "claim", anna)

    await visitor.says("Mein Code ist 123 456")

    packet = await store.open_chat(visitor.chat.id, anna)
    assert packet.messages[-1].text == "Mein Code ist ••••••"


async def test_closed_the_chat_opens_with_the_bot_when_the_visitor_writes(store, waiting, anna):
    await store.act_on_chat(waiting.chat.id, "claim", anna)
    closed = await store.act_on_chat(waiting.chat.id, "close", anna)

    turn = await waiting.says("Noch etwas:")

    assert (closed.status, closed.assignee) == ("closed", "anna")
    assert (turn.status, turn.expects) == ("bot", "email")
    assert ((await waiting.stands()).status, (await waiting.stands()).handoff) == ("bot", None)


async def test_what_was_said_before_does_not_open_a_closed_chat(store, waiting, anna):
    await waiting.says("Hallo?", client_id="a")
    await store.act_on_chat(waiting.chat.id, "close", anna)

    turn = await waiting.says("Hallo?", client_id="a")

    assert turn.status == "closed"


async def test_asking_for_a_person_anew_waits_anew(store, waiting, anna, clock):
    await store.act_on_chat(waiting.chat.id, "claim", anna)
    await store.act_on_chat(waiting.chat.id, "release", anna)
    clock.forward(hours=1)

    await waiting.wants_a_person()

    packet = await store.open_chat(waiting.chat.id, anna)
    assert (packet.waiting_since, packet.reason, packet.assignee) == (clock(), "person", None)


@pytest.mark.parametrize("act", ["release", "close"])
async def test_a_chat_that_a_colleague_left_behind_is_ended_by_a_lead_only(store, waiting, anna, call, act):
    await store.act_on_chat(waiting.chat.id, "claim", anna)

    with pytest.raises(TakenError) as refused:
        await store.act_on_chat(waiting.chat.id, act, await call("paul"))
    view = await store.act_on_chat(waiting.chat.id, act, await call("lena", "lead"))

    assert refused.value.by == "anna"
    assert view.status in {"bot", "closed"}


@pytest.mark.parametrize("act", ["release", "close"])
async def test_what_staff_do_not_have_they_cannot_end(store, visitor, anna, act):
    with pytest.raises(ConflictingError):
        await store.act_on_chat(visitor.chat.id, act, anna)


@pytest.mark.parametrize("act", ["claim", "messages", "notes", "release", "close"])
async def test_an_auditor_only_reads(store, waiting, hire, act):
    auditor = await hire("auditor")
    said = HELLO if act in {"messages", "notes"} else None

    with pytest.raises(NotPermittedError):
        await store.act_on_chat(waiting.chat.id, act, auditor, said)

    assert (await store.open_chat(waiting.chat.id, auditor)).status == "waiting"


async def test_the_same_key_says_it_once_and_another_text_is_refused(store, waiting, anna):
    await store.act_on_chat(waiting.chat.id, "claim", anna)

    for _ in range(2):
        await store.act_on_chat(waiting.chat.id, "messages", anna, HELLO, key="1")
    with pytest.raises(ConflictingError):
        await store.act_on_chat(waiting.chat.id, "messages", anna, Remark(text="Anders."), key="1")

    assert [m.sender for m in await waiting.reads()] == ["bot", "system", "staff"]


@pytest.mark.parametrize("text", [" ", "\u200b", "\u0000"])
async def test_what_nobody_would_see_is_not_said(store, waiting, anna, text):
    await store.act_on_chat(waiting.chat.id, "claim", anna)

    with pytest.raises(UnfitError):
        await store.act_on_chat(waiting.chat.id, "messages", anna, Remark(text=text))


async def test_a_chat_that_was_forgotten_is_not_there(store, waiting, anna):
    await store.act_on_chat(waiting.chat.id, "claim", anna)
    await store.act_on_chat(waiting.chat.id, "notes", anna, Remark(text="Notiz"))

    await store.forget(waiting.chat.id, waiting.chat.token)

    with pytest.raises(UnknownError):
        await store.act_on_chat(waiting.chat.id, "messages", anna, HELLO)
