"""The visitor sees how far the chat is on its way to a person, and hears that person and nobody else."""

import pytest

from auskunft import store
from casestore.wire.requests import Remark
from casestore.wire.staff import NewStaff
from privacy.handoff import Priority
from tests.gateway.stream import next_message, next_state
from tests.gateway.visitor import problem_of


@pytest.fixture
async def weber(running):
    """The token of a colleague of that name."""
    new = NewStaff(name="weber", display_name="Frau Weber", role="agent", password="long enough")  # noqa: S106
    await store.add_staff(running.settings, new)
    return await store.staff_token(running.settings, "weber")


@pytest.fixture
def wants_a_person(running):
    async def wants_a_person(visitor, priority=Priority.NORMAL):
        await running.cases.ask_for_staff(visitor.id, "person", priority)

    return wants_a_person


@pytest.fixture
def staff(running, weber):
    async def staff(act, visitor, text=None):
        await running.cases.act_on_chat(visitor.id, act, weber, Remark(text=text) if text else None)

    return staff


async def test_the_state_tells_nothing_but_how_the_chat_stands(visitor):
    assert await visitor.state() == {
        "id": visitor.id,
        "status": "bot",
        "language": "de",
        "expects": None,
        "handoff": None,
    }


async def test_the_state_follows_the_chat_to_a_person_and_back(running, visitor, wants_a_person, staff):
    running.rasa.expects = "email"
    await visitor.says("Ich möchte Auskunft")
    await wants_a_person(visitor)
    waiting = await visitor.state()
    await staff("claim", visitor)
    taken = await visitor.state()
    await staff("release", visitor)
    back = await visitor.state()

    assert (waiting["status"], waiting["expects"]) == ("waiting", "email")
    since = waiting["handoff"]["waiting_since"]
    at_once = {"waiting_since": since, "typing": False, "opens_at": None}
    assert waiting["handoff"] == {**at_once, "place": 1, "staff": None}
    assert (taken["status"], taken["expects"]) == ("open", None)
    assert taken["handoff"] == {**at_once, "place": None, "staff": "Frau Weber"}
    assert (back["status"], back["expects"], back["handoff"]) == ("bot", "email", None)


async def test_a_stream_begins_with_the_state_and_tells_of_every_other(visitor, wants_a_person, staff):
    stream = await visitor.call("GET", "/events")

    states = [await next_state(stream)]
    await wants_a_person(visitor)
    states.append(await next_state(stream))
    await staff("claim", visitor)
    states.append(await next_state(stream))
    await staff("close", visitor)
    states.append(await next_state(stream))
    await visitor.speaks("en")
    states.append(await next_state(stream))

    assert states[-1] == await visitor.state()
    assert [state["status"] for state in states] == ["bot", "waiting", "open", "closed", "closed"]
    assert [state["language"] for state in states] == ["de"] * 4 + ["en"]
    stream.close()


async def test_who_waits_hears_that_others_were_served_or_went_ahead(open_chat, wants_a_person, staff):
    first, second, urgent = await open_chat(), await open_chat(), await open_chat()
    await wants_a_person(first)
    await wants_a_person(second)
    stream = await second.call("GET", "/events")

    places = [(await next_state(stream))["handoff"]["place"]]
    await wants_a_person(urgent, Priority.HIGH)
    places.append((await next_state(stream))["handoff"]["place"])
    await staff("claim", first)
    places.append((await next_state(stream))["handoff"]["place"])

    assert places == [2, 3, 2]
    stream.close()


async def test_the_visitor_hears_staff_and_none_of_their_notes(visitor, wants_a_person, staff):
    await wants_a_person(visitor)
    stream = await visitor.call("GET", "/events?after=1")
    await staff("notes", visitor, "Kanarienvogel")
    await staff("claim", visitor)
    await staff("notes", visitor, "Kanarienvogel")
    await staff("messages", visitor, "Guten Tag.")
    await staff("notes", visitor, "Kanarienvogel")
    await staff("release", visitor)

    heard = [await next_message(stream) for _ in range(3)]

    assert [(m["id"], m["sender"]) for m in heard] == [("2", "system"), ("3", "staff"), ("4", "system")]
    assert heard[1]["text"] == "Guten Tag."
    everything = f"{await visitor.history()}{heard}{await visitor.state()}{await visitor.says('Ja')}"
    assert "Kanarienvogel" not in everything
    stream.close()


async def test_while_staff_have_the_chat_the_bot_hears_and_says_nothing(
    running, visitor, wants_a_person, staff
):
    running.rasa.expects = "email"
    await visitor.says("Ich möchte Auskunft")
    await wants_a_person(visitor)
    await staff("claim", visitor)

    replies = [await visitor.says("Sind Sie noch da?"), await visitor.says("erika@example.com")]

    assert replies == [[], []]
    assert len(running.rasa.heard) == 1
    await staff("release", visitor)
    await visitor.says("erika@example.com")
    assert running.rasa.heard[-1]["expects"] == "email"


async def test_a_closed_chat_is_answered_by_the_bot_when_the_visitor_writes(visitor, wants_a_person, staff):
    await wants_a_person(visitor)
    await staff("claim", visitor)
    await staff("close", visitor)

    [answer] = await visitor.says("Noch eine Frage")

    assert answer["sender"] == "bot"
    assert (await visitor.state())["status"] == "bot"


@pytest.mark.parametrize("language", ["de", "en"])
async def test_what_staff_do_is_told_in_the_language_of_the_chat(open_chat, staff, language):
    visitor = await open_chat(language)
    for act in ("claim", "release", "claim", "close"):
        await staff(act, visitor)

    told = (await visitor.history())[1:]

    assert {message["language"] for message in told} == {language}
    assert (
        told[0]["text"]
        == {
            "de": "Frau Weber ist jetzt im Chat.",
            "en": "Frau Weber has joined the chat.",
        }[language]
    )
    assert len({message["text"] for message in told}) == 3


@pytest.mark.parametrize(("method", "what"), [("GET", ""), ("PUT", "/language")])
async def test_the_state_of_another_chat_stays_closed(open_chat, method, what):
    mine, theirs = await open_chat(), await open_chat()

    response = await mine.call(
        method, what, headers={"Authorization": f"Bearer {theirs.token}"}, json={"language": "en"}
    )

    assert (await problem_of(response))["status"] == 401
    assert (await mine.state())["language"] == "de"
