"""W2: one client cannot take what all need: calls, connections and live lines have limits."""

import json

import pytest

from gateway.streams import MOST_OF_CHAT
from tests.doors.opened import Line, answer_to
from tests.gateway.visitor import ROOT

HEALTH = ("GET /healthz HTTP/1.1", "Host: localhost")
IDLE = 2000


def listens(chat, *headers):
    """A call for the live line of *chat*."""
    return (
        f"GET {ROOT}/{chat.id}/events HTTP/1.1",
        "Host: localhost",
        f"Authorization: Bearer {chat.token}",
        *headers,
    )


async def listen(door, chat, *headers):
    """Open a live line; return it with its status."""
    line = await Line.to(door)
    await line.send(*listens(chat, *headers))
    return line, int((await line.reader.readuntil(b"\r\n\r\n")).split()[1])


@pytest.mark.parametrize("overrides", [{"limit_messages_client": "60/minute"}])
async def test_of_a_thousand_messages_at_once_sixty_are_taken_and_the_rest_hear_how_long_to_wait(
    door, running, chat
):
    line = await Line.to(door)
    for number in range(1000):
        body = json.dumps({"text": "a", "client_id": str(number)}).encode()
        await line.send(
            f"POST {ROOT}/{chat.id}/messages HTTP/1.1",
            *("Host: localhost", "Content-Type: application/json", f"Content-Length: {len(body)}"),
            f"Authorization: Bearer {chat.token}",
            body=body,
        )
    answers = [await line.answer() for _ in range(1000)]

    assert [answer.status for answer in answers] == [200] * 60 + [429] * 940
    assert {answer.headers.get("Retry-After") for answer in answers[60:]} == {"60"}
    assert len(running.rasa.heard) == 60


@pytest.mark.parametrize("overrides", [{"limit_calls_client": "5/minute"}])
@pytest.mark.parametrize("path", ["/api/v1/welcome", f"{ROOT}/{'0' * 32}/messages", "/form/de"])
async def test_calls_that_keep_nothing_have_a_limit_too(door, path):
    answers = [await answer_to(door, f"GET {path} HTTP/1.1", "Host: localhost") for _ in range(6)]

    assert 429 not in {answer.status for answer in answers[:5]}
    assert (answers[5].status, answers[5].headers["Retry-After"]) == (429, "60")


@pytest.mark.parametrize("overrides", [{"limit_connections_client": 200}])
async def test_the_connection_after_the_last_one_of_a_client_is_refused_until_another_ends(door):
    lines = [await Line.to(door) for _ in range(200)]
    for line in lines:
        await line.send(*HEALTH)
    answers = [await line.answer() for line in lines]

    refused = await (await Line.to(door)).answer()
    lines[0].close()
    while (again := await answer_to(door, *HEALTH)).status == 429:
        pass

    assert {answer.status for answer in answers} == {200}
    assert (refused.status, refused.headers["Retry-After"], refused.closed) == (429, "10", True)
    assert again.status == 200


@pytest.mark.parametrize("overrides", [{"limit_connections": 50}])
async def test_when_there_are_too_many_in_all_everybody_hears_it(door):
    lines = [await Line.to(door) for _ in range(50)]
    await lines[-1].send(*HEALTH)
    await lines[-1].answer()

    refused = await (await Line.to(door)).answer()

    assert (refused.status, refused.headers["Retry-After"], refused.closed) == (503, "10", True)


@pytest.mark.parametrize("overrides", [{"proxies": "127.0.0.1", "limit_connections_client": 5}])
async def test_a_proxy_of_ours_may_have_as_many_as_it_needs(door):
    lines = [await Line.to(door) for _ in range(20)]
    for line in lines:
        await line.send(*HEALTH)

    assert {(await line.answer()).status for line in lines} == {200}


@pytest.mark.parametrize("overrides", [{"limit_connections_client": IDLE + 100}])
async def test_beside_two_thousand_idle_connections_others_are_served(door):
    idle = [await Line.to(door) for _ in range(IDLE)]

    answers = [await answer_to(door, "GET /api/v1/welcome HTTP/1.1", "Host: localhost") for _ in range(20)]

    assert {answer.status for answer in answers} == {200}
    for line in idle:
        line.close()


async def test_a_chat_has_as_many_live_lines_as_tabs_and_one_that_ended_makes_room(door, chat):
    lines = [await listen(door, chat) for _ in range(MOST_OF_CHAT)]

    refused, status = await listen(door, chat)
    lines[0][0].close()
    while (again := await listen(door, chat))[1] == 429:
        pass

    assert {status for _, status in lines} == {200}
    assert status == 429
    assert again[1] == 200
    for line in (refused, *(line for line, _ in [*lines, again])):
        line.close()


@pytest.mark.parametrize("overrides", [{"limit_streams_client": 3, "proxies": "127.0.0.1"}])
async def test_a_client_listens_to_so_many_chats_and_another_one_all_the_same(door, running):
    chats = [await running.cases.open_conversation("de") for _ in range(4)]

    of_one = [await listen(door, chat, "X-Forwarded-For: 192.0.2.1") for chat in chats]
    of_another = await listen(door, chats[3], "X-Forwarded-For: 192.0.2.2")

    assert [status for _, status in of_one] == [200, 200, 200, 429]
    assert of_another[1] == 200
    for line, _ in [*of_one, of_another]:
        line.close()


@pytest.mark.parametrize("overrides", [{"limit_streams_client": 1000, "limit_connections_client": 1000}])
async def test_two_hundred_live_lines_keep_nobody_from_the_case_store(door, running):
    chats = [await running.cases.open_conversation("de") for _ in range(200)]
    lines = [await listen(door, chat) for chat in chats]

    chat = chats[0]
    state = await answer_to(
        door, f"GET {ROOT}/{chat.id} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {chat.token}"
    )

    assert {status for _, status in lines} == {200}
    assert state.status == 200
    for line, _ in lines:
        line.close()
