"""W5: a chat's token is in no address and no log, and is another one once a code was right."""

import asyncio
import json
import logging

import pytest

from tests.doors.opened import Line, answer_to
from tests.gateway.visitor import ROOT, messages_of
from tests.installation import GUARD, ON_FILE

HOST = "Host: localhost"


@pytest.fixture
async def visitor(open_chat):
    return await open_chat()


@pytest.fixture
async def verified(running, visitor):
    """Who has just typed the right code, with the token that they had before."""
    running.rasa.expects = "code"
    await visitor.says("Guten Tag")
    await running.cases.send_code(visitor.id, ON_FILE)
    code = await running.code()
    before = visitor.token
    await messages_of(await visitor.post(text=code, client_id="code"))
    return visitor, before, code


def bearer(token):
    return {"headers": {"Authorization": f"Bearer {token}"}}


async def test_with_the_right_code_comes_another_token_and_the_former_one_is_dead(verified):
    visitor, before, _ = verified

    dead = [
        (await visitor.call("GET", **bearer(before))).status,
        (await visitor.call("GET", "/messages", **bearer(before))).status,
        (await visitor.call("GET", "/events", **bearer(before))).status,
        (
            await visitor.call("POST", "/messages", json={"text": "a", "client_id": "b"}, **bearer(before))
        ).status,
        (await visitor.call("POST", "/typing", **bearer(before))).status,
        (await visitor.call("PUT", "/language", json={"language": "en"}, **bearer(before))).status,
        (await visitor.call("DELETE", **bearer(before))).status,
    ]

    assert visitor.token != before
    assert dead == [401] * len(dead)
    assert (await visitor.state())["language"] == "de"


async def test_an_answer_that_was_lost_comes_again_with_the_new_token(running, verified):
    visitor, before, code = verified
    heard = len(running.rasa.heard)

    again = await visitor.call(
        "POST", "/messages", json={"text": code, "client_id": "code"}, **bearer(before)
    )

    assert (await again.json())["token"] == visitor.token
    assert len(running.rasa.heard) == heard


async def test_other_answers_bring_no_token(verified):
    visitor, *_ = verified

    answer = await visitor.post(text="Danke")

    assert set(await answer.json()) == {"messages"}


@pytest.mark.parametrize("how", ["renewed", "forgotten"])
async def test_a_live_line_ends_when_its_token_dies(door, running, visitor, how):
    running.rasa.expects = "code"
    await visitor.says("Guten Tag")
    line = await Line.to(door)
    await line.send(
        f"GET {ROOT}/{visitor.id}/events?after=9 HTTP/1.1", HOST, f"Authorization: Bearer {visitor.token}"
    )
    await line.reader.readuntil(b"event: state")

    if how == "forgotten":
        await visitor.call("DELETE")
    else:
        await running.cases.send_code(visitor.id, ON_FILE)
        await visitor.says(await running.code())

    async with asyncio.timeout(GUARD):
        await line.reader.readuntil(b"\r\n0\r\n\r\n")
    line.close()


async def test_a_token_in_an_address_or_a_cookie_opens_nothing(door, chat):
    for path in (f"{ROOT}/{chat.id}?token={chat.token}", f"{ROOT}/{chat.id}?access_token={chat.token}"):
        assert (await answer_to(door, f"GET {path} HTTP/1.1", HOST)).status == 401
    cookie = f"Cookie: token={chat.token}; Authorization=Bearer {chat.token}"
    assert (await answer_to(door, f"GET {ROOT}/{chat.id} HTTP/1.1", HOST, cookie)).status == 401


async def test_no_address_and_no_header_that_leads_on_bears_a_token(door):
    pages = [await answer_to(door, f"GET {path} HTTP/1.1", HOST) for path in ("/", "/form/de", "/demo")]
    form = pages[1].body.decode()
    token = form.split('name="token" value="')[1].split('"')[0]

    addresses = [
        part.split('"')[0] for part in form.replace("'", '"').split('="') if part.startswith(("/", "http"))
    ]
    assert len(token) >= 43
    assert not any(token in address for address in addresses)
    assert {page.headers["Referrer-Policy"] for page in pages} == {"no-referrer"}


async def test_no_log_bears_a_token_or_what_was_said(door, running, visitor, caplog):
    caplog.set_level(logging.DEBUG)
    said_once = "ein Geheimnis, das niemand liest"
    await visitor.says(said_once)
    await visitor.call("GET", "/messages", headers={"Authorization": f"Bearer {visitor.token}x"})
    for body in (b"{", json.dumps({"text": [said_once], "client_id": "1"}).encode()):
        await answer_to(
            door,
            *(f"POST {ROOT}/{visitor.id}/messages HTTP/1.1", HOST, "Content-Type: application/json"),
            *(f"Authorization: Bearer {visitor.token}", f"Content-Length: {len(body)}"),
            body=body,
        )
    await answer_to(door, f"GET /{said_once} HTTP/1.1", HOST, f"Authorization: Bearer {visitor.token}")
    running.rasa.fails = True
    await visitor.says(said_once)
    await running.stop_case_store()
    await visitor.post(text=said_once)

    ours = [record for record in caplog.records if not record.name.startswith("tests")]
    said = "\n".join(f"{record.getMessage()} {record.exc_text or ''}" for record in ours)
    assert ours
    assert visitor.token not in said
    assert "Geheimnis" not in said
