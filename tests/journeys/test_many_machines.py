"""The same system on two machines: whatever goes down on one, nobody loses anything."""

import asyncio
import json

import aiohttp
import psycopg
import pytest
import pytest_asyncio

from tests.journeys.chat import Chat
from tests.journeys.machines import Machine, Machines, two_machines
from tests.journeys.system import AUSKUNFT

pytestmark = [pytest.mark.journey, pytest.mark.asyncio(loop_scope="module")]

ERIKA = "erika.mustermann@example.com"
ACCESS = "Ich möchte Auskunft über meine Daten."
QUESTION = "Wie lange speichern Sie meine Daten?"
GUARD = 60.0  # seconds; only ends a test that would hang


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def started(tmp_path_factory, postgres_server, module_redis):
    async with two_machines(tmp_path_factory.mktemp("machines"), postgres_server, module_redis) as machines:
        yield machines


@pytest_asyncio.fixture(loop_scope="module")
async def machines(started):
    yield started
    await started.have_all()


@pytest_asyncio.fixture(loop_scope="module")
async def visitors(machines):
    """At the gateway of either machine."""
    async with (
        aiohttp.ClientSession(machines.one.url("gateway")) as one,
        aiohttp.ClientSession(machines.other.url("gateway")) as other,
    ):
        yield one, other


@pytest_asyncio.fixture(loop_scope="module")
async def staff(machines):
    token = await _run(machines.one, "staff", "token", "demo")
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(machines.other.url("desk"), headers=headers) as session:
        yield session


async def _run(machine: Machine, *arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *AUSKUNFT, *arguments, env=machine.environment, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    assert process.returncode == 0
    return said.decode().strip()


async def _request_of(staff: aiohttp.ClientSession, reference: str) -> dict:
    async with staff.get(f"/api/v1/desk/requests/{reference}") as response:
        assert response.status == 200, await response.text()
        return await response.json()


async def _references_of(staff: aiohttp.ClientSession, chat: Chat) -> list[str]:
    async with staff.get("/api/v1/desk/requests", params={"limit": "200"}) as response:
        listed = await response.json()
    mine = [await _request_of(staff, item["reference"]) for item in listed["items"]]
    return [request["reference"] for request in mine if request["conversation"] == chat.id]


async def _messages_told(chat: Chat, count: int) -> list[dict]:
    """The first *count* messages of the chat's live events."""
    told = []
    async with asyncio.timeout(GUARD), chat.call("GET", "/events") as stream:
        async for line in stream.content:
            if line.startswith(b"data: ") and "text" in (data := json.loads(line[6:])):
                told.append(data)
                if len(told) == count:
                    break
    return told


async def test_what_is_said_at_one_machine_is_told_live_at_the_other(visitors):
    here, there = visitors
    chat = await Chat.open(here, "de")
    elsewhere = Chat(there, {"id": chat.id, "token": chat.token, "messages": []})
    listening = asyncio.create_task(_messages_told(elsewhere, 3))

    [answer] = await chat.say(QUESTION)

    told = await listening
    assert [message["sender"] for message in told] == ["bot", "visitor", "bot"]
    assert told[-1] == answer
    assert answer["citations"]


async def test_messages_of_one_chat_at_both_machines_are_answered_one_after_the_other(visitors):
    chat = await Chat.open(visitors[0], "de")
    tabs = [Chat(visitor, {"id": chat.id, "token": chat.token, "messages": []}) for visitor in visitors]

    await asyncio.gather(*(tabs[n % 2].say(QUESTION) for n in range(10)))

    async with chat.call("GET", "/messages") as response:
        senders = [message["sender"] for message in (await response.json())["messages"]]
    assert senders == ["bot", *["visitor", "bot"] * 10]


async def test_the_same_message_at_both_machines_has_one_effect(visitors, staff):
    chat = await Chat.open(visitors[0], "de")
    tabs = [Chat(visitor, {"id": chat.id, "token": chat.token, "messages": []}) for visitor in visitors]

    answers = await asyncio.gather(*(tabs[n % 2].send({"text": ACCESS}, "same") for n in range(6)))

    assert all(answer == answers[0] for answer in answers)
    assert len(await _references_of(staff, chat)) == 1


async def test_an_intake_goes_on_though_one_of_each_process_is_killed_in_the_middle(
    machines: Machines, visitors, staff
):
    here, there = visitors
    chat = await Chat.open(here, "de")
    await chat.say(ACCESS)
    received = chat.last[0]["request"]

    machines.one.kill("rasa")
    machines.one.kill("actions")
    await chat.say(ERIKA)
    assert chat.waits_for == "code"
    machines.one.kill("casestore")
    machines.one.kill("gateway")
    machines.one.kill("desk")
    chat.session = there
    code = (await machines.inbox.next_with_code())[1]
    await chat.say(code)

    assert chat.last[-1]["request"] == {**received, "state": "verified"}
    request = await _request_of(staff, received["reference"])
    assert (request["state"], request["verification"]["level"]) == ("verified", "on_file")
    assert await _references_of(staff, chat) == [received["reference"]]


async def test_the_replica_that_goes_in_the_middle_of_a_dialogue_is_the_one_that_had_it(
    machines: Machines, visitors
):
    """Of ten dialogues either replica has some; each is finished after one, then the other, was killed."""
    chats = [await Chat.open(visitors[n % 2], "de") for n in range(10)]
    for chat in chats:
        await chat.say(ACCESS)

    for victim in (machines.one, machines.other):
        victim.kill("rasa")
        for chat in chats:
            await chat.say("Warum brauchen Sie das?")
            assert chat.waits_for == "email", chat.text
        await machines.have_all()


async def test_chats_are_answered_in_order_without_redis_too(machines: Machines, visitors):
    chat = await Chat.open(visitors[0], "de")
    machines.redis.kill()
    try:
        [answer] = await chat.say(QUESTION)
        assert answer["citations"]
        await chat.say(ACCESS)
        assert chat.waits_for == "email"
    finally:
        machines.redis.start()


async def test_each_mail_goes_out_once_though_two_case_stores_could_send_it(machines: Machines, visitors):
    address = "john.example@example.com"
    for number in range(6):
        chat = await Chat.open(visitors[number % 2], "de")
        await chat.say(ACCESS)
        await chat.say(address)
        await machines.inbox.next_with_code()

    with psycopg.connect(machines.one.environment["AUSKUNFT_DATABASE"]) as database:
        attempts = database.execute("SELECT state, attempts, count(*) FROM outbox GROUP BY 1, 2").fetchall()
    assert [(state, tries) for state, tries, _ in attempts] == [("sent", 1)]
    assert machines.inbox.arrived.empty()
