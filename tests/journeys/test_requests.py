"""A right exercised in the chat ends as a request in the case store, verified by a mailed code."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import holidays
import pytest
from dateutil.relativedelta import relativedelta

from privacy.right import Right
from tests.journeys.chat import Chat

pytestmark = pytest.mark.journey

CUSTOMERS = {"de": "erika.mustermann@example.com", "en": "john.example@example.com"}
SAID = {
    Right.ACCESS: (
        "Schicken Sie mir alles, was Sie über mich haben.",
        "Send me everything you have about me.",
    ),
    Right.RECTIFICATION: ("Berichtigen Sie bitte meine Adresse.", "Please correct my address, it is wrong."),
    Right.ERASURE: ("Löschen Sie bitte alle meine Daten.", "Please delete all my data."),
    Right.RESTRICTION: (
        "Schränken Sie die Verarbeitung meiner Daten bitte ein.",
        "Please restrict the processing of my data.",
    ),
    Right.PORTABILITY: (
        "Übertragen Sie meine Daten in einem maschinenlesbaren Format an meinen neuen Anbieter.",
        "Transfer my data to my new provider in a machine-readable format.",
    ),
    Right.OBJECTION: (
        "Hiermit widerspreche ich der Verwendung meiner Daten für Werbung.",
        "Stop sending me ads.",
    ),
    Right.WITHDRAW_CONSENT: ("Ich widerrufe meine Einwilligung.", "I withdraw my consent."),
}


def expected_due_date() -> date:
    due = datetime.now(UTC).astimezone(ZoneInfo("Europe/Berlin")).date() + relativedelta(months=1)
    german = holidays.country_holidays("DE")
    while due.weekday() > 4 or due in german:
        due += relativedelta(days=1)
    return due


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("right", list(Right))
async def test_every_right_ends_verified(system, visitor, staff, right, language) -> None:
    chat = await Chat.open(visitor, language)

    await chat.say(SAID[right][language == "en"])
    received = chat.last[0]["request"]
    await chat.prove(system, CUSTOMERS[language])

    assert received["state"] == "received"
    assert chat.last[-1]["request"]["state"] == "verified"
    assert [message["outcome"] for message in chat.last] == [None]  # nothing but the confirmation
    async with staff.get(f"/api/v1/desk/requests/{received['reference']}") as response:
        request = await response.json()
    assert request["rights"] == [right]
    assert request["due_on"] == expected_due_date().isoformat()
    assert request["verification"]["level"] == "on_file"
    assert request["conversation"] == chat.id


async def test_an_address_we_do_not_know_hears_the_same_and_stays_received(system, visitor, staff) -> None:
    known, unknown = await Chat.open(visitor, "de"), await Chat.open(visitor, "de")
    for chat, address in ((known, CUSTOMERS["de"]), (unknown, "niemand@example.org")):
        await chat.say("Ich möchte Auskunft über meine Daten.")
        await chat.say(address)
    same = known.text == unknown.text

    await unknown.prove(system, "niemand@example.org")

    assert same
    reference = unknown.last[-1]["request"]["reference"]
    async with staff.get(f"/api/v1/desk/requests/{reference}") as response:
        request = await response.json()
    assert request["state"] == "received"
    assert request["verification"]["level"] == "mailbox"
    assert request["verification"]["on_file"] is False


async def test_a_question_in_between_is_answered_and_the_intake_goes_on(visitor) -> None:
    chat = await Chat.open(visitor, "en")
    await chat.say("I want access to my personal data")

    answered, asked_again = await chat.say("How long do you keep my data?")

    assert answered["outcome"] == "answered"
    assert (asked_again["expects"], answered["request"]["state"]) == ("email", "received")


async def test_a_wrong_code_does_not_verify(system, visitor) -> None:
    chat = await Chat.open(visitor, "de")
    await chat.say("Ich will wissen, was ihr über mich gespeichert habt, schickt es mir")
    await chat.say("juergen.groessmann@example.com")
    right = await system.next_code("juergen.groessmann@example.com")

    await chat.say(f"{(int(right) + 1) % 10**6:06d}")

    assert chat.waits_for == "code"
    assert chat.last[-1]["request"]["state"] == "received"


async def test_a_code_stands_nowhere_but_in_its_mail(system, visitor) -> None:
    chat = await Chat.open(visitor, "en")
    await chat.say("Please send me a copy of my data")
    known = len(system.codes_for("siobhan.oneill@example.com"))
    await chat.say("siobhan.oneill@example.com")
    code = await system.next_code("siobhan.oneill@example.com", known)

    await chat.say(f"my code is {code[:3]} {code[3:]}")
    state = chat.last[-1]["request"]["state"]
    await chat.say(f"I typed {code}, did that work?")

    assert state == "verified"
    async with chat.call("GET", "/messages") as response:
        transcript = await response.read()
    spelt = re.compile(rb"(?<![\w.])" + rb"[\s.-]?".join(digit.encode() for digit in code) + rb"(?!\w)")
    written = {path: path.read_bytes() for path in system.data.rglob("*") if path.is_file()}
    assert {path.parent.name for path, content in written.items() if spelt.search(content)} == {"outbox"}
    assert {"casestore.db", "tracker.db", "up.log"} <= {path.name for path in written}
    assert b"I typed" in transcript
    assert not spelt.search(transcript)


async def test_a_forgotten_chat_is_gone_from_rasa_too_and_its_requests_stay(system, visitor) -> None:
    chat = await Chat.open(visitor, "de")
    await chat.say("Bitte löschen Sie alle meine Daten.")
    reference = chat.last[0]["request"]["reference"]

    async with chat.call("DELETE") as response:
        forgotten = await response.json()

    assert forgotten == {"kept_requests": [reference]}
    tracker = b"".join(path.read_bytes() for path in system.data.glob("tracker.db*"))
    assert chat.id.encode() not in tracker
    assert reference in system.run("requests", "list").stdout
