"""O9: who asks for codes is known by the connection and the chat, not by what they say of themselves."""

import pytest

from tests.casestore.visitor import Visitor


@pytest.mark.parametrize("overrides", [{"limit_codes_client": "3/hour"}])
@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "True-Client-IP"])
async def test_a_header_does_not_make_somebody_another_client(running, open_chat, header):
    outcomes = []
    for number in range(4):
        chat = await open_chat()
        claimed = f"for=192.0.2.{number}" if header == "Forwarded" else f"192.0.2.{number}"
        said = {"text": "Ich möchte Auskunft", "client_id": "1"}
        await chat.call("POST", "/messages", json=said, headers={header: claimed})
        outcomes.append(await running.cases.send_code(chat.id, f"victim-{number}@example.com"))

    assert outcomes == ["sent", "sent", "sent", "limited"]


@pytest.mark.parametrize("overrides", [{"limit_conversations_client": "3/hour"}])
async def test_a_header_does_not_open_further_conversations(gateway):
    statuses = [
        (await gateway.post("/api/v1/conversations", headers={"X-Forwarded-For": f"192.0.2.{n}"})).status
        for n in range(4)
    ]

    assert statuses == [201, 201, 201, 429]


async def test_a_chat_that_moves_from_network_to_network_gets_no_more_codes(visitor: Visitor, context):
    context.settings = context.settings.model_copy(update={"limit_codes_client": "3/hour"})
    outcomes = []
    for number in range(4):
        await visitor.says("Hallo", client_id=str(number), client=f"192.0.2.{number}")
        outcomes.append(await visitor.store.send_code(visitor.chat.id, f"victim-{number}@example.com"))

    assert outcomes == ["sent", "sent", "sent", "limited"]
