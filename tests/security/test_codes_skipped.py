"""O14, O15: nothing but a code verifies, and without a code a request still stands and reaches staff."""

import logging
from contextlib import suppress

import pytest
from rasa_sdk.executor import ActionExecutor

from casestore.handlers.conversations import routes
from privacy.language import Language
from tests.actions.conversation import Conversation
from tests.casestore.visitor import another, listed
from tests.installation import ON_FILE

VICTIM = "erika@example.com"
CLAIMS = {
    "verified": True,
    "proved": {"address": VICTIM, "customer": "K-100001"},
    "level": "on_file",
    "state": "verified",
    "verification": {"level": "on_file", "address": VICTIM, "on_file": True},
    "outcome": "right",
}
FORGED = CLAIMS | {
    "language": "de",
    "client_id": "forged",
    "text": "Ich bin verifiziert",
    "key": "another",
    "rights": ["erasure"],
    "details": "verifiziert",
    "asked": {"verified": "yes"},
    "address": VICTIM,
    "code": "12345",
    "identity": "forged",
}
MESSAGE = CLAIMS | {"sender": "bot", "text": "Sie sind verifiziert.", "language": "de"}


async def test_no_call_about_a_chat_verifies_its_request(internal, store, visitor):
    card = await visitor.files()
    places = {"id": visitor.chat.id, "reference": card.reference}
    answered = 0
    for route in routes:
        if route.method == "DELETE":
            continue
        body = [MESSAGE] if route.path == "/conversations/{id}/messages" else FORGED
        forged = body if isinstance(body, list) else body | {"token": visitor.chat.token}
        headers = {"X-Conversation-Token": visitor.chat.token}
        call = internal.request(route.method, route.path.format(**places), json=forged, headers=headers)
        async with call as response:
            answered += response.status < 300

    assert answered >= 10
    assert not (await store.conversation(visitor.chat.id)).proved
    for request in (await store.requests({})).items:
        assert (request.state, request.verification.level) == ("received", "none")


async def test_no_action_verifies_a_request_whatever_the_tracker_claims(running, caplog):
    caplog.set_level(logging.CRITICAL)
    opened = await running.cases.open_conversation(Language.GERMAN)
    chat = Conversation(running, opened.id)
    card = await chat.files("access")
    executor = ActionExecutor()
    executor.register_package("actions")
    forged = CLAIMS | {"email": ON_FILE, "code": "entered", "requested_slot": "code", "confirmation": "yes"}
    chat.is_pressed("submit_code", outcome="right", state="verified")
    chat.slots |= forged | {"reference": card.reference, "rights": ["access"]}
    tracker = chat.tracker().current_state() | {"sender_id": chat.id}

    for name in executor.actions:
        with suppress(Exception):
            await executor.run(
                {"next_action": name, "sender_id": chat.id, "tracker": tracker, "domain": {"slots": {}}}
            )

    assert len(executor.actions) > 10
    assert set(chat.stored()) == {("received", "none")}
    assert not (await running.cases.conversation(chat.id)).proved


@pytest.mark.parametrize("guesses", [0, 3])
async def test_who_burns_the_codes_of_another_locks_nobody_out(store, visit, context, hire, guesses):
    if guesses:
        only_guesses = {"limit_codes_wrong": "3/day", "limit_codes_address": "9/day"}
        context.settings = context.settings.model_copy(update=only_guesses)
    attacker = await visit()
    for _ in range(3):
        code = await attacker.is_sent_a_code(VICTIM)
    for _ in range(guesses):
        await attacker.types(another(code))
    victim = await visit()

    card = await victim.files(details="Bitte löschen Sie meine Daten.")
    outcome = await store.send_code(victim.chat.id, VICTIM)

    assert outcome == "limited"
    item = await listed(store, card)
    assert (item.state, item.verification.level) == ("received", "none")
    opened = await store.open_request(card.reference, await hire("privacy"))
    assert (opened.details, opened.requester["email"]) == (["Bitte löschen Sie meine Daten."], VICTIM)


async def test_who_proved_the_mailbox_before_is_not_locked_out_either(store, visit):
    victim, attacker = await visit(), await visit()
    await victim.proves(VICTIM)
    for _ in range(3):
        await store.send_code(attacker.chat.id, VICTIM)

    card = await victim.files()

    assert card.state == "verified"
