"""Staff take over chats through the desk's API."""

import asyncio

import pytest

from casestore.wire.conversations import NewMessage, Said
from privacy.handoff import Priority
from tests.installation import ON_FILE

CHATS = "/api/v1/desk/conversations"


@pytest.fixture
def open_chat(running):
    async def open_chat(priority=Priority.NORMAL):
        chat = await running.cases.open_conversation("de")
        said = Said(token=chat.token, client_id="1", text=f"Ich bin {ON_FILE} und will einen Menschen.")
        await running.cases.take(chat.id, said)
        question = NewMessage(sender="bot", text="Wie lautet Ihre Adresse?", language="de", expects="email")
        await running.cases.reply(chat.id, [question])
        await running.cases.ask_for_staff(chat.id, "person", priority)
        return chat

    return open_chat


@pytest.fixture
async def chat(open_chat):
    return await open_chat()


@pytest.fixture
async def anna(token_of):
    return await token_of("agent")


@pytest.fixture
def act(desk, anna, chat):
    async def act(what, status=200, headers=None, **body):
        options = {"json": body} if body else {}
        response = await desk.post(f"{CHATS}/{chat.id}/{what}", headers=headers or anna, **options)
        assert response.status == status, await response.text()
        return await response.json()

    return act


async def test_the_queue_is_listed_in_turn(desk, anna, open_chat):
    normal, urgent = await open_chat(), await open_chat(Priority.HIGH)

    page = await (await desk.get(CHATS, params={"status": "waiting"}, headers=anna)).json()

    assert [item["id"] for item in page["items"]] == [urgent.id, normal.id]
    assert {item["reason"] for item in page["items"]} == {"person"}
    assert page["next"] is None


@pytest.mark.parametrize("status", ["bot", "waiting", "open", "closed"])
async def test_a_list_shows_its_status(desk, anna, chat, act, status):
    steps = {"bot": ["claim", "release"], "waiting": [], "open": ["claim"], "closed": ["close"]}
    for step in steps[status]:
        await act(step)

    page = await (await desk.get(CHATS, params={"status": status}, headers=anna)).json()

    assert [item["id"] for item in page["items"]] == [chat.id]


@pytest.mark.parametrize("query", [{"status": "mine"}, {"cursor": "x"}])
async def test_a_list_there_is_not_is_refused(desk, anna, query):
    response = await desk.get(CHATS, params=query, headers=anna)

    assert response.status == 422


async def test_the_packet_says_what_whoever_takes_over_needs_to_know(desk, anna, chat, act):
    await act("notes", text="Ruft morgen an.")

    packet = await (await desk.get(f"{CHATS}/{chat.id}", headers=anna)).json()

    assert (packet["status"], packet["reason"], packet["priority"]) == ("waiting", "person", "normal")
    assert (packet["expects"], packet["proved"], packet["requests"]) == ("email", None, [])
    assert [(line["sender"], line["author"]) for line in packet["messages"]] == [
        ("visitor", None),
        ("bot", None),
        ("note", "agent"),
    ]


async def test_claimed_by_two_one_has_it_and_the_other_hears_who(desk, token_of, chat, act):
    await act("claim")

    response = await desk.post(f"{CHATS}/{chat.id}/claim", headers=await token_of("lead"))

    assert (response.status, response.content_type) == (409, "application/problem+json")
    problem = await response.json()
    assert (problem["status"], problem["assignee"]) == (409, "agent")


async def test_of_many_claims_at_once_one_is_taken(desk, token_of, chat):
    tokens = [await token_of(role) for role in ("agent", "lead", "privacy")]

    responses = await asyncio.gather(
        *(desk.post(f"{CHATS}/{chat.id}/claim", headers=token) for token in tokens)
    )

    assert sorted(response.status for response in responses) == [200, 409, 409]


async def test_staff_speak_note_and_give_back(running, chat, act):
    await act("claim")
    await act("messages", text="Guten Tag.")
    await act("notes", text="Kanarienvogel")
    view = await act("release")

    heard = await running.cases.messages(chat.id, chat.token, "2")
    assert [(m.sender, m.text) for m in heard][1] == ("staff", "Guten Tag.")
    assert [m.sender for m in heard] == ["system", "staff", "system"]
    assert (view["status"], view["assignee"], view["expects"]) == ("bot", None, "email")


async def test_who_does_not_have_the_chat_says_nothing_in_it(token_of, act):
    await act("messages", 409, text="Guten Tag.")
    await act("claim")

    problem = await act("messages", 409, await token_of("lead"), text="Guten Tag.")

    assert problem["assignee"] == "agent"


@pytest.mark.parametrize(
    ("what", "body", "status"),
    [
        ("messages", {"text": ""}, 422),
        ("messages", {"text": "\u200b"}, 422),
        ("messages", {"text": "x" * 4001}, 422),
        ("messages", {"words": "x"}, 422),
        ("notes", {"text": 5}, 422),
        ("end", {"text": "x"}, 404),
    ],
)
async def test_what_cannot_be_said_is_refused(act, what, body, status):
    await act("claim")

    await act(what, status, **body)


@pytest.mark.parametrize("what", ["claim", "messages", "notes", "release", "close"])
async def test_an_auditor_reads_and_does_nothing(desk, token_of, chat, act, what):
    auditor = await token_of("auditor")

    await act(what, 403, auditor, **({"text": "x"} if what in {"messages", "notes"} else {}))

    assert (await desk.get(f"{CHATS}/{chat.id}", headers=auditor)).status == 200


async def test_a_repeated_call_with_its_key_says_it_once(act, anna):
    await act("claim")
    headers = {**anna, "Idempotency-Key": "hello"}

    views = [await act("messages", 200, headers, text="Guten Tag.") for _ in range(2)]

    assert views[0] == views[1]
    await act("messages", 409, headers, text="Anders.")


@pytest.mark.parametrize("chat_id", ["0" * 32, "x", "A" * 32])
async def test_a_chat_there_is_not_is_not_found(desk, anna, chat_id):
    response = await desk.get(f"{CHATS}/{chat_id}", headers=anna)

    assert response.status == 404
